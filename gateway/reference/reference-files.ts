import { printPublicSchema } from './public-schema.ts';

/** Every generated file of `docs/reference` by name: a pure function of the composed graph and the permission table. */
export function referenceFiles(supergraph: string): ReadonlyMap<string, string> {
  return new Map([['schema.graphql', printPublicSchema(supergraph)]]);
}
