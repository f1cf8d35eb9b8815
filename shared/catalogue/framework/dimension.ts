export interface DimensionCode {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** 分组(维度). Sums over its values are meaningful only where `partition` is true. */
export interface Dimension {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly partition: boolean;
  readonly values: readonly DimensionCode[];
}
