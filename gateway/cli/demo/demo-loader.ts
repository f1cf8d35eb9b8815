import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import type { GraphqlClient } from '../graphql-client.ts';

import type { DemoAssessment } from './assessments.ts';
import type { DemoSet } from './demo-set.ts';
import { planPublications, type PlannedPublication } from './publication-plan.ts';
import { inBatches, publishBatch } from './publish-batch.ts';
import { runLimited } from './run-limited.ts';

export interface DemoLoaderOptions {
  readonly catalogue: Catalogue;
  /** A client that speaks for a unit, or for the assessor. */
  readonly clientOf: (who: string) => GraphqlClient;
  readonly say: (text: string) => void;
  readonly today: string;
  /** How long the evaluation may take to catch up. */
  readonly catchUpMs: number;
}

/** Calls under way at once in one department: one is stored while the next is checked; more would only wait. */
const CONCURRENCY = 2;

/** Loads a part of the demo through the public ways in: every unit publishes for itself, an assessor judges. */
export class DemoLoader {
  private readonly options: DemoLoaderOptions;
  /** Last feed position of each department, as its answers told. */
  private readonly positions = new Map<string, bigint>();

  constructor(options: DemoLoaderOptions) {
    this.options = options;
  }

  async load(set: DemoSet): Promise<void> {
    const publications = planPublications(set.observations, {
      ...{ label: set.label, today: this.options.today },
      ...(set.rows !== undefined && { rows: set.rows }),
    });
    // Nobody's act needs another's: the evaluation is judged while departments report.
    await Promise.all([
      ...[...this.bySubgraph(publications)].map(([subgraph, part]) => this.publishAll(subgraph, part)),
      runLimited(inBatches(set.assessments, ASSESSMENTS), CONCURRENCY, (batch) => this.assess(batch)),
    ]);
    this.options.say(`${set.observations.length} values in ${publications.length} publications`);
    this.options.say(`${set.assessments.length} assessments`);
    await this.waitUntilIngested();
  }

  private bySubgraph(publications: readonly PlannedPublication[]): Map<string, PlannedPublication[]> {
    const parts = new Map<string, PlannedPublication[]>();
    for (const publication of publications) {
      const subgraph = this.options.catalogue.memberUnits.get(publication.unit)?.subgraph;
      if (subgraph === undefined) throw new Error(`no member unit ${publication.unit}`);
      const part = parts.get(subgraph) ?? [];
      part.push(publication);
      parts.set(subgraph, part);
    }
    return parts;
  }

  private publishAll(subgraph: string, publications: readonly PlannedPublication[]): Promise<void> {
    return runLimited(publications, CONCURRENCY, (publication) => this.publish(subgraph, publication));
  }

  private async publish(
    subgraph: string,
    { unit, idempotencyKey, reportedOn, rows }: PlannedPublication,
  ): Promise<void> {
    const input = {
      idempotencyKey,
      onBehalfOf: unit,
      mode: 'ATOMIC' as const,
      isDemo: true,
      reportedOn,
      observations: rows,
    };
    const answer = await retry(() => publishBatch(this.options.clientOf(unit), subgraph, input));
    if (!answer.ok) throw new Error(`${idempotencyKey}: ${answer.error.code} ${answer.error.message}`);
    const { publication, errors } = answer.value;
    if (publication === null) {
      const findings = errors.slice(0, 5).map(({ row, code, message }) => {
        const { measure, period } = rows[(row ?? 0) - 1] ?? {};
        return `  row ${row} ${measure ?? ''} ${period ?? ''}: ${code} ${message}`;
      });
      throw new Error(`${idempotencyKey} was refused with ${errors.length} findings\n${findings.join('\n')}`);
    }
    const position = BigInt(publication.feedPosition ?? '0');
    if (position > (this.positions.get(subgraph) ?? 0n)) this.positions.set(subgraph, position);
  }

  private async assess(batch: readonly DemoAssessment[]): Promise<void> {
    const inputs = Object.fromEntries(batch.map((input, index) => [`i${index}`, input]));
    const answer = await retry(() => this.options.clientOf('assessor').askFor(assessedSchema, assessOf(batch), inputs));
    const [first] = batch;
    if (!answer.ok)
      throw new Error(`assessments from ${first?.item} ${first?.year}: ${answer.error.code} ${answer.error.message}`);
    for (const [index, { item, subject, year }] of batch.entries()) {
      const [finding] = answer.value.data[`a${index}`]?.errors ?? [];
      if (finding) throw new Error(`assessment of ${item} ${subject} ${year}: ${finding.code} ${finding.message}`);
    }
  }

  /** The evaluation follows the departments' feeds by itself; this only waits until it has read the last of ours. */
  private async waitUntilIngested(): Promise<void> {
    const deadline = Date.now() + this.options.catchUpMs;
    let behind = [...this.positions.keys()];
    while (Date.now() < deadline) {
      const answer = await this.options.clientOf('lead').askFor(progressSchema, PROGRESS);
      if (answer.ok) {
        const reached = new Map(
          answer.value.data.evaluationProgress.map(({ department, position }) => [department, BigInt(position)]),
        );
        behind = [...this.positions]
          .filter(([name, position]) => (reached.get(name) ?? -1n) < position)
          .map(([name]) => name);
        if (behind.length === 0) return;
      }
      await delay(200);
    }
    throw new Error(`the evaluation has not caught up with ${behind.join(', ')}`);
  }
}

/** Judgements sent together: as many fields of one document as the gateway's limits are comfortable with. */
const ASSESSMENTS = 10;

function assessOf(batch: readonly DemoAssessment[]): string {
  const variables = batch.map((_, index) => `$i${index}: CreateAssessmentInput!`).join(', ');
  const fields = batch.map((_, index) => `a${index}: createAssessment(input: $i${index}) { errors { code message } }`);
  return `mutation Assess(${variables}) { ${fields.join('\n')} }`;
}

const assessedSchema = z.record(
  z.string(),
  z.object({ errors: z.array(z.object({ code: z.string(), message: z.string() })) }),
);

const PROGRESS = '{ evaluationProgress { department position } }';
const progressSchema = z.object({
  evaluationProgress: z.array(z.object({ department: z.string(), position: z.string() })),
});

/** A machine that has just started may be slow; the same submission under the same key can be sent again without harm. */
async function retry<T extends { ok: boolean; error?: { code: string } }>(act: () => Promise<T>): Promise<T> {
  let answer = await act();
  for (let attempt = 1; attempt <= 40 && !answer.ok && TRANSIENT.has(answer.error?.code ?? ''); attempt += 1) {
    // Long enough in all for a circuit that opened to close again.
    await delay(Math.min(300 * attempt, 2_000));
    answer = await act();
  }
  return answer;
}

const TRANSIENT = new Set(['SUBGRAPH_UNAVAILABLE', 'GATEWAY_UNREACHABLE', 'RATE_LIMITED', 'OVERLOADED']);
