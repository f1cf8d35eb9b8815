/**
 * How closely data is held (数据分级). A value carries exactly one class; the permission table says which role
 * may see which class of its own unit and of others.
 */
export const DATA_CLASSES = [
  /** Anyone with a token: names of units, frameworks, what was circulated or released. */
  'public',
  /** Accepted figures: the owner, the lead office, and those the owner has granted reading to. */
  'internal',
  /** Results before circulation (通报前): the lead office, and a unit's own. */
  'before-circulation',
  /** Official statistics before their release date: the owner and the lead office. */
  'statistics-before-release',
  /** Personal or stability matters, tokens, audit: by role only, never by grant. */
  'sensitive',
] as const;

export type DataClass = (typeof DATA_CLASSES)[number];
