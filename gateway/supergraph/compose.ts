import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { projectRoot } from '../../shared/config/project-root.ts';
import { err, ok, type Result } from '../../shared/primitives/result.ts';
import { placeholderUrl } from './routing-urls.ts';

export interface SubgraphSdl {
  readonly name: string;
  readonly sdl: string;
}

/** One supergraph of the given subgraphs, the same text for the same input in any order; or why there is none. */
export function composeSupergraph(subgraphs: readonly SubgraphSdl[]): Result<string, readonly string[]> {
  const services: { name: string; url: string; typeDefs: ReturnType<typeof parse> }[] = [];
  for (const { name, sdl } of [...subgraphs].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    try {
      services.push({ name, url: placeholderUrl(name), typeDefs: parse(sdl) });
    } catch (error) {
      return err([`${name}: ${error instanceof Error ? error.message : String(error)}`]);
    }
  }
  const composed = composeServices(services);
  if (compositionHasErrors(composed)) return err(composed.errors.map((error) => error.message));
  return ok(`${composed.supergraphSdl.trimEnd()}\n`);
}

/** The committed schemas: `subgraphs/<name>/schema.graphql`. */
export async function readSubgraphSchemas(folder: string): Promise<SubgraphSdl[]> {
  const names = (await readdir(folder)).filter((name) => existsSync(join(folder, name, 'schema.graphql')));
  return Promise.all(
    names.map(async (name) => ({ name, sdl: await readFile(join(folder, name, 'schema.graphql'), 'utf8') })),
  );
}

/** `npm run supergraph:compose [-- --check]`: writes the composed graph, or only compares it with the committed one. */
async function run(isCheck: boolean): Promise<number> {
  const target = join(projectRoot, 'gateway/supergraph/supergraph.graphql');
  const subgraphs = await readSubgraphSchemas(join(projectRoot, 'subgraphs'));
  if (subgraphs.length === 0) return say('no subgraphs/*/schema.graphql found: run schema:print first', 1);
  const composed = composeSupergraph(subgraphs);
  if (!composed.ok)
    return say(`the subgraphs do not compose:\n${composed.error.map((message) => `  ${message}`).join('\n')}`, 1);
  const committed = await readFile(target, 'utf8').catch(() => '');
  if (committed === composed.value) return say(`supergraph of ${subgraphs.length} subgraphs is up to date`, 0);
  if (isCheck)
    return say('gateway/supergraph/supergraph.graphql differs from the subgraphs: run npm run supergraph:compose', 1);
  await writeFile(target, composed.value);
  return say(`supergraph of ${subgraphs.length} subgraphs written`, 0);
}

function say(text: string, exitCode: number): number {
  (exitCode === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  return exitCode;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await run(process.argv.includes('--check'));
}
