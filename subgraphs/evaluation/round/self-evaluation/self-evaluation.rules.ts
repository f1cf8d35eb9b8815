import type { Issue } from '../../../../shared/primitives/issue.ts';
import { parseGrade } from '../decision/grade-word.ts';
import { isText } from '../round.errors.ts';
import type { SelfEvaluation, SelfEvaluationDraft } from './self-evaluation.ts';
import { selfEvaluationErrors } from './self-evaluation.errors.ts';

const PERSONAL_NUMBER = /\d{7,}/;
/** Signs by which people list several names. */
const SEVERAL = /[、；;/\n]|[,，].*[,，]|和.+、/;
const LONGEST_PERSON = 100;

/** Everything that speaks against a draft. */
export function checkDraft(draft: SelfEvaluationDraft, ownIndicators: readonly string[]): Issue[] {
  const { selfGrade, answerablePerson, narratives } = draft;
  const issues: Issue[] = [];
  if (selfGrade !== null && parseGrade(selfGrade) === null) issues.push(selfEvaluationErrors.gradeUnknown(selfGrade));
  if (answerablePerson !== null) issues.push(...checkPerson(answerablePerson));
  const seen = new Set<string>();
  for (const { indicator, text } of narratives ?? []) {
    if (!ownIndicators.includes(indicator) || seen.has(indicator)) {
      issues.push(selfEvaluationErrors.narrativeNotOwn(indicator));
    } else if (!isText(text)) issues.push(selfEvaluationErrors.narrativeText(indicator));
    seen.add(indicator);
  }
  return issues;
}

/** Everything that is missing before a self-evaluation may be sent: report and grade never go alone. */
export function checkSending(
  {
    selfGrade,
    report,
    answerablePerson,
    narratives,
  }: Pick<SelfEvaluation, 'selfGrade' | 'report' | 'answerablePerson' | 'narratives'>,
  requiredIndicators: readonly string[],
): Issue[] {
  const issues: Issue[] = [];
  if (selfGrade === null) issues.push(selfEvaluationErrors.gradeMissing());
  if (report === null) issues.push(selfEvaluationErrors.reportMissing());
  if (answerablePerson === null) issues.push(selfEvaluationErrors.personMissing());
  const missing = requiredIndicators.filter((key) => !narratives.some(({ indicator }) => indicator === key));
  if (missing.length > 0) issues.push(selfEvaluationErrors.narrativesMissing(missing));
  return issues;
}

function checkPerson(person: string): Issue[] {
  if (PERSONAL_NUMBER.test(person)) return [selfEvaluationErrors.personalNumber()];
  const isOne = person.trim() !== '' && person.length <= LONGEST_PERSON && !SEVERAL.test(person);
  return isOne ? [] : [selfEvaluationErrors.severalPersons()];
}
