/** Stable codes of what can be wrong with a catalogue that was read. */
export type CatalogueFaultCode =
  | 'LEVEL_COUNT'
  | 'DUPLICATE_CODE'
  | 'DUPLICATE_KEY'
  | 'EMPTY_INDICATOR'
  | 'UNKNOWN_FRAMEWORK'
  | 'UNKNOWN_PILLAR'
  | 'UNKNOWN_GROUP'
  | 'UNKNOWN_INDICATOR'
  | 'UNKNOWN_MEASURE'
  | 'UNKNOWN_ASSESSMENT_ITEM'
  | 'UNKNOWN_DIMENSION'
  | 'UNKNOWN_DIMENSION_VALUE'
  | 'UNKNOWN_UNIT_OF_MEASURE'
  | 'UNKNOWN_UNIT'
  | 'UNKNOWN_SUBGRAPH'
  | 'HOST_MISMATCH'
  | 'KEY_CHANGED'
  | 'YEAR_CLASH'
  | 'DERIVATION_MISSING'
  | 'DERIVATION_CYCLE'
  | 'DERIVATION_DIMENSIONS'
  | 'SPLIT_MISSING'
  | 'INDICATOR_NOT_LED'
  | 'LEAD_SUPPORTS_ITSELF'
  | 'MEASURE_NOT_OWNED'
  | 'MEASURE_OWNED_ELSEWHERE'
  | 'CELL_NOT_OWNED'
  | 'OWNER_OUTSIDE_SPLIT'
  | 'JUDGED_BY_LEAD'
  | 'JUDGE_MISSING'
  | 'SCORING_MISSING'
  | 'UNKNOWN_PEER_GROUP'
  | 'PEER_GROUP_DATES'
  | 'WEIGHT_SUM'
  | 'WEIGHT_ORDER'
  | 'WEIGHT_LIMIT'
  | 'PILLAR_CHANGED'
  | 'PARAMETERS_INVALID'
  | 'PARAMETERS_INCOMPLETE'
  | 'ITEM_NEVER_MARKED'
  | 'SOURCE_TWICE'
  | 'SOURCE_WEIGHT'
  | 'SOURCE_NEVER_COUNTED'
  | 'RUBRIC_LEVEL_TWICE'
  | 'RUBRIC_LEVEL_ORDER'
  | 'RUBRIC_LEVEL_SCORE'
  | 'RUBRIC_LEVEL_GAP'
  | 'REVIEWERS'
  | 'KPI_FORMULA'
  | 'THRESHOLD_INVALID'
  | 'THRESHOLD_MISPLACED'
  | 'RELEASE_DAY_MISSING'
  | 'RELEASE_MISPLACED'
  | 'RELEASE_ORDER';

/** One fault of the catalogue. */
export interface CatalogueFault {
  readonly code: CatalogueFaultCode;
  /** Chinese, for the statistician. */
  readonly message: string;
  /** Framework and row, as one would look for them. */
  readonly where: string;
}

/** Makes faults of one place. */
export function faultsAt(where: string, faults: CatalogueFault[]): (code: CatalogueFaultCode, message: string) => void {
  return (code, message) => {
    faults.push({ code, message, where });
  };
}

/** Values that come more than once. */
export function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
