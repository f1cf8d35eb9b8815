/** A department whose change feed the worker follows. */
export interface FollowedDepartment {
  /** Name of its service; begins the ids of its observations. */
  readonly service: string;
  /** Prefix of its types in the graph. */
  readonly typePrefix: string;
  /** Prefix of its root fields in the graph. */
  readonly fieldPrefix: string;
  /** Short Chinese name, as in the descriptions of its own types. */
  readonly label: string;
}

/** The departments of the graph. A new department is one more line here. */
export const FOLLOWED_DEPARTMENTS: readonly FollowedDepartment[] = [
  { service: 'hrss', typePrefix: 'Hrss', fieldPrefix: 'hrss', label: '人社' },
  { service: 'sasac', typePrefix: 'Sasac', fieldPrefix: 'sasac', label: '国资' },
  { service: 'education', typePrefix: 'Education', fieldPrefix: 'education', label: '教育' },
  { service: 'union', typePrefix: 'TradeUnion', fieldPrefix: 'tradeUnion', label: '工会' },
];

/** Stands in the place of a department for values that are derived here, from parts of several departments. */
export const DERIVED_HERE = 'evaluation';
