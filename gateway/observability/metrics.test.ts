import { expect, it } from 'vitest';
import { createGatewayMetrics } from './metrics.ts';

it('counts operations beyond the first two hundred names as one', () => {
  const { operationLabel } = createGatewayMetrics();
  for (let index = 0; index < 200; index += 1) expect(operationLabel(`Op${index}`)).toBe(`Op${index}`);
  expect(operationLabel('OneMore')).toBe('other');
  expect(operationLabel('Op7')).toBe('Op7');
  expect(operationLabel(undefined)).toBe('anonymous');
});
