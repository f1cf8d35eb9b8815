import type { ResponsibilitySplit } from '../responsibility/responsibility-split.ts';
import type { IndicatorScoring, ScoringModel } from '../scoring-model/scoring-model.ts';
import type { ScoringModelFile } from '../schemas/scoring-model.schema.ts';
import type { ScoringParametersRow } from '../schemas/scoring-parameters.schema.ts';
import { toAssessmentRules } from './to-assessment-rules.ts';
import { mapByCode } from './file-faults.ts';
import type { DataFile } from './read-data-file.ts';

type Defaults = ScoringModelFile['methodDefaults'];

/** 计分模型 of a framework; the split says which units lead too few indicators for a score of their own. */
export function buildScoringModel(
  { data, faults }: DataFile<ScoringModelFile>,
  split: ResponsibilitySplit | null,
  units: Iterable<string>,
): ScoringModel {
  const scorings = data.indicators.map((row) => toIndicatorScoring(row, data.methodDefaults));
  return {
    id: data.id,
    framework: data.framework,
    status: data.status,
    pillars: data.pillars.map(({ code, name, weight }) => ({ code, name, weight })),
    groups: data.groups.map(({ code, name, weight, pillar }) => ({ code, name, weight, pillar })),
    indicators: mapByCode(scorings, ({ code }) => code, 'indicators', faults),
    bands: data.bands.rules,
    variants: data.variants.map(({ status: _status, ...variant }) => variant),
    assessments: toAssessmentRules(data.assessments),
    unitView: toUnitView(data, split, units),
  };
}

function toIndicatorScoring(row: ScoringModelFile['indicators'][number], defaults: Defaults): IndicatorScoring {
  const { code, key, weight, method, reason, status } = row;
  return { code, key, weight, method, parameters: withDefaults(method, row.parameters, defaults), status, reason };
}

/** Parameters with what the model says once for all uses of the method; what stands in place wins. */
function withDefaults(
  method: keyof Defaults,
  parameters: ScoringParametersRow,
  defaults: Defaults,
): ScoringParametersRow {
  if (parameters.parts === undefined) return { ...defaults[method], ...parameters };
  const parts = parameters.parts.map((part) => ({
    ...part,
    parameters: { ...defaults[part.method], ...part.parameters },
  }));
  return { ...parameters, parts };
}

function toUnitView(
  { unitView }: ScoringModelFile,
  split: ResponsibilitySplit | null,
  units: Iterable<string>,
): ScoringModel['unitView'] {
  if (unitView === undefined) return null;
  const led = new Map<string, number>();
  for (const { lead } of split?.indicators.values() ?? []) led.set(lead, (led.get(lead) ?? 0) + 1);
  return {
    commonWeight: unitView.common.weight,
    commonItems: unitView.common.items.map(({ code, zh, weight, reason }) => ({ code, zh, weight, reason })),
    specialWeight: unitView.special.weight,
    commentsOnly: new Set([...units].filter((unit) => (led.get(unit) ?? 0) < unitView.scoredFromLed)),
  };
}
