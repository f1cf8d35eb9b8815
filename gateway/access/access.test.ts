import { describe, expect, it } from 'vitest';
import { isAnonymousDocument, isAnonymousRequest } from './anonymous-rule.ts';
import { parseBearerToken } from './bearer-token.ts';

describe('what strangers may ask', () => {
  it.each(['{ __typename }', 'query Ping { __typename }', '{ t: __typename }'])('%s', (query) => {
    expect(isAnonymousDocument(query)).toBe(true);
  });

  it.each([
    '{ __schema { types { name } } }',
    '{ __typename subject(code: "1") { name } }',
    '{ __typename a: __typename }',
    'mutation { __typename }',
    '{ ...F } fragment F on Query { subject(code: "1") { name } }',
    'query A { __typename } query B { hrss }',
    '{ __typename @include(if: true) }',
    '{',
    `{ __typename }${' '.repeat(300)}`,
    undefined,
    7,
  ])('nothing else: %s', (query) => {
    expect(isAnonymousDocument(query)).toBe(false);
  });

  it('reads GET and POST alike and refuses batches', () => {
    const url = new URL('http://hub/graphql?query=%7B__typename%7D');
    expect(isAnonymousRequest('GET', url, '')).toBe(true);
    expect(isAnonymousRequest('POST', new URL('http://hub/graphql'), '{"query":"{__typename}"}')).toBe(true);
    expect(isAnonymousRequest('POST', new URL('http://hub/graphql'), '[{"query":"{__typename}"}]')).toBe(false);
    expect(isAnonymousRequest('POST', new URL('http://hub/graphql'), 'garbage')).toBe(false);
  });
});

describe('bearer token', () => {
  it('is read from the header', () => {
    expect(parseBearerToken('Bearer hub_abc-DEF_123')).toBe('hub_abc-DEF_123');
    expect(parseBearerToken('bearer  hub_abc')).toBe('hub_abc');
  });
  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', `Bearer ${'x'.repeat(5000)}`])(
    'is missing in %s',
    (header) => {
      expect(parseBearerToken(header)).toBeNull();
    },
  );
});
