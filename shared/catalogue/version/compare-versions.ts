import { type Decimal, decimal, toDecimalString } from '../../primitives/decimal.ts';
import { formatDimensions } from '../../primitives/dimensions.ts';
import type { Indicator } from '../framework/framework.ts';
import type { Kpi } from '../framework/kpi.ts';
import { cellsOf, ownerOfCell } from '../responsibility/ownership.ts';
import type { BuiltVersion } from './build-version.ts';
import type { VersionFramework } from './version-documents.schema.ts';
import type {
  AspectChange,
  ChangedAspect,
  IndicatorComparison,
  KpiComparison,
  VersionComparison,
} from './version-comparison.ts';

/** A version with what its document says about indicators that are no longer there. */
export interface ComparedVersion extends BuiltVersion {
  readonly dropped: VersionFramework['dropped'];
}

/**
 * Two versions by the keys of their indicators, which hold across versions (保持相对稳定, 横向和纵向可比:
 * 产改字〔2022〕1号 二（四）1).
 */
export function compareVersions(from: ComparedVersion, to: ComparedVersion): VersionComparison {
  const before = new Map(from.framework.indicators.map((row) => [row.key, row]));
  const after = new Map(to.framework.indicators.map((row) => [row.key, row]));
  const indicators = [
    ...to.framework.indicators.map((row) => compareIndicator(from, to, before.get(row.key) ?? null, row)),
    ...from.framework.indicators.filter(({ key }) => !after.has(key)).map((row) => goneIndicator(to, row)),
  ];
  return {
    from: from.framework.id,
    to: to.framework.id,
    indicators,
    kpis: compareKpis(from.kpis, to.kpis),
    grades: compareGrades(from, to),
    pointsMoved: pointsMoved(from, to),
  };
}

function compareIndicator(
  from: ComparedVersion,
  to: ComparedVersion,
  before: Indicator | null,
  after: Indicator,
): IndicatorComparison {
  return {
    key: after.key,
    fate: before === null ? 'ADDED' : 'CONTINUED',
    name: after.name,
    fromCode: before?.code ?? null,
    toCode: after.code,
    mergedInto: null,
    reason: null,
    changes: before === null ? [] : indicatorChanges(from, to, before, after),
  };
}

function goneIndicator(to: ComparedVersion, row: Indicator): IndicatorComparison {
  const said = to.dropped.find(({ key }) => key === row.key);
  const into = to.framework.indicators.find(({ nationalCode }) => nationalCode === said?.mergedInto);
  return {
    key: row.key,
    fate: into === undefined ? 'DROPPED' : 'MERGED',
    name: row.name,
    fromCode: row.code,
    toCode: null,
    mergedInto: into?.key ?? null,
    reason: said?.reason ?? null,
    changes: [],
  };
}

function indicatorChanges(
  from: ComparedVersion,
  to: ComparedVersion,
  before: Indicator,
  after: Indicator,
): AspectChange[] {
  const [scored, scores] = [from.model.indicators.get(before.code), to.model.indicators.get(after.code)];
  const [led, leads] = [from.split.indicators.get(before.code), to.split.indicators.get(after.code)];
  return [
    ...changed('NAME', before.name, after.name),
    ...changed('DEFINITION', before.definition, after.definition),
    ...changed('PLACE', groupName(from, before), groupName(to, after)),
    ...changed('WEIGHT', scored?.weight, scores?.weight),
    ...changed('METHOD', scored?.method, scores?.method),
    ...parameterChanges(scored?.parameters, scores?.parameters),
    ...changed('LEAD', led?.lead, leads?.lead),
    ...changed('SUPPORT', led?.support.join('、'), leads?.support.join('、')),
    ...changed('MEASURES', before.measures.join('、'), after.measures.join('、')),
    ...changed('ASSESSMENT_ITEMS', before.assessmentItems.join('、'), after.assessmentItems.join('、')),
    ...after.measures.filter((code) => before.measures.includes(code)).flatMap((code) => ownerChanges(from, to, code)),
  ];
}

function groupName({ framework }: BuiltVersion, { group }: Indicator): string | undefined {
  return framework.groups.find(({ code }) => code === group)?.name;
}

/** Owners to the cell; one line where all cells of a measure went from one unit to another. */
function ownerChanges(from: BuiltVersion, to: BuiltVersion, measure: string): AspectChange[] {
  const cells = new Map<string, { before?: string | null; after?: string | null }>();
  for (const cell of cellsOf(from.framework, measure)) {
    cells.set(formatDimensions(cell), { before: ownerOfCell(from.split, measure, cell) });
  }
  for (const cell of cellsOf(to.framework, measure)) {
    const text = formatDimensions(cell);
    cells.set(text, { ...cells.get(text), after: ownerOfCell(to.split, measure, cell) });
  }
  const changes = [...cells].flatMap(([cell, { before, after }]) =>
    changed('OWNER', before, after, cell === '' ? measure : `${measure} ${cell}`),
  );
  const moves = new Set(changes.map(({ before, after }) => `${before}\t${after}`));
  const [first] = changes;
  const isWhole = moves.size === 1 && changes.length === cells.size;
  return isWhole && first !== undefined ? [{ ...first, item: measure }] : changes;
}

/** Parameters by which a value is held against something; others only say how. */
const STANDARDS = /(^|\.)(floor|target|full|cap|zeroAt|fullAt|effortCap|effortFullChange|atLeast|score)$/;

function parameterChanges(before: object | undefined, after: object | undefined): AspectChange[] {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  const paths = [...new Set([...was.keys(), ...is.keys()])];
  return paths.flatMap((path) =>
    changed(STANDARDS.test(path) ? 'TARGET' : 'PARAMETER', was.get(path), is.get(path), path),
  );
}

function leavesOf(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map(value === undefined ? [] : [[path, String(value)]]);
  const entries = Object.entries(value).flatMap(([name, member]) => [
    ...leavesOf(member, path === '' ? name : `${path}.${name}`),
  ]);
  return new Map(entries);
}

function compareKpis(before: readonly Kpi[], after: readonly Kpi[]): KpiComparison[] {
  const was = new Map(before.map((kpi) => [kpi.code, kpi]));
  const is = new Map(after.map((kpi) => [kpi.code, kpi]));
  return [
    ...after.map((kpi): KpiComparison => {
      const earlier = was.get(kpi.code);
      const head = { code: kpi.code, name: kpi.nameZh };
      if (earlier === undefined) return { ...head, fate: 'ADDED', changes: [] };
      return { ...head, fate: 'CONTINUED', changes: kpiChanges(earlier, kpi) };
    }),
    ...before
      .filter(({ code }) => !is.has(code))
      .map(({ code, nameZh }): KpiComparison => ({ code, name: nameZh, fate: 'DROPPED', changes: [] })),
  ];
}

function kpiChanges(before: Kpi, after: Kpi): AspectChange[] {
  return [
    ...changed('NAME', before.nameZh, after.nameZh),
    ...changed('FORMULA', formulaText(before), formulaText(after)),
    ...changed('UNIT', before.unitOfMeasure, after.unitOfMeasure),
    ...changed('LEAD', before.responsibleUnit, after.responsibleUnit),
  ];
}

function formulaText({ formula }: Kpi): string {
  return [...leavesOf(formula)].map(([name, value]) => `${name}=${value}`).join('；');
}

function compareGrades(from: BuiltVersion, to: BuiltVersion): AspectChange[] {
  const was = new Map(from.model.bands.map(({ category, atLeast }) => [category, atLeast]));
  const is = new Map(to.model.bands.map(({ category, atLeast }) => [category, atLeast]));
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((category) =>
    changed('TARGET', was.get(category), is.get(category), category),
  );
}

/** Half of all differences: what one indicator lost another gained. */
function pointsMoved(from: BuiltVersion, to: BuiltVersion): string {
  const [was, is] = [weightsByKey(from), weightsByKey(to)];
  const zero = decimal(0);
  const all = [...new Set([...was.keys(), ...is.keys()])];
  const sum = all.reduce((total, key) => total.plus((is.get(key) ?? zero).minus(was.get(key) ?? zero).abs()), zero);
  return toDecimalString(sum.div(2));
}

function weightsByKey({ model }: BuiltVersion): Map<string, Decimal> {
  return new Map([...model.indicators.values()].map(({ key, weight }) => [key, decimal(weight)]));
}

function changed(
  aspect: ChangedAspect,
  was: string | null | undefined,
  is: string | null | undefined,
  item: string | null = null,
): AspectChange[] {
  const [before, after] = [was ?? null, is ?? null];
  if (before === after) return [];
  const points = aspect === 'WEIGHT' ? toDecimalString(decimal(after ?? 0).minus(before ?? 0)) : null;
  return points === '0' ? [] : [{ aspect, item, before, after, points }];
}
