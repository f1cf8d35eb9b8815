import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { readConfig } from './read-config.ts';

const schema = z.object({
  TOKEN: z.string().min(3),
  LEVEL: z.string().default('info'),
  KEY_FILE: z.string().optional(),
  KEY: z.string().optional(),
});

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-config-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

function fileWith(content: string): string {
  const path = join(folder, `secret-${Math.random()}`);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

/** What the process says before it ends itself. */
function faultsOf(environment: Record<string, string>): string {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
  expect(() => readConfig('service', schema, environment)).toThrow('exit 1');
  return String(said.mock.calls.at(-1)?.[0]);
}

describe('a variable from a file', () => {
  it('has the content of the file as its value, without the last line break', () => {
    expect(readConfig('service', schema, { TOKEN_FILE: fileWith('se cret\n') }).TOKEN).toBe('se cret');
    expect(readConfig('service', schema, { TOKEN_FILE: fileWith('se\ncret') }).TOKEN).toBe('se\ncret');
  });

  it('may not be set beside the variable itself, and an empty text is not set', () => {
    const TOKEN_FILE = fileWith('secret');
    const told = faultsOf({ TOKEN: 'other', TOKEN_FILE });
    expect(told).toContain('TOKEN: is set, and TOKEN_FILE as well');
    expect(told).not.toContain('other');
    expect(readConfig('service', schema, { TOKEN: '', TOKEN_FILE }).TOKEN).toBe('secret');
    expect(readConfig('service', schema, { TOKEN: 'text', TOKEN_FILE: '' }).TOKEN).toBe('text');
  });

  it('is a fault by name, path and reason when the file cannot be read or is empty, and no second one for being missing', () => {
    const missing = join(folder, 'nowhere');
    expect(faultsOf({ TOKEN_FILE: missing })).toBe(
      `service: configuration is not valid\n  TOKEN_FILE: ${missing} cannot be read (ENOENT)\n`,
    );
    expect(faultsOf({ TOKEN_FILE: folder })).toContain('cannot be read (EISDIR)');
    expect(faultsOf({ TOKEN_FILE: fileWith('\n') })).toContain('is empty');
  });

  it('is checked as if it had been set, without telling what the file holds', () => {
    const told = faultsOf({ TOKEN_FILE: fileWith('ab') });
    expect(told).toContain('TOKEN: ');
    expect(told).not.toMatch(/\bab\b/);
  });

  it('leaves alone variables whose own name ends so', () => {
    const config = readConfig('service', schema, { TOKEN: 'abc', KEY_FILE: '/nowhere' });
    expect(config).toEqual({ TOKEN: 'abc', LEVEL: 'info', KEY_FILE: '/nowhere' });
  });
});

it('tells all faults together', () => {
  const told = faultsOf({ LEVEL_FILE: join(folder, 'nowhere') });
  expect(told).toContain('LEVEL_FILE');
  expect(told).toContain('TOKEN');
});
