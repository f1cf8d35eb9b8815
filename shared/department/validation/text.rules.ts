import type { ResolvedRow } from './row.ts';
import { type Finding, rowErrors } from './row.errors.ts';
import { findPersonalDatum, hasSecrecyMark } from './sensitive-text.ts';

const EXPLANATION_LIMIT = 1000;

export function checkExplanationLength({ input }: ResolvedRow): Finding | null {
  return (input.explanation?.length ?? 0) > EXPLANATION_LIMIT
    ? rowErrors.textTooLong('explanation', EXPLANATION_LIMIT)
    : null;
}

/** Refuses what looks like personal data, without telling it again. */
export function checkPersonalData(field: 'value' | 'explanation'): (row: ResolvedRow) => Finding | null {
  return ({ input }) => {
    const text = input[field];
    const kind = text === null || text.length < SHORTEST ? null : findPersonalDatum(text);
    return kind === null ? null : rowErrors.personalData(field, kind);
  };
}

/** Refuses texts with a mark of secrecy: what is secret must not be here. */
export function checkSecrecy(field: 'value' | 'explanation'): (row: ResolvedRow) => Finding | null {
  return ({ input }) => {
    const text = input[field];
    return text !== null && !isAscii(text) && hasSecrecyMark(text) ? rowErrors.secrecyMark(field) : null;
  };
}

/** Length of the shortest mail address; every number looked for is longer. */
const SHORTEST = 6;

/** Marks of secrecy are Chinese; most texts are plain figures. */
function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
