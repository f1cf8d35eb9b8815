import { expect, it } from 'vitest';
import { dueDateOf } from './due-dates.ts';

it.each([
  ['2025', '2026-02-28'],
  ['2023', '2024-02-29'],
  ['2025-Q1', '2025-04-20'],
  ['2025-Q4', '2026-01-20'],
  ['2025-11', '2025-12-10'],
  ['2025-12', '2026-01-10'],
])('the value of %s is in time until %s', (period, due) => {
  expect(dueDateOf(period)).toBe(due);
});
