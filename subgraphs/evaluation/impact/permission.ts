import type { Disclosure } from '../../../shared/identity/disclosure.ts';
import { mayReach } from '../../../shared/identity/permission.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import { noteFigure } from '../../../shared/observability/figure-reads.ts';
import { heldBack } from '../input-store/permission.ts';
import { maySeeSuggestedGrades, resultSightOf } from '../result/permission.ts';
import type { EvaluationImpact } from './impact.ts';

/** True where the viewer may ask what values of the unit would do: the lead office, and the unit itself. */
export function mayAskImpactOf(viewer: Viewer, memberUnit: string | null): boolean {
  const sight = resultSightOf(viewer);
  const row = { memberUnit, dataClass: 'before-circulation' } as const;
  if (sight.kind === 'none' || !mayReach(viewer, 'publication:read', row)) return false;
  return sight.kind === 'all' || sight.unit === memberUnit;
}

/** Who leads an indicator of a framework, and how closely figures are held today. */
export interface ImpactSight {
  readonly leadOf: (framework: string, indicator: string) => string | null;
  readonly disclosure: Disclosure;
}

/**
 * The part of an impact a viewer sees. A unit learns which indicators its values move, and by how much where it
 * leads them; the whole, its grade and other units' scores are the office's until circulated.
 */
export function visibleImpact(
  viewer: Viewer,
  impact: EvaluationImpact,
  { leadOf, disclosure }: ImpactSight,
): EvaluationImpact {
  for (const { memberUnit } of impact.values) noteFigure(memberUnit);
  const sight = resultSightOf(viewer);
  const { difference } = impact;
  const nothing = { before: null, after: null };
  const grade = maySeeSuggestedGrades(viewer) ? difference.grade : nothing;
  if (sight.kind === 'all') return { ...impact, difference: { ...difference, grade } };
  const unit = sight.kind === 'unit' ? sight.unit : null;
  return {
    ...impact,
    difference: {
      score: nothing,
      grade,
      indicators: difference.indicators.map((change) => {
        const isLed = leadOf(impact.framework, change.code) === unit;
        // A score can be reckoned back to another unit's figure that is not released yet.
        const isTold = isLed && !heldBack(viewer, change.evidence, disclosure).isEmbargoed;
        return isTold ? change : { ...change, ...nothing };
      }),
      pillars: [],
      kpis: [],
      memberUnits: difference.memberUnits.filter(({ code }) => code === unit),
    },
  };
}

/** Provisional results are the office's own business: nothing in them is official. */
export function maySeeProvisionalResults(viewer: Viewer): boolean {
  return maySeeSuggestedGrades(viewer);
}
