/** Changes when the arithmetic does: results of an older program are made anew, and a replay tells with which it was sealed. */
export const CALCULATION_VERSION = '2';
