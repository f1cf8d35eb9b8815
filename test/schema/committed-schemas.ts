import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { projectRoot } from '../../shared/config/project-root.ts';
import type { SchemaDocument } from '../../shared/schema-lint/schema-document.ts';

const FOLDER = join(projectRoot, 'subgraphs');

/** Names of the subgraphs, by their folders. */
export function subgraphNames(): string[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Every committed `subgraphs/<name>/schema.graphql`, as text by name. */
export function committedSchemas(): Map<string, string> {
  const files = subgraphNames().map((name) => ({ name, file: join(FOLDER, name, 'schema.graphql') }));
  return new Map(
    files.filter(({ file }) => existsSync(file)).map(({ name, file }) => [name, readFileSync(file, 'utf8')]),
  );
}

export function committedDocuments(): SchemaDocument[] {
  return [...committedSchemas()].map(([subgraph, sdl]) => ({ subgraph, document: parse(sdl) }));
}
