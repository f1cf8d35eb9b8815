import { generateKeyPairSync } from 'node:crypto';
import { createEd25519Signer, type Signer } from '../../primitives/signer.ts';
import { calculateEvaluation } from '../../scoring/calculate.ts';
import { indexValues } from '../../scoring/reading/input-value.ts';
import type { ScoringPlan } from '../../scoring/compile/prepare-scoring.ts';
import { aMark, aMeasure, aPlan, aValue } from '../../scoring/testing/small-framework.ts';
import { definitionLeaves } from '../definition-leaves.ts';
import type { Seal } from '../seal.ts';
import { type Block, SnapshotBuilder } from '../snapshot-builder.ts';
import type { Leaf } from '../snapshot-format.ts';
import { subjectLeaves } from '../subject-leaves.ts';

/** A signer with a key of its own. */
export function newSigner(): Signer {
  const { privateKey } = generateKeyPairSync('ed25519');
  return createEd25519Signer(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}

/** A small sealed round, with what it is made of. */
export interface SmallArchive {
  readonly leaves: readonly Leaf[];
  readonly blocks: readonly Block[];
  readonly seal: Seal;
  /** The file. */
  readonly text: string;
}

/** Seals some leaves. */
export function sealed(leaves: readonly Leaf[], signer: Signer, blockSize = 8): SmallArchive {
  const builder = new SnapshotBuilder(blockSize);
  const blocks = leaves.flatMap((leaf) => builder.add(leaf) ?? []);
  blocks.push(...[builder.flush()].filter((block) => block !== null));
  const seal = builder.seal({ round: 'test@2025', edition: 1, sealedAt: '2026-07-01T00:00:00.000Z' }, signer);
  return { leaves, blocks, seal, text: blocks.map(({ text }) => text).join('') + builder.trailer(seal) };
}

/** Values are their measure's only one of the year. */
export function smallPlan(): ScoringPlan {
  return aPlan({
    indicators: [
      {
        method: 'linear-to-target',
        weight: '6',
        parameters: { measure: 'a', floor: '0', target: '100' },
        lead: 'hrss',
      },
      {
        method: 'linear-to-target',
        weight: '3',
        parameters: { measure: 'b', floor: '0', target: '10' },
        lead: 'union',
      },
      { method: 'rubric', weight: '1', parameters: { assessmentItem: 'r' } },
    ],
    measures: [aMeasure('a'), aMeasure('b')],
    items: ['r'],
    owners: { a: 'hrss', b: 'union' },
  });
}

/** The leaves of a round with some subjects. */
export function smallLeaves(
  subjects: readonly string[] = ['110101', '110106'],
  plan: ScoringPlan = smallPlan(),
): Leaf[] {
  return [
    { section: 'header', key: 'snapshot', content: { round: 'test@2025' } },
    ...definitionLeaves(plan.setup),
    ...subjects.flatMap((subject, at) => {
      const values = indexValues([aValue('a', String(40 + at)), aValue('b', '7.5')]);
      const input = {
        plan,
        values,
        marks: new Map([['r', [aMark('80')]]]),
        withTrace: true,
        pending: new Set<string>(),
      };
      const result = calculateEvaluation(input);
      return subjectLeaves({ subject, input, sources: new Map(), result, kpis: [{ code: 'K1', value: '3' }] });
    }),
  ];
}
