import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Copy, DockerfileParser, type Instruction } from 'dockerfile-ast';
import { z } from 'zod';
import { projectRoot } from '../../shared/config/project-root.ts';

/** One instruction of a stage, its parameters as written. */
export interface Step {
  readonly keyword: string;
  readonly parameters: readonly string[];
  /** `COPY --from`; null where the project itself is copied from. */
  readonly from: string | null;
}

export interface Stage {
  readonly name: string;
  /** Image or earlier stage. */
  readonly base: string;
  readonly steps: readonly Step[];
}

/** The stages of the committed Dockerfile, in order. */
export function readDockerfile(): Stage[] {
  const text = readFileSync(join(projectRoot, 'Dockerfile'), 'utf8');
  const stages: { name: string; base: string; steps: Step[] }[] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const keyword = instruction.getKeyword();
    const parameters = parametersOf(instruction);
    if (keyword === 'FROM') stages.push({ name: parameters[2] ?? '', base: parameters[0] ?? '', steps: [] });
    else
      stages.at(-1)?.steps.push({ keyword, parameters, from: keyword === 'COPY' ? fromOf(instruction as Copy) : null });
  }
  return stages;
}

function fromOf(copy: Copy): string | null {
  return (
    copy
      .getFlags()
      .find((flag) => flag.getName() === 'from')
      ?.getValue() ?? null
  );
}

/** `["a", "b"]` as its texts, anything else as the words it is. */
function parametersOf(instruction: Instruction): string[] {
  const written = instruction.getArguments().map((argument) => argument.getValue());
  const json = written.slice(written.findIndex((word) => word.startsWith('['))).join(' ');
  if (!json.startsWith('[')) return written;
  return z.array(z.string()).parse(JSON.parse(json));
}

export function stageOf(stages: readonly Stage[], name: string): Stage {
  const stage = stages.find((candidate) => candidate.name === name);
  if (!stage) throw new Error(`the Dockerfile has no stage ${name}`);
  return stage;
}

/** Whether .dockerignore, which takes everything out and puts some back, lets a path of the project into a build. */
export function isInContext(path: string): boolean {
  const lines = readFileSync(join(projectRoot, '.dockerignore'), 'utf8').split('\n');
  const kept = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  return lines.includes('*') && kept.some((root) => path === root || path.startsWith(`${root}/`));
}

/**
 * Makes the folder of the last stage as the Dockerfile says it: the same COPY steps, with this project's packages without
 * those of development in place of `npm ci --omit=dev`, and with its build in place of `npm run build`. Files are linked.
 */
export function buildRuntimeTree(target: string): void {
  const stages = readDockerfile();
  const packages = stageOf(stages, 'packages');
  const runtime = stages.at(-1);
  for (const { keyword, parameters, from } of runtime?.steps ?? []) {
    if (keyword !== 'COPY') continue;
    const [source = '', destination = ''] = parameters;
    const to = destination.endsWith('/')
      ? join(target, destination, source.split('/').at(-1) ?? '')
      : join(target, destination);
    mkdirSync(dirname(to), { recursive: true });
    if (from === null) link(join(projectRoot, source), to);
    else if (source === '/app/node_modules') linkPackages(to, packages);
    else if (source === '/app/dist') link(join(projectRoot, 'dist'), to);
    else throw new Error(`the test does not know how stage ${from} makes ${source}`);
  }
}

const lockSchema = z.object({ packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })) });

function linkPackages(to: string, stage: Stage): void {
  const lock = lockSchema.parse(JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')));
  const removed = stage.steps
    .filter(({ keyword, parameters }) => keyword === 'RUN' && parameters[0] === 'rm')
    .flatMap(({ parameters }) => parameters.filter((word) => word.startsWith('node_modules/')));
  const runs = Object.entries(lock.packages)
    .filter(([path, { dev }]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && dev !== true)
    .map(([path]) => path)
    .filter((path) => !removed.some((gone) => path === gone || path.startsWith(`${gone}/`)))
    .filter((path) => existsSync(join(projectRoot, path)));
  const folderOf = (path: string) => dirname(path.slice('node_modules/'.length));
  for (const folder of new Set(runs.map(folderOf))) {
    mkdirSync(join(to, folder), { recursive: true });
    const ofFolder = runs.filter((path) => folderOf(path) === folder);
    copyAll(
      ofFolder.map((path) => join(projectRoot, path)),
      join(to, folder),
    );
  }
}

function link(source: string, to: string): void {
  if (statSync(source).isDirectory()) mkdirSync(to, { recursive: true });
  copyAll([statSync(source).isDirectory() ? `${source}/.` : source], to);
}

/** Hard links where the file system is the same, copies where it is not. */
function copyAll(sources: readonly string[], to: string): void {
  try {
    execFileSync('cp', ['-al', ...sources, to], { stdio: 'ignore' });
  } catch {
    execFileSync('cp', ['-a', ...sources, to]);
  }
}
