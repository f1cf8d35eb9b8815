import type { Derivation } from '../../../shared/catalogue/framework/measure.ts';

/** The formula of a computed measure in words people read; operands by name. */
export function formulaOf(derivation: Derivation, nameOf: (measure: string) => string): string {
  switch (derivation.op) {
    case 'share':
    case 'completion':
      return `${nameOf(derivation.numerator)} ÷ ${nameOf(derivation.denominator)}`;
    case 'growth':
      return `（本期${nameOf(derivation.base)} − 上年同期）÷ 上年同期`;
    case 'change':
      return `本期${nameOf(derivation.base)} − 上年同期`;
    case 'sum':
      return derivation.parts.map(nameOf).join(' + ');
  }
}
