import type { Disclosure } from '../../../shared/identity/disclosure.ts';
import { createArchiveResolver } from './archive.resolver.ts';
import { type ArchiveDependencies, ArchiveService } from './archive.service.ts';
import { ArchiveProofService } from './archive-proof.service.ts';

/** Everything of sealed rounds on the graph. */
export function createArchiveResolvers(dependencies: ArchiveDependencies & { readonly disclosure: () => Disclosure }) {
  const { database, disclosure } = dependencies;
  return [createArchiveResolver(new ArchiveService(dependencies), new ArchiveProofService(database, disclosure))];
}
