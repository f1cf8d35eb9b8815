import { z } from 'zod';
import type { Json } from '../primitives/canonical-json.ts';
import { calculateEvaluation } from '../scoring/calculate.ts';
import type { ScoringPlan } from '../scoring/compile/prepare-scoring.ts';
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
  const replayer = new Replayer();
  let line = 0;
  try {
    for await (const { number, bytes } of linesOf(path)) {
      line = number;
      const text = bytes.toString('utf8');
      if (BESIDE.test(text)) continue;
      const leaf = readLeaf(text);
      if (leaf === null) return unreadable(number, '不是快照的一行');
      const difference = replayer.take({ ...leaf, text, line: number });
      if (difference !== null) return { isSame: false, difference };
    }
    return replayer.finish();
  } catch (error) {
    // Of the file system; everything else is a file that says what cannot be.
    if (error instanceof Error && 'code' in error) throw error;
    return unreadable(line, error instanceof Error ? error.message : String(error));
  }
}

class Replayer {
  private readonly definition = new DefinitionReader();
  private header: Json = null;
  private plan: ScoringPlan | null = null;
  private subject: SubjectReader | null = null;
  private subjects = 0;
  private indicators = 0;

  /** The difference of the subject before, where the leaf is the first of another. */
  take(leaf: PlacedLeaf): ReplayDifference | null {
    const { section, key, content } = leaf;
    if (section === 'header') this.header = content;
    if (section === 'definition') this.definition.add(key, content);
    if (section !== 'subject') return null;
    this.plan ??= this.definition.plan();
    const code = key.slice(0, key.indexOf('/'));
    const isNext = this.subject?.code !== code;
    const difference = isNext ? this.close() : null;
    if (isNext) this.subject = new SubjectReader(code);
    this.subject?.add(leaf);
    return difference;
  }

  finish(): ReplayVerdict {
    const difference = this.close();
    const { subjects, indicators, header } = this;
    return difference === null ? { isSame: true, subjects, indicators, header } : { isSame: false, difference };
  }

  private close(): ReplayDifference | null {
    if (this.subject === null) return null;
    if (this.plan === null) throw new Error('指标体系、计分模型或责任分工不完整');
    this.subjects += 1;
    this.indicators += this.subject.indicators;
    return this.subject.compare(this.plan);
  }
}

function unreadable(line: number, reason: string): ReplayVerdict {
  return { isSame: false, difference: null, line, reason };
}

const inputSchema = z.custom<InputValue>(
  (value) =>
    z.looseObject({ id: z.string(), measure: z.string(), value: z.string(), receivedAt: z.date() }).safeParse(value)
      .success,
);
const markSchema = z.custom<Mark>(
  (value) => z.looseObject({ id: z.string(), mark: z.string() }).safeParse(value).success,
);
const factsSchema = z.custom<Omit<ScoringInput, 'plan' | 'values' | 'marks'>>(
  (value) => typeof value === 'object' && value !== null,
);

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
