import type { EntityManager } from 'typeorm';
import { definitionLeaves } from '../../../shared/archive/definition-leaves.ts';
import { documentLeaves, numbered } from '../../../shared/archive/document-leaves.ts';
import { type Leaf, SNAPSHOT_FORMAT } from '../../../shared/archive/snapshot-format.ts';
import { type SubjectContent, subjectLeaves } from '../../../shared/archive/subject-leaves.ts';
import { calculateEvaluation } from '../../../shared/scoring/calculate.ts';
import { CALCULATION_VERSION } from '../../../shared/scoring/calculation-version.ts';
import type { EvaluationResult } from '../../../shared/scoring/evaluation-result.ts';
import type { ScoringPlan } from '../../../shared/scoring/compile/prepare-scoring.ts';
import { toScoringInput } from '../result/recalculation/to-scoring-input.ts';
import type { YearCalculator, YearFacts } from '../result/recalculation/year-calculator.ts';
import type { RoundParticipant } from '../round/participant.ts';
import type { Round } from '../round/round.ts';
import { roundDossier } from '../round/round-dossier.repository.ts';
import type { Archive } from './archive.ts';
import { listValueLocks } from './value-lock.repository.ts';

/** What is sealed, and with what it is read and calculated. */
export interface SnapshotSource {
  readonly manager: EntityManager;
  readonly calculator: YearCalculator;
  readonly round: Round;
  readonly archive: Archive;
  readonly participants: readonly RoundParticipant[];
  readonly plan: ScoringPlan;
  /** Documents that are kept beside framework, split and model. */
  readonly beside: Readonly<Record<string, object>>;
  /** Is told every result. */
  readonly onResult: (subject: string, result: EvaluationResult) => void;
}

/** Subjects read and calculated together. */
const BATCH = 25;
const LOCK_PAGE = 1_000;

/** Every leaf of a round's snapshot, in the order of the file. The same round gives the same leaves, whenever it is read. */
export async function* snapshotLeaves(source: SnapshotSource): AsyncGenerator<Leaf> {
  const { manager, round, participants, plan, beside } = source;
  yield { section: 'header', key: 'snapshot', content: headerOf(source) };
  yield* definitionLeaves(plan.setup, beside);
  for (const { position, ...participant } of participants)
    yield { section: 'participant', key: numbered(position), content: { ...participant } };
  yield* lockLeaves(manager, round.code);
  const dossier = await roundDossier(manager, round.code);
  if (dossier !== null) yield* documentLeaves('dossier', 'round', dossier);
  const subjects = [...new Set(participants.map(({ subject }) => subject))].sort((a, b) => (a < b ? -1 : 1));
  for (let from = 0; from < subjects.length; from += BATCH)
    yield* leavesOfSubjects(source, subjects.slice(from, from + BATCH));
}

function headerOf({ round, archive, calculator }: SnapshotSource): Leaf['content'] {
  const { code, framework, year, edition, supersedes, justification, isDemo } = round;
  return {
    ...{ format: SNAPSHOT_FORMAT, round: code, framework, year, edition, supersedes, justification, isDemo },
    calculation: CALCULATION_VERSION,
    model: calculator.modelText(framework),
    requestedAt: archive.requestedAt.toISOString(),
    reason: archive.reason,
  };
}

async function* lockLeaves(manager: EntityManager, round: string): AsyncGenerator<Leaf> {
  for (let after: { subject: string; department: string } | null = null; ; ) {
    const locks = await listValueLocks(manager, round, { after, limit: LOCK_PAGE });
    for (const { subject, department, receipt } of locks)
      yield { section: 'lock', key: `${subject}/${department}`, content: { ...receipt } };
    const last = locks.at(-1);
    if (last === undefined || locks.length < LOCK_PAGE) return;
    after = { subject: last.subject, department: last.department };
  }
}

async function* leavesOfSubjects(source: SnapshotSource, subjects: readonly string[]): AsyncGenerator<Leaf> {
  const { manager, calculator, round, plan, onResult } = source;
  const known = await calculator.loadAll(manager, round.year, subjects);
  for (const subject of subjects) {
    const facts = known.get(subject)?.find((each) => each.plan.setup.framework.id === round.framework);
    if (facts === undefined) throw new Error(`${subject} is not judged by ${round.framework} in ${round.year}`);
    const content = contentOf(calculator, { ...facts, plan });
    onResult(subject, content.result);
    yield* subjectLeaves(content);
  }
}

function contentOf(calculator: YearCalculator, facts: YearFacts): SubjectContent {
  const { pair, plan, inputs, assessments, pending, peerGroups } = facts;
  const { observations } = inputs;
  const input = { ...toScoringInput(plan, { observations, assessments, pending, peerGroups }), withTrace: true };
  const derived = inputs.derived.map(({ observation }) => observation);
  return {
    subject: pair.subject,
    input,
    sources: new Map(observations.map(({ id, department, stage, isDemo }) => [id, { department, stage, isDemo }])),
    result: calculateEvaluation(input),
    kpis: calculator.evaluate(facts, derived).header.kpis,
  };
}
