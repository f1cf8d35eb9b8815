import type { CatalogueFault, CatalogueFaultCode } from '../checks/catalogue-fault.ts';
import { SINGLE_VALUES } from './layout.ts';
import type { Place, Places } from './places.ts';

/** Where a check's fault is looked for: in the first of these rows that the workbook has. */
interface Spot {
  readonly sheet: string;
  readonly code: string;
  readonly field: string;
}

const AT_START: Place = { sheet: SINGLE_VALUES, cell: 'A1', code: null };

/** The cell in which the fault of a check is to be mended, by the place and the words of the fault. */
export function placeOfFault(fault: CatalogueFault, places: Places): Place {
  for (const { sheet, code, field } of spotsOf(fault)) {
    const place = places.ofRow(sheet, code, field);
    if (place !== null) return place;
  }
  const single = SINGLES_BY_CODE[fault.code];
  return (single === undefined ? null : places.of(single.split('.'))) ?? AT_START;
}

const SINGLES_BY_CODE: Partial<Record<CatalogueFaultCode, string>> = {
  LEVEL_COUNT: 'framework.statedCounts.indicators',
  UNKNOWN_FRAMEWORK: 'framework.basedOn',
};

/** Sheets in which a kind of place is a row, in the order in which they are looked at. */
function spotsOf({ code, where, message }: CatalogueFault): Spot[] {
  const level = /(一级指标|二级指标|三级指标)(\d+)?权重/.exec(message);
  if (code === 'WEIGHT_SUM' && level?.[2] !== undefined) {
    return [{ sheet: level[1] === '一级指标' ? '一级权重' : '二级权重', code: level[2], field: 'weight' }];
  }
  const indicator = /第(\d+)项$/.exec(where)?.[1] ?? (WEIGHING.has(code) ? /^第(\d+)项/.exec(message)?.[1] : undefined);
  if (indicator !== undefined) return indicatorSpots(code, where, message, indicator);
  const variant = / 变体 (\S+)$/.exec(where)?.[1];
  if (variant !== undefined) return [{ sheet: '变体', code: variant, field: 'overrides' }];
  return ROWS.flatMap(({ pattern, sheets, unit = 'lead' }) => {
    const row =
      pattern.exec(where)?.[1] ??
      (code === 'ITEM_NEVER_MARKED' ? pattern.exec(`评价要点 ${lastWord(message)}`)?.[1] : undefined);
    const field = code === 'UNKNOWN_UNIT' ? unit : (FIELDS[code] ?? '');
    return row === undefined ? [] : sheets(code).map((sheet) => ({ sheet, code: row, field }));
  });
}

const WEIGHING: ReadonlySet<CatalogueFaultCode> = new Set(['WEIGHT_LIMIT', 'WEIGHT_ORDER']);
const SPLIT: ReadonlySet<CatalogueFaultCode> = new Set(['INDICATOR_NOT_LED', 'LEAD_SUPPORTS_ITSELF', 'UNKNOWN_UNIT']);

function indicatorSpots(code: CatalogueFaultCode, where: string, message: string, row: string): Spot[] {
  const field = FIELDS[code] ?? '';
  const isScoring = where.startsWith('scoring') || WEIGHING.has(code) || SCORING.has(code);
  const first = SPLIT.has(code) || message.includes('责任分工') ? '责任分工' : isScoring ? '评分办法' : '指标';
  return [first, '指标'].map((sheet) => ({ sheet, code: row, field }));
}

const SCORING: ReadonlySet<CatalogueFaultCode> = new Set([
  'PARAMETERS_INVALID',
  'PARAMETERS_INCOMPLETE',
  'SCORING_MISSING',
]);
const OWNING: ReadonlySet<CatalogueFaultCode> = new Set([
  'MEASURE_NOT_OWNED',
  'MEASURE_OWNED_ELSEWHERE',
  'OWNER_OUTSIDE_SPLIT',
  'CELL_NOT_OWNED',
  'UNKNOWN_UNIT',
]);

interface RowKind {
  readonly pattern: RegExp;
  readonly sheets: (code: CatalogueFaultCode) => string[];
  /** The column that names a unit. */
  readonly unit?: string;
}

const ROWS: readonly RowKind[] = [
  {
    pattern: / 数据项 (\S+)$/,
    sheets: (code) => (OWNING.has(code) ? ['责任单位', '数据项'] : ['数据项', '责任单位']),
    unit: 'owner',
  },
  { pattern: /评价要点 (\S+)$/, sheets: () => ['评价要点'], unit: 'namedBody' },
  { pattern: /^KPI ([^（\s]+)/, sheets: () => ['关键绩效指标'], unit: 'responsibleUnit' },
  { pattern: / 二级指标(\d+)$/, sheets: () => ['二级指标'] },
  { pattern: / 一级指标(\d+)$/, sheets: () => ['一级指标'] },
  { pattern: / 分组 (\S+)$/, sheets: () => ['分组'] },
];

/** The column in which a fault is mended. */
const FIELDS: Partial<Record<CatalogueFaultCode, string>> = {
  UNKNOWN_UNIT_OF_MEASURE: 'unitOfMeasure',
  UNKNOWN_DIMENSION: 'dimensions',
  UNKNOWN_DIMENSION_VALUE: 'byDimension.owners',
  DERIVATION_MISSING: 'derivation',
  DERIVATION_CYCLE: 'derivation',
  DERIVATION_DIMENSIONS: 'derivation',
  UNKNOWN_PILLAR: 'pillar',
  UNKNOWN_GROUP: 'group',
  PILLAR_CHANGED: 'name',
  KEY_CHANGED: 'key',
  DUPLICATE_KEY: 'key',
  DUPLICATE_CODE: 'code',
  UNKNOWN_INDICATOR: 'nationalCode',
  INDICATOR_NOT_LED: 'lead',
  LEAD_SUPPORTS_ITSELF: 'support',
  UNKNOWN_UNIT: 'lead',
  MEASURE_NOT_OWNED: 'owner',
  MEASURE_OWNED_ELSEWHERE: 'owner',
  OWNER_OUTSIDE_SPLIT: 'owner',
  CELL_NOT_OWNED: 'byDimension.owners',
  JUDGED_BY_LEAD: 'notBy',
  JUDGE_MISSING: 'judgedBy',
  WEIGHT_LIMIT: 'weight',
  WEIGHT_ORDER: 'weight',
  SCORING_MISSING: 'method',
  KPI_FORMULA: 'formula.op',
  RELEASE_DAY_MISSING: 'releaseLag.source',
};

function lastWord(message: string): string {
  return message.split('：').at(-1) ?? '';
}
