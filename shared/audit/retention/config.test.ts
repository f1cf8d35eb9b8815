import { afterEach, describe, expect, it, vi } from 'vitest';
import { readRetentionConfig } from './config.ts';

const AUDIT_RETENTION_URLS = '{"hub":"postgres://hub_maintenance:x@127.0.0.1:5432/hub"}';

afterEach(() => vi.restoreAllMocks());

/** What the process says before it ends itself. */
function faultsOf(environment: Record<string, string>): string {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
  expect(() => readRetentionConfig([], environment)).toThrow('exit 1');
  return String(said.mock.calls.at(-1)?.[0]);
}

describe('the configuration of audit retention', () => {
  it('keeps audit for 400 days, and for 180 at least', () => {
    expect(readRetentionConfig([], { AUDIT_RETENTION_URLS }).HUB_AUDIT_RETENTION_DAYS).toBe(400);
    const least = { AUDIT_RETENTION_URLS, HUB_AUDIT_RETENTION_DAYS: '180' };
    expect(readRetentionConfig([], least).HUB_AUDIT_RETENTION_DAYS).toBe(180);
    expect(faultsOf({ ...least, HUB_AUDIT_RETENTION_DAYS: '179' })).toContain('180');
  });

  it('takes nothing away for good unless it is told to', () => {
    expect(readRetentionConfig([], { AUDIT_RETENTION_URLS }).isPurge).toBe(false);
    expect(readRetentionConfig(['--purge'], { AUDIT_RETENTION_URLS }).isPurge).toBe(true);
    expect(() => readRetentionConfig(['--force'], { AUDIT_RETENTION_URLS })).toThrow('--force');
  });

  it('wants to know the databases', () => {
    expect(faultsOf({})).toContain('AUDIT_RETENTION_URLS');
    expect(faultsOf({ AUDIT_RETENTION_URLS: '{"hub":' })).toContain('AUDIT_RETENTION_URLS: must be JSON');
  });
});
