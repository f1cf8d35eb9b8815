/** One thing in two results of an evaluation; null where it may not be seen or is not there. */
export interface BeforeAfter<Value> {
  readonly before: Value | null;
  readonly after: Value | null;
}

/** One of many things of an evaluation that differs in two results. */
export interface Changed<Value> extends BeforeAfter<Value> {
  /** Code of what changes: indicator, pillar, member unit, KPI. */
  readonly code: string;
}
