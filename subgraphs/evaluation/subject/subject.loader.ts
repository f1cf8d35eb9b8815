import DataLoader from 'dataloader';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import type { Subject } from './subject.ts';
import type { SubjectService } from './subject.service.ts';

/** Subjects by code, one statement for all asked in one request. */
export function subjectLoader(context: SubgraphContext, subjects: SubjectService): DataLoader<string, Subject | null> {
  return context.once(
    'subject',
    () => new DataLoader((codes: readonly string[]) => subjects.findByCodes(context.viewer, codes)),
  );
}
