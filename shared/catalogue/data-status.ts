/** Where a piece of the catalogue comes from: `official` is verbatim, `derived` is ours and can be replaced by a file. */
export type DataStatus = 'official' | 'derived';
