import { mayAct } from '../../../shared/identity/permission.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { VersionState } from './framework-version.ts';

export function mayImportFrameworks(viewer: Viewer): boolean {
  return mayAct(viewer, 'framework:import');
}

export function mayPublishFrameworks(viewer: Viewer): boolean {
  return mayAct(viewer, 'framework:publish');
}

/** What is in use is open to those who work with frameworks; a draft is the lead office's own paper. */
export function mayReadVersion(viewer: Viewer, state: VersionState): boolean {
  return mayAct(viewer, state === 'DRAFT' ? 'evaluation:office' : 'catalogue:read');
}
