import DataLoader from 'dataloader';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { RequestMemory } from '../../../shared/graphql/request-memory.ts';
import type { Subject } from './subject.ts';
import type { SubjectService } from './subject.service.ts';

const loaders = new RequestMemory<DataLoader<string, Subject | null>>();

/** Subjects by code, one statement for all asked in one request. */
export function subjectLoader(context: SubgraphContext, subjects: SubjectService): DataLoader<string, Subject | null> {
  return loaders.of(
    context,
    'subject',
    () => new DataLoader((codes: readonly string[]) => subjects.findByCodes(context.viewer, codes)),
  );
}
