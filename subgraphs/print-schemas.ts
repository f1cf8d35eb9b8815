import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { printSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLSchema } from 'graphql';
import { projectRoot } from '../shared/config/project-root.ts';

const THIS_FILE = fileURLToPath(import.meta.url);
const FOLDER = join(projectRoot, 'subgraphs');

/**
 * `npm run schema:print` writes `subgraphs/<name>/schema.graphql` for every folder with a `subgraph.ts`;
 * `npm run schema:check` only compares. Each subgraph is printed in a process of its own, as it is deployed:
 * type-graphql keeps one registry per process, and the types of others would show up in it.
 */
async function run(): Promise<number> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, only: { type: 'string' } } });
  if (values.only !== undefined) return printOne(values.only);
  const names = await subgraphNames();
  if (names.length === 0) return tell('no subgraph found', 1);
  const printed = await Promise.all(names.map(printInOwnProcess));
  let exitCode = 0;
  for (const [index, name] of names.entries()) {
    exitCode = Math.max(exitCode, await settle(name, printed[index] ?? null, values.check === true));
  }
  return exitCode;
}

/** Folders beside this file, compiled or not, that hold a subgraph. */
async function subgraphNames(): Promise<string[]> {
  const own = fileURLToPath(new URL('.', import.meta.url));
  const entries = await readdir(own, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  // A folder that only an old build still holds is gone from the sources.
  return folders
    .filter((name) => existsSync(join(own, name, `subgraph${extname(THIS_FILE)}`)) && existsSync(join(FOLDER, name)))
    .sort();
}

/** Brings the committed schema of one subgraph up to date, or says where it is not. */
async function settle(name: string, printed: string | null, isCheck: boolean): Promise<number> {
  if (printed === null) return tell(`${name}: could not be printed`, 1);
  const target = join(FOLDER, name, 'schema.graphql');
  const committed = await readFile(target, 'utf8').catch(() => '');
  if (committed === printed) return tell(`${name}: up to date`, 0);
  if (isCheck) return tell(`${name}: differs from the committed schema, ${firstDifference(committed, printed)}`, 1);
  await writeFile(target, printed);
  return tell(`${name}: written`, 0);
}

function firstDifference(committed: string, printed: string): string {
  const old = committed.split('\n');
  const fresh = printed.split('\n');
  const index = fresh.findIndex((line, at) => line !== old[at]);
  const line = index === -1 ? fresh.length : index;
  return `line ${line + 1}:\n  - ${old[line] ?? '(end)'}\n  + ${fresh[line] ?? '(end)'}\nrun npm run schema:print`;
}

/** The schema as text; null when the process fails, which has then said why. */
function printInOwnProcess(name: string): Promise<string | null> {
  // execArgv passes on how this program itself was started.
  const child = spawn(process.execPath, [...process.execArgv, THIS_FILE, '--only', name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0 ? Buffer.concat(chunks).toString('utf8') : null));
  });
}

async function printOne(name: string): Promise<number> {
  const module: unknown = await import(`./${name}/subgraph.ts`);
  if (!canBePrinted(module)) return tell(`subgraphs/${name}/subgraph.ts exports no schemaForPrinting()`, 1);
  process.stdout.write(`${printSubgraphSchema(await module.schemaForPrinting()).trim()}\n`);
  return 0;
}

interface PrintableSubgraph {
  readonly schemaForPrinting: () => Promise<GraphQLSchema>;
}

function canBePrinted(module: unknown): module is PrintableSubgraph {
  if (typeof module !== 'object' || module === null || !('schemaForPrinting' in module)) return false;
  return typeof module.schemaForPrinting === 'function';
}

function tell(text: string, exitCode: number): number {
  (exitCode === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  return exitCode;
}

process.exitCode = await run();
