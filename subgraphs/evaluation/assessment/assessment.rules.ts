import type { Framework } from '../../../shared/catalogue/catalogue.ts';
import { decimal, isDecimalString } from '../../../shared/primitives/decimal.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import type { AssessmentItemPlace } from '../framework/framework-register.ts';
import type { AssessmentDraft } from './assessment.ts';
import { assessmentErrors } from './assessment.errors.ts';

/** What the rules know besides the draft; null where it was not found. */
export interface AssessmentContext {
  readonly isSubjectKnown: boolean;
  readonly framework: Framework | null;
  readonly place: AssessmentItemPlace | null;
  /** Unit of the caller where the caller is bound by it: an assessor speaks for no unit that leads the indicator. */
  readonly callerUnit: string | null;
}

type Rule = (draft: AssessmentDraft, context: AssessmentContext) => Issue | null;

const LONGEST_TEXT = 2_000;

const RULES: readonly Rule[] = [
  ({ subject }, { isSubjectKnown }) => (isSubjectKnown ? null : assessmentErrors.unknownSubject(subject)),
  ({ year }, { isSubjectKnown, framework }) =>
    isSubjectKnown && framework === null ? assessmentErrors.yearNotEvaluated(year) : null,
  ({ item }, { framework, place }) =>
    framework !== null && place === null ? assessmentErrors.unknownItem(item, framework.id) : null,
  ({ mark }) => (isMark(mark) ? null : assessmentErrors.markOutOfRange()),
  ({ source, item }, { place }) =>
    place === null || place.item.judgedBy.includes(source) ? null : assessmentErrors.sourceNotEntitled(item),
  bodyRule,
  ({ source, body }, { place }) => {
    const namedBody = place?.item.namedBody ?? null;
    return source === 'named-body' && namedBody !== null && body !== namedBody
      ? assessmentErrors.bodyNotNamed(namedBody)
      : null;
  },
  ({ body }) => (isText(body) ? null : assessmentErrors.textMissing('body')),
  ({ reason }) => (isText(reason) ? null : assessmentErrors.textMissing('reason')),
];

/** Everything that speaks against recording the assessment; empty when nothing does. */
export function checkAssessment(draft: AssessmentDraft, context: AssessmentContext): Issue[] {
  return RULES.map((rule) => rule(draft, context)).filter((issue) => issue !== null);
}

function bodyRule({ body }: AssessmentDraft, { place, callerUnit }: AssessmentContext): Issue | null {
  if (place === null) return null;
  const barred = [place.item.notBy, place.responsibility?.lead];
  if (barred.includes(body.trim())) return assessmentErrors.bodyIsLeadUnit(body);
  return callerUnit !== null && barred.includes(callerUnit) ? assessmentErrors.bodyIsLeadUnit(callerUnit) : null;
}

function isMark(text: string): boolean {
  if (!isDecimalString(text)) return false;
  const mark = decimal(text);
  return mark.gte(0) && mark.lte(100) && mark.decimalPlaces() <= 2;
}

function isText(text: string): boolean {
  return text.trim() !== '' && text.length <= LONGEST_TEXT;
}
