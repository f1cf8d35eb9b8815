import { z } from 'zod';
import { decimal } from '../../primitives/decimal.ts';
import type { CellNode } from '../compile/cell-node.ts';
import { clamp } from '../outcome/combine-outcomes.ts';
import { type CompileContext, labelOf, nodeOfMeasure } from '../compile/compile-context.ts';
import { monotoneCurve, scoreReading } from '../outcome/curve.ts';
import type { Gap } from '../outcome/gap.ts';
import type { PeerValue } from '../reading/input-value.ts';
import { numberOf } from '../outcome/interval-rules.ts';
import {
  completeOutcome,
  dropsOut,
  HUNDRED,
  make,
  openOutcome,
  type Outcome,
  type ScoreNode,
  ZERO,
} from '../outcome/outcome.ts';
import { aggregate, documentation, figure, periodicity } from '../compile/parameter-fields.ts';
import { notSurpassedShare } from '../grade/peer-rank.ts';
import { formatNumber } from '../outcome/wording.ts';

/**
 * Share of the subjects of the same peer group that are not better. Needs the peers' values of the moment, so it belongs
 * to the evaluation of a whole group; no shipped model uses it, for the documents know categories and no ranks.
 */
export const rankParameters = z.strictObject({
  measure: z.string(),
  /** Classification within whose groups subjects are compared, e.g. `region-class`. */
  within: z.string(),
  direction: z.enum(['higher', 'lower']).default('higher'),
  /** With fewer known peers nothing is compared. */
  minimumPeers: figure,
  dimensionValue: z.string().optional(),
  aggregate,
  periodicity,
  ...documentation,
});

export type RankParameters = z.output<typeof rankParameters>;

export function compileRank(parameters: RankParameters, context: CompileContext): ScoreNode {
  const { direction, minimumPeers } = parameters;
  return nodeOfMeasure(context, parameters, (measure, coordinates) => {
    const cell = context.planner.total(measure.code, coordinates);
    if (cell === null) return null;
    const node: ScoreNode = {
      rule: 'rank',
      label: labelOf(context.framework, measure, coordinates),
      formula: `在同一组别的可比对象中，不优于本对象的占比（至少${formatNumber(minimumPeers)}个可比对象）`,
      children: [],
      totalWeight: ZERO,
      score(reader) {
        const reading = reader.read(cell);
        const peers = reader.peersOf(cell) ?? [];
        const known = peers.flatMap(({ value }) => (value === null ? [] : numberOf(value)));
        const open = scoreReading(
          node,
          reading,
          monotoneCurve((value) => notSurpassedShare(value, known, direction)),
        );
        if (dropsOut(open)) return open;
        if (minimumPeers.gt(known.length)) {
          return openOutcome(node, ZERO, HUNDRED, { readings: [reading], gaps: [...reading.gaps, tooFewPeers(cell)] });
        }
        return withUnknownPeers(open, { peers, known: known.length, cell });
      },
      describe: ({ value }) =>
        value === null || value.eq(HUNDRED) ? null : `${node.label}在同组比较中得${formatNumber(value)}分`,
    };
    return node;
  });
}

/** Every peer still unknown may be worse or better. */
function withUnknownPeers(
  outcome: Outcome,
  { peers, known, cell }: { readonly peers: readonly PeerValue[]; readonly known: number; readonly cell: CellNode },
): Outcome {
  if (known === peers.length) return outcome;
  const all = decimal(peers.length);
  const share = decimal(known).div(all);
  const low = outcome.low.times(share);
  const high = outcome.high.times(share).plus(HUNDRED.times(peers.length - known).div(all));
  const gaps = [...outcome.gaps, tooFewPeers(cell)];
  const { node, readings } = outcome;
  if (outcome.value === null) return openOutcome(node, low, high, { readings, gaps });
  if (low.eq(high)) return completeOutcome(node, low, { readings });
  return make(
    node,
    'PARTIAL',
    { value: clamp(outcome.value, low, high), low, high, receivedShare: share },
    { readings, gaps },
  );
}

function tooFewPeers({ measure, year, dimensions }: CellNode): Gap {
  return { measure, assessmentItem: null, period: String(year), dimensions, memberUnit: null, reason: 'PEERS_MISSING' };
}
