import { currentScope, type RequestScope } from './request-scope.ts';

/** Header in which a subgraph tells the gateway whose figures an answer holds: `hrss=93,union=4`. */
export const FIGURE_READS_HEADER = 'x-hub-reads';

const reads = new WeakMap<RequestScope, Map<string, number>>();

/** Notes that the running request is shown a figure of a unit. Outside a request nothing is noted. */
export function noteFigure(memberUnit: string | null): void {
  const scope = currentScope();
  if (scope === undefined || memberUnit === null) return;
  const ofScope = reads.get(scope) ?? new Map<string, number>();
  ofScope.set(memberUnit, (ofScope.get(memberUnit) ?? 0) + 1);
  reads.set(scope, ofScope);
}

/** What a request was shown, as the header says it; null for no figure at all. */
export function figureReadsOf(scope: RequestScope): string | null {
  const ofScope = reads.get(scope);
  return ofScope === undefined ? null : [...ofScope].map(([unit, count]) => `${unit}=${count}`).join(',');
}

/** How many figures of which unit an answer holds. */
export interface FigureRead {
  readonly memberUnit: string;
  readonly values: number;
}

/** The units and counts in a header text; what is malformed is left out. */
export function parseFigureReads(text: string): FigureRead[] {
  return text.split(',').flatMap((part) => {
    const match = /^([a-z][a-z0-9-]*)=(\d{1,9})$/.exec(part.trim());
    const [, memberUnit, values] = match ?? [];
    return memberUnit !== undefined && Number(values) > 0 ? [{ memberUnit, values: Number(values) }] : [];
  });
}
