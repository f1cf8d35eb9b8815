import { afterEach, describe, expect, it, vi } from 'vitest';
import { FOLLOWED_DEPARTMENTS } from '../input-store/department-register.ts';
import { FeedUnavailable, GatewayChangeSource } from './gateway-change-source.ts';

const department = FOLLOWED_DEPARTMENTS[3]!;
const source = new GatewayChangeSource('http://gateway.test/graphql', 'hub_token');
const request = { after: 7n, first: 5_000, waitMs: 1_500 };
const read = () => source.read(department, request, new AbortController().signal);
const answers = (body: unknown, status = 200) =>
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(JSON.stringify(body), { status }));

afterEach(() => vi.restoreAllMocks());

describe('GatewayChangeSource', () => {
  it('asks the department through the gateway with the service token and reads the page', async () => {
    const fetched = answers({ data: { feed: { head: '9', changes: [change()] } } });
    const page = await read();
    expect(page.head).toBe(9n);
    expect(page.changes[0]).toMatchObject({ position: 8n, state: 'ACCEPTED' });
    expect(page.changes[0]?.observation).toMatchObject({
      measure: 'm',
      dimensions: 'a=1;b=2',
      memberUnit: 'union',
      receiptHash: 'h',
      stage: 'PRELIMINARY',
    });
    const options = fetched.mock.calls[0]?.[1];
    expect(new Headers(options?.headers).get('authorization')).toBe('Bearer hub_token');
    const sent = JSON.parse(String(options?.body));
    expect(sent.query).toContain('tradeUnionChanges(');
    expect(sent.variables).toEqual({ after: '7', first: 5_000, waitMs: 1_500 });
  });

  it('takes a partial answer, an error or a page it does not know for a department that cannot be read now', async () => {
    for (const body of [
      { data: { feed: null }, errors: [{ message: '暂时不可用' }] },
      { errors: [{ message: '没有权限' }] },
      { data: { feed: { head: '1', changes: [{ position: '1' }] } } },
      'not an answer',
    ]) {
      answers(body);
      await expect(read()).rejects.toBeInstanceOf(FeedUnavailable);
    }
  });
});

function change() {
  return {
    position: '8',
    state: 'ACCEPTED',
    recordedAt: '2026-01-10T02:00:00.000Z',
    observation: {
      id: 'union:2025:x',
      subject: { code: '110106' },
      measure: { code: 'm' },
      period: { code: '2025' },
      dimensions: [
        { key: 'b', code: '2' },
        { key: 'a', code: '1' },
      ],
      value: '12',
      revision: 1,
      stage: 'PRELIMINARY',
      isDerived: false,
      isDemo: true,
      reportedOn: '2026-01-10',
      recordedAt: '2026-01-10T02:00:00.000Z',
      memberUnit: { code: 'union' },
      publication: { id: 'p' },
      receipt: { hash: 'h' },
    },
  };
}
