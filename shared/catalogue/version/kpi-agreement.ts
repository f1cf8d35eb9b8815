import { decimal, toDecimalString } from '../../primitives/decimal.ts';
import type { Kpi } from '../framework/kpi.ts';
import type { BuiltVersion } from './build-version.ts';

/** A KPI as a version knows it. */
export interface KpiOverlap {
  readonly kpi: Kpi;
  /** Measures of the KPI that the version scores. */
  readonly scored: readonly string[];
  /** Measures of the KPI that it does not score. */
  readonly missing: readonly string[];
}

/** How far a version agrees with its list of KPIs (逐步与关键绩效指标趋于一致: 产改字〔2022〕1号 三（五）2). */
export interface KpiAgreement {
  readonly kpis: readonly KpiOverlap[];
  /** KPIs all of whose measures are scored. */
  readonly agreeing: number;
  /** Their share of all, a fraction to four places; null where there are none. */
  readonly share: string | null;
}

/** Agreement of a version with its KPIs by the measures both read. */
export function kpiAgreement({ framework, model, kpis }: BuiltVersion): KpiAgreement {
  const named = new Set<string>();
  for (const { code, uses } of framework.indicators) {
    collectTexts(model.indicators.get(code)?.parameters, named);
    for (const measure of uses) named.add(measure);
  }
  const overlaps = kpis.map((kpi): KpiOverlap => {
    const measures = measuresOf(kpi);
    const isScored = (measure: string): boolean => framework.measures.has(measure) && named.has(measure);
    return { kpi, scored: measures.filter(isScored), missing: measures.filter((measure) => !isScored(measure)) };
  });
  const agreeing = overlaps.filter(({ missing }) => missing.length === 0).length;
  const share = kpis.length === 0 ? null : toDecimalString(decimal(agreeing).div(kpis.length).toDecimalPlaces(4));
  return { kpis: overlaps, agreeing, share };
}

/** The measure that is the KPI, else those it is computed from. */
function measuresOf({ formula }: Kpi): string[] {
  if (formula.measure !== null) return [formula.measure];
  return [formula.numerator, formula.denominator, formula.base].filter((code) => code !== null);
}

/** Every text in the parameters of a scoring; those that name a measure are among them. */
function collectTexts(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value);
  else if (typeof value === 'object' && value !== null) for (const it of Object.values(value)) collectTexts(it, texts);
}
