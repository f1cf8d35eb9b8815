import type { Derivation } from './measure.ts';

/** Codes of the measures a derivation reads; none where there is none. */
export function partsOf(derivation: Derivation | null): readonly string[] {
  if (derivation === null) return [];
  switch (derivation.op) {
    case 'share':
    case 'completion':
      return [derivation.numerator, derivation.denominator];
    case 'growth':
    case 'change':
      return [derivation.base];
    case 'sum':
      return derivation.parts;
  }
}
