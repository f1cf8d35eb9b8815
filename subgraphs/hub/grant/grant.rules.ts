import type { Issue } from '../../../shared/primitives/issue.ts';
import { addDays } from '../../../shared/primitives/calendar-day.ts';
import { grantErrors } from './grant.errors.ts';
import type { GrantReader } from './grant.ts';

/** A request for a grant, unchecked. */
export interface GrantRequest {
  readonly reader: {
    readonly subject: string | null;
    readonly memberUnit: string | null;
    readonly isPublic: boolean;
  };
  readonly measures: readonly string[] | null;
  readonly purpose: string;
  readonly expiresOn: string;
}

export interface GrantSurroundings {
  readonly ownerUnit: string;
  readonly memberUnits: ReadonlySet<string>;
  readonly measures: ReadonlySet<string>;
  readonly isSensitive: (measure: string) => boolean;
  /** Today in Asia/Shanghai. */
  readonly today: string;
}

/** A grant is renewed at least every three years. */
const LONGEST_DAYS = 1_096;

type GrantRule = (request: GrantRequest, around: GrantSurroundings) => Issue[];

const GRANT_RULES: readonly GrantRule[] = [
  ({ reader }) => (readerOf(reader) === null ? [grantErrors.readerUnclear()] : []),
  ({ reader: { memberUnit } }, { memberUnits }) =>
    memberUnit !== null && !memberUnits.has(memberUnit) ? [grantErrors.readerUnknown(memberUnit)] : [],
  ({ reader: { memberUnit } }, { ownerUnit }) => (memberUnit === ownerUnit ? [grantErrors.readerIsOwner()] : []),
  ({ purpose }) => (purpose.trim() === '' ? [grantErrors.purposeMissing()] : []),
  ({ measures }) => (measures?.length === 0 ? [grantErrors.measuresEmpty()] : []),
  (request, { measures }) =>
    (request.measures ?? []).filter((code) => !measures.has(code)).map(grantErrors.measureUnknown),
  (request, { isSensitive }) => (request.measures ?? []).filter(isSensitive).map(grantErrors.measureSensitive),
  ({ expiresOn }, { today }) => {
    const latest = addDays(today, LONGEST_DAYS);
    return expiresOn >= today && expiresOn <= latest ? [] : [grantErrors.expiryOutOfRange(latest)];
  },
];

/** Everything that is wrong with a request; empty when it can be granted. */
export function checkGrantRequest(request: GrantRequest, around: GrantSurroundings): Issue[] {
  return GRANT_RULES.flatMap((rule) => rule(request, around));
}

/** The one reader a request names; null when it names none or several. */
export function readerOf({ subject, memberUnit, isPublic }: GrantRequest['reader']): GrantReader | null {
  const named = subject !== null && subject.trim() !== '';
  if ([named, memberUnit !== null, isPublic].filter(Boolean).length !== 1) return null;
  if (isPublic) return { kind: 'PUBLIC', code: null };
  if (memberUnit !== null) return { kind: 'UNIT', code: memberUnit };
  return subject === null ? null : { kind: 'SUBJECT', code: subject };
}
