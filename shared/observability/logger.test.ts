import { expect, it } from 'vitest';
import { createLogger } from './logger.ts';

it('writes one record as one line, whatever characters are in it, and loses none of them', () => {
  const lines: string[] = [];
  const log = createLogger('test', 'info', { write: (line: string) => void lines.push(line) });
  const hostile = 'a\r\n{"level":"error"}\u001b[2J\u009b31m\u0085b\u2028c\u2029\u007f\u0000';
  log.info({ hostile }, hostile);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[\x20-\x7e]+\n$/);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ hostile, msg: hostile });
});
