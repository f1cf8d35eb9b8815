import { mayAct } from '../../../shared/identity/permission.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';

/** Sealing is for the office's approver. */
export function maySealRounds(viewer: Viewer): boolean {
  return mayAct(viewer, 'archive:seal');
}

export function mayReadArchives(viewer: Viewer): boolean {
  return mayAct(viewer, 'archive:read');
}

/** A snapshot holds everything of everybody. */
export function mayExportArchives(viewer: Viewer): boolean {
  return mayAct(viewer, 'archive:export');
}
