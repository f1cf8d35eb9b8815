import type { Framework } from '../../../shared/catalogue/framework/framework.ts';
import type { Rubric } from '../../../shared/catalogue/scoring-model/rubric.ts';
import { decimal, isDecimalString } from '../../../shared/primitives/decimal.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import type { AssessmentItemPlace } from '../framework/framework-register.ts';
import type { AssessmentDraft, AssessmentPlace, Judgement } from './assessment.ts';
import { assessmentErrors } from './assessment.errors.ts';

/** What the rules know besides the draft; null where it was not found. */
export interface AssessmentContext {
  readonly isSubjectKnown: boolean;
  readonly framework: Framework | null;
  readonly place: AssessmentItemPlace | null;
  /** Null where the model states no levels for the item. */
  readonly rubric: Rubric | null;
  /** Unit of the caller where the caller is bound by it: an assessor speaks for no unit that leads the indicator. */
  readonly callerUnit: string | null;
}

type Check<T> = (given: T, context: AssessmentContext) => Issue | null;

const LONGEST_TEXT = 2_000;

const PLACE_RULES: readonly Check<AssessmentPlace>[] = [
  ({ subject }, { isSubjectKnown }) => (isSubjectKnown ? null : assessmentErrors.unknownSubject(subject)),
  ({ year }, { isSubjectKnown, framework }) =>
    isSubjectKnown && framework === null ? assessmentErrors.yearNotEvaluated(year) : null,
  ({ item }, { framework, place }) =>
    framework !== null && place === null ? assessmentErrors.unknownItem(item, framework.id) : null,
  ({ source, item }, { place }) =>
    place === null || place.item.judgedBy.includes(source) ? null : assessmentErrors.sourceNotEntitled(item),
];

type Speaker = Pick<AssessmentDraft, 'source' | 'body'>;

const BODY_RULES: readonly Check<Speaker>[] = [
  ({ body }, { place, callerUnit }) => {
    if (place === null) return null;
    const barred = [place.item.notBy, place.responsibility?.lead];
    if (barred.includes(body.trim())) return assessmentErrors.bodyIsLeadUnit(body);
    return callerUnit !== null && barred.includes(callerUnit) ? assessmentErrors.bodyIsLeadUnit(callerUnit) : null;
  },
  ({ source, body }, { place }) => {
    const namedBody = place?.item.namedBody ?? null;
    return source === 'named-body' && namedBody !== null && body !== namedBody
      ? assessmentErrors.bodyNotNamed(namedBody)
      : null;
  },
  ({ body }) => (isText(body) ? null : assessmentErrors.textMissing('body')),
];

const JUDGEMENT_RULES: readonly Check<Judgement>[] = [
  ({ mark }) => (isMark(mark) ? null : assessmentErrors.markOutOfRange()),
  ({ level, mark }, { rubric, place }) => {
    if (level === null || place === null) return null;
    const chosen = rubric?.levels.find(({ code }) => code === level);
    if (chosen === undefined) return assessmentErrors.unknownLevel(level);
    const isInside = !isMark(mark) || (decimal(mark).gte(chosen.from) && decimal(mark).lte(chosen.to));
    return isInside ? null : assessmentErrors.markOutsideLevel(chosen.name, chosen.from, chosen.to);
  },
  ({ reason }) => (isText(reason) ? null : assessmentErrors.textMissing('reason')),
];

/** Everything that speaks against recording the assessment; empty when nothing does. */
export function checkAssessment(draft: AssessmentDraft, context: AssessmentContext): Issue[] {
  return [...checkPlace(draft, context), ...checkBody(draft, context), ...checkJudgement(draft, context)];
}

/** Whether the item of the subject and year may be judged in this voice at all. */
export function checkPlace(place: AssessmentPlace, context: AssessmentContext): Issue[] {
  return run(PLACE_RULES, place, context);
}

/** Whether the body may speak: never the unit that leads the indicator (产改字〔2022〕1号 四（十一） 公平、公正). */
export function checkBody(speaker: Speaker, context: AssessmentContext): Issue[] {
  return run(BODY_RULES, speaker, context);
}

/** Whether mark, level and reason fit one another and the rubric. */
export function checkJudgement(judgement: Judgement, context: AssessmentContext): Issue[] {
  return run(JUDGEMENT_RULES, judgement, context);
}

function run<T>(rules: readonly Check<T>[], given: T, context: AssessmentContext): Issue[] {
  return rules.map((rule) => rule(given, context)).filter((issue) => issue !== null);
}

function isMark(text: string): boolean {
  if (!isDecimalString(text)) return false;
  const mark = decimal(text);
  return mark.gte(0) && mark.lte(100) && mark.decimalPlaces() <= 2;
}

function isText(text: string): boolean {
  return text.trim() !== '' && text.length <= LONGEST_TEXT;
}
