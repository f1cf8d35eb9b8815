import { describe, expect, it } from 'vitest';
import { composeSupergraph } from './compose.ts';
import { withRoutingUrls } from './routing-urls.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n';
const a = {
  name: 'a',
  sdl: `${LINK} type Query { a: String } type Subject @key(fields: "code") { code: String! a: String }`,
};
const b = {
  name: 'b',
  sdl: `${LINK} type Query { b: String } type Subject @key(fields: "code") { code: String! b: String }`,
};

function composed(): string {
  const result = composeSupergraph([a, b]);
  if (!result.ok) throw new Error(result.error.join());
  return result.value;
}

describe('composition', () => {
  it('gives the same text in any order, with addresses that reach nothing', () => {
    expect(composeSupergraph([b, a])).toEqual(composeSupergraph([a, b]));
    expect(composed()).toContain('url: "http://a.subgraph.invalid/graphql"');
  });

  it('tells why two subgraphs do not fit', () => {
    const result = composeSupergraph([a, { ...b, sdl: `${LINK} type Query { a: String }` }]);
    expect(result.ok ? [] : result.error.join()).toContain('Query.a');
  });

  it('names the subgraph whose schema cannot be read', () => {
    const result = composeSupergraph([a, { name: 'b', sdl: 'type {' }]);
    expect(result.ok ? '' : result.error[0]).toMatch(/^b: Syntax Error/);
  });
});

describe('routing', () => {
  it('puts in the addresses of a deployment and changes nothing else', () => {
    const routed = withRoutingUrls(composed(), { a: 'http://127.0.0.1:1/graphql', b: 'http://127.0.0.1:2/graphql' });
    const text = routed.ok ? routed.value : '';
    expect(text).toContain('@join__graph(name: "a", url: "http://127.0.0.1:1/graphql")');
    expect(text).not.toContain('.invalid');
    const back = withRoutingUrls(text, {
      a: 'http://a.subgraph.invalid/graphql',
      b: 'http://b.subgraph.invalid/graphql',
    });
    expect(back).toEqual(
      withRoutingUrls(composed(), { a: 'http://a.subgraph.invalid/graphql', b: 'http://b.subgraph.invalid/graphql' }),
    );
  });

  it('refuses a graph with a subgraph that has no address', () => {
    expect(withRoutingUrls(composed(), { a: 'http://127.0.0.1:1/graphql' })).toEqual({
      ok: false,
      error: 'no address is configured for: b',
    });
  });
});
