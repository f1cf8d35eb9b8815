import { expect, it } from 'vitest';
import { boundedLabel } from './bounded-label.ts';

it('names no more than so many values, and those it has named for ever', () => {
  const label = boundedLabel(3);
  expect(['A', 'B', 'C', 'D', 'A'].map(label)).toEqual(['A', 'B', 'C', 'other', 'A']);
  expect(label(undefined)).toBe('anonymous');
});

it('never names what is no plain name, a token or a long number', () => {
  const label = boundedLabel();
  const refused = [
    'a b',
    'a\nb',
    'é',
    'x'.repeat(65),
    'hub_AbCdEfGhIjKlMnOpQrStUv',
    'Of_110101199003078515',
    'T13800138000',
  ];
  for (const value of refused) expect(label(value)).toBe('other');
  expect(label('Evaluation2025')).toBe('Evaluation2025');
});
