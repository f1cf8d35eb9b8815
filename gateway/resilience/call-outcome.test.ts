import { describe, expect, it } from 'vitest';
import { type CallOutcome, judgeCall } from './call-outcome.ts';

const graphql = { isGraphql: true, isAbandoned: false };
const other = { isGraphql: false, isAbandoned: false };

describe('what counts as failure of a subgraph', () => {
  const rows: [string, Parameters<typeof judgeCall>[0], CallOutcome][] = [
    ['refused, reset, TLS fault or timeout: no status', { status: null, ...other }, 'FAILED'],
    ['502', { status: 502, ...other }, 'FAILED'],
    ['503 even with a GraphQL body', { status: 503, ...graphql }, 'FAILED'],
    ['504', { status: 504, ...other }, 'FAILED'],
    ['500 with a body that is not GraphQL', { status: 500, ...other }, 'FAILED'],
    ['200 with HTML', { status: 200, ...other }, 'FAILED'],
    ['a redirect', { status: 302, ...other }, 'FAILED'],
    ['200 with GraphQL errors', { status: 200, ...graphql }, 'ANSWERED'],
    ['500 with GraphQL errors', { status: 500, ...graphql }, 'ANSWERED'],
    ['400 with GraphQL errors', { status: 400, ...graphql }, 'ANSWERED'],
    ['404 with any body', { status: 404, ...other }, 'REFUSED'],
    ['413', { status: 413, ...other }, 'REFUSED'],
    ['401: our own signature was refused', { status: 401, ...graphql }, 'REFUSED'],
    ['the client left', { status: null, isGraphql: false, isAbandoned: true }, 'ABANDONED'],
  ];
  it.each(rows)('%s', (_name, facts, outcome) => {
    expect(judgeCall(facts)).toBe(outcome);
  });
});
