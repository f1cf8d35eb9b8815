import { hasRole, type Viewer } from '../../shared/identity/viewer.ts';
import type { FigureRead } from '../../shared/observability/figure-reads.ts';
import type { ReadLog } from './read-log.ts';

export interface NotedReads {
  readonly reads: readonly FigureRead[];
  readonly operation: string;
  readonly traceId: string;
  /** The same answer once more, to the same viewer. */
  readonly isRepeated?: boolean;
}

/**
 * Notes whose figures a viewer is shown. A unit's look at its own figures is no event, nor is the evaluation service's: it
 * is shown everything, always, by its task.
 */
export function noteReads(log: ReadLog, viewer: Viewer, { reads, operation, traceId, isRepeated }: NotedReads): void {
  if (hasRole(viewer, 'service')) return;
  for (const { memberUnit, values } of reads) {
    if (memberUnit === viewer.memberUnit) continue;
    const read = { ownerUnit: memberUnit, operation, values, traceId };
    if (isRepeated) log.noteAgain(viewer, read);
    else log.note(viewer, read);
  }
}
