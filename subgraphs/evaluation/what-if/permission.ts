import { mayAct } from '../../../shared/identity/permission.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';

/** Assumptions are reckoned by the office for itself: every answer names suggested grades. */
export function maySimulate(viewer: Viewer): boolean {
  return mayAct(viewer, 'evaluation:simulate') && mayAct(viewer, 'evaluation:office');
}
