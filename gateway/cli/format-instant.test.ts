import { expect, it } from 'vitest';
import { formatDay, formatInstant } from './format-instant.ts';
import { parseInstant } from './parse-instant.ts';

it('shows instants by the clock of Asia/Shanghai, whatever zone they come in, so that they can be written back', () => {
  const shown = ['2025-12-31T16:00:00.123Z', '2026-01-01T00:00:00+08:00', '2025-12-31T11:00:00-05:00'].map(
    formatInstant,
  );
  expect(new Set(shown)).toEqual(new Set(['2026-01-01T00:00:00+08:00']));
  expect(parseInstant('2026-01-01T00:00:00+08:00')).toBe(shown[0]);
});

it('takes the day of the same clock', () => {
  expect(formatDay('2025-12-31T16:00:00Z')).toBe('2026-01-01');
});

it('leaves alone what is no instant', () => {
  expect(formatInstant('—')).toBe('—');
});
