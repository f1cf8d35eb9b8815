import { describe, expect, it } from 'vitest';
import { gatewayConfigSchema, tameRuntimeLogLevel } from './config.ts';
import { defaultLimits } from './limits/limits.ts';
import { policiesOf } from './policies.ts';
import { defaultRates } from './rates/rate-limiter.ts';

const least = { SUBGRAPH_URLS: '{"hub":"http://127.0.0.1:4106/graphql"}', HOP_KEYS: 'a:YWJj,b:ZGVm' };
const faultsOf = (environment: Record<string, string>) =>
  gatewayConfigSchema.safeParse(environment).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('configuration of the gateway', () => {
  it('needs addresses and keys, everything else has a default', () => {
    const config = gatewayConfigSchema.parse(least);
    expect(config).toMatchObject({
      HUB_HOST: '127.0.0.1',
      HUB_PORT: 4000,
      SUBGRAPH_TIMEOUT_MS: 2000,
      REQUEST_BUDGET_MS: 5000,
      BREAKER_FAILURES: 5,
      BREAKER_RESET_MS: 10_000,
    });
    expect(config.HOP_KEYS.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(faultsOf({})).toEqual(['SUBGRAPH_URLS', 'HOP_KEYS']);
  });

  it.each([
    ['SUBGRAPH_URLS', 'not json'],
    ['SUBGRAPH_URLS', '{"hrss":"http://127.0.0.1/graphql"}'],
    ['SUBGRAPH_URLS', '{"hub":"file:///etc/passwd"}'],
    ['HOP_KEYS', 'no-colon'],
    ['HUB_PORT', '70000'],
    ['SUBGRAPH_TIMEOUTS', '{"hrss":-1}'],
    ['SUBGRAPH_URLS', '{"hub":"http://169.254.169.254/graphql"}'],
    ['LIMIT_DEPTH', '0'],
    ['RATES', '{"client":{"perSecond":0,"burst":1}}'],
    ['RATES', '{"clients":{"perSecond":1,"burst":1}}'],
    ['RETRY_ATTEMPTS', '100'],
  ])('refuses %s = %s', (name, value) => {
    expect(faultsOf({ ...least, [name]: value })).toEqual([name]);
  });

  it('changes the rates that are named and keeps the others', () => {
    const RATES = '{"client":{"perSecond":5,"burst":9}}';
    const { rates } = policiesOf(gatewayConfigSchema.parse({ ...least, RATES }));
    expect(rates).toEqual({ ...defaultRates, client: { perSecond: 5, burst: 9 } });
    expect(policiesOf(gatewayConfigSchema.parse(least)).limits).toEqual(defaultLimits);
  });

  it('hands the runtime no level of logging that it does not know', () => {
    const environment = { LOG_LEVEL: 'silent' };
    tameRuntimeLogLevel(environment);
    expect(environment.LOG_LEVEL).toBe('error');
    const fine = { LOG_LEVEL: 'debug' };
    tameRuntimeLogLevel(fine);
    expect(fine.LOG_LEVEL).toBe('debug');
  });
});
