import { z } from 'zod';
import type { Json } from '../primitives/canonical-json.ts';
import { calculateEvaluation } from '../scoring/calculate.ts';
import type { ScoringPlan } from '../scoring/prepare-scoring.ts';
import { indexValues, type InputValue, type Mark, type ScoringInput } from '../scoring/scoring-input.ts';
import { DefinitionReader } from './definition-leaves.ts';
import { DocumentReader } from './document-leaves.ts';
import { linesOf } from './file-lines.ts';
import { findDifference, type PlacedLeaf, type ReplayDifference } from './replay-difference.ts';
import { readLeaf } from './snapshot-format.ts';
import { resultLeaves } from './subject-leaves.ts';
import { fromTagged } from './tagged-json.ts';

/** What a replay came to. */
export type ReplayVerdict =
  | { readonly isSame: true; readonly subjects: number; readonly indicators: number; readonly header: Json }
  | { readonly isSame: false; readonly difference: ReplayDifference }
  /** The file could not be calculated with. */
  | { readonly isSame: false; readonly difference: null; readonly line: number; readonly reason: string };

/** Lines that vouch for others and say nothing themselves. */
const BESIDE = /^\["(#|blocks|seal)",/;

/**
 * Calculates every result of a snapshot anew from the inputs, the framework and the model it holds, and compares the bytes.
 * Reads the file once and holds one subject at a time. It says nothing about seal and hashes: that is `verifySnapshot`.
 */
export async function replay(path: string): Promise<ReplayVerdict> {
  const definition = new DefinitionReader();
  const count = { subjects: 0, indicators: 0 };
  let header: Json = null;
  let plan: ScoringPlan | null = null;
  let subject: SubjectReader | null = null;
  let line = 0;
  const close = (): ReplayDifference | null => {
    if (subject === null || plan === null) return null;
    count.subjects += 1;
    count.indicators += subject.indicators;
    return subject.compare(plan);
  };
  try {
    for await (const { number, bytes } of linesOf(path)) {
      line = number;
      const text = bytes.toString('utf8');
      if (BESIDE.test(text)) continue;
      const leaf = readLeaf(text);
      if (leaf === null) return unreadable(number, '不是快照的一行');
      if (leaf.section === 'header' && leaf.key === 'snapshot') header = leaf.content;
      if (leaf.section === 'definition') definition.add(leaf.key, leaf.content);
      if (leaf.section !== 'subject') continue;
      plan ??= definition.plan();
      if (plan === null) return unreadable(number, '指标体系、计分模型或责任分工不完整');
      const code = leaf.key.slice(0, leaf.key.indexOf('/'));
      if (subject === null || subject.code !== code) {
        const difference = close();
        if (difference !== null) return { isSame: false, difference };
        subject = new SubjectReader(code);
      }
      subject.add({ ...leaf, line: number });
    }
    const difference = close();
    return difference === null ? { isSame: true, ...count, header } : { isSame: false, difference };
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw error;
    return unreadable(line, error instanceof Error ? error.message : String(error));
  }
}

function unreadable(line: number, reason: string): ReplayVerdict {
  return { isSame: false, difference: null, line, reason };
}

const inputSchema = z.custom<InputValue>(
  (value) => z.looseObject({ id: z.string(), measure: z.string(), value: z.string(), receivedAt: z.date() }).safeParse(value).success,
);
const markSchema = z.custom<Mark>((value) => z.looseObject({ id: z.string(), mark: z.string() }).safeParse(value).success);
const factsSchema = z.custom<Omit<ScoringInput, 'plan' | 'values' | 'marks'>>((value) => typeof value === 'object' && value !== null);

/** Gathers the leaves of one subject. */
class SubjectReader {
  private readonly facts = new DocumentReader();
  private readonly values: InputValue[] = [];
  private readonly marks = new Map<string, Mark[]>();
  private readonly results: PlacedLeaf[] = [];

  constructor(readonly code: string) {}

  get indicators(): number {
    return this.results.filter(({ key }) => key.includes('/result/indicators/')).length;
  }

  add(leaf: PlacedLeaf): void {
    const path = leaf.key.slice(this.code.length + 1);
    const [kind, item = ''] = path.split('/');
    if (kind === 'facts') this.facts.add(path.slice('facts/'.length), leaf.content);
    if (kind === 'input') this.values.push(inputSchema.parse(fromTagged(leaf.content)));
    if (kind === 'result') this.results.push(leaf);
    if (kind !== 'mark') return;
    const list = this.marks.get(item) ?? [];
    list.push(markSchema.parse(fromTagged(leaf.content)));
    this.marks.set(item, list);
  }

  compare(plan: ScoringPlan): ReplayDifference | null {
    const facts = factsSchema.parse(this.facts.document());
    const result = calculateEvaluation({ ...facts, plan, values: indexValues(this.values), marks: this.marks });
    return findDifference(this.code, this.results, resultLeaves(this.code, result));
  }
}
