import { expect, it } from 'vitest';
import { cliErrors } from './cli-error.ts';
import { failed, renderOutcome } from './outcome.ts';

it('wraps data and error in one JSON document', () => {
  const { stdout, stderr, exitCode } = renderOutcome(failed(cliErrors.tokenMissing()), 'json');
  expect(JSON.parse(stdout)).toMatchObject({ json_version: '1', data: null, error: { code: 'TOKEN_MISSING' } });
  expect([stderr, exitCode]).toEqual(['', 1]);
});

it('shows people code, both languages and the remedy on standard error', () => {
  const { stdout, stderr, exitCode } = renderOutcome(failed(cliErrors.unknownUnit('x')), 'plain');
  expect(stdout).toBe('');
  expect(stderr).toBe(
    '错误[UNIT_UNKNOWN] 没有成员单位“x”\n  There is no member unit x\n  办法：用 hub query 查询 memberUnits { code name }\n',
  );
  expect(exitCode).toBe(1);
});

it('keeps remarks out of the answer', () => {
  const outcome = { data: { a: 1 }, plain: 'text', error: null, warnings: ['不完整'] };
  expect(renderOutcome(outcome, 'plain')).toEqual({ stdout: 'text\n', stderr: '注意：不完整\n', exitCode: 0 });
  expect(JSON.parse(renderOutcome(outcome, 'json').stdout)).toEqual({ json_version: '1', data: { a: 1 }, error: null });
});
