import type { ScoringModel } from '../../../shared/catalogue/scoring-model/scoring-model.ts';
import { isDecimalString } from '../../../shared/primitives/decimal.ts';
import type { AskedParameter } from './what-if.ts';

/** The model with one figure changed; null where the indicator is unknown or no figure stands at the path. */
export function changeParameter(model: ScoringModel, { indicator, path, value }: AskedParameter): ScoringModel | null {
  const scoring = [...model.indicators.values()].find(({ key }) => key === indicator);
  if (scoring === undefined) return null;
  const parameters = putFigure(scoring.parameters, path.split('.'), value);
  if (!isRecord(parameters)) return null;
  return { ...model, indicators: new Map([...model.indicators, [scoring.code, { ...scoring, parameters }]]) };
}

/** Figures of an indicator's parameters with the paths to them, in the order of the model. */
export function figuresOf(parameters: unknown, before: readonly string[] = []): { path: string; value: string }[] {
  if (typeof parameters === 'string') {
    return isDecimalString(parameters) ? [{ path: before.join('.'), value: parameters }] : [];
  }
  if (typeof parameters !== 'object' || parameters === null) return [];
  return Object.entries(parameters).flatMap(([name, member]) => figuresOf(member, [...before, name]));
}

/** Only figures can be put in the place of figures: which measure is read and by which rule is not a what-if. */
function putFigure(node: unknown, path: readonly string[], value: string): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return typeof node === 'string' && isDecimalString(node) ? value : null;
  if (Array.isArray(node)) {
    const index = /^\d{1,3}$/.test(name) ? Number(name) : -1;
    const changed = putFigure(node[index], rest, value);
    return changed === null ? null : node.map((member: unknown, place) => (place === index ? changed : member));
  }
  if (!isRecord(node) || !Object.hasOwn(node, name)) return null;
  const changed = putFigure(node[name], rest, value);
  return changed === null ? null : { ...node, [name]: changed };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
