import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { parse } from 'graphql';

/**
 * Writes `generated/graphql.ts`: the types of every query beside this file, drawn from the public schema.
 * With `--check` it only compares. Copy this folder and point SCHEMA at your own copy of `schema.graphql`.
 */
const FOLDER = dirname(fileURLToPath(import.meta.url));
const SCHEMA = join(FOLDER, '../../reference/schema.graphql');
const TARGET = join(FOLDER, 'generated/graphql.ts');

/** Scalars are text on the wire and stay text: a figure must not pass through a binary float. */
const SCALARS = { Decimal: 'string', MeasureValue: 'string', PeriodCode: 'string', Date: 'string', DateTime: 'string' };

export async function generateClient(): Promise<string> {
  const documents = [FOLDER, dirname(FOLDER)].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.graphql'))
      .sort()
      .map((name) => {
        const rawSDL = readFileSync(join(folder, name), 'utf8');
        return { location: name, rawSDL, document: parse(rawSDL) };
      }),
  );
  const sections = await preset.buildGeneratesSection({
    baseOutputDir: 'generated/',
    schema: parse(readFileSync(SCHEMA, 'utf8')),
    documents,
    config: {
      scalars: SCALARS,
      strictScalars: true,
      enumsAsTypes: true,
      documentMode: 'string',
      useTypeImports: true,
      onlyOperationTypes: true,
    },
    presetConfig: { fragmentMasking: false, skipIndexFile: true },
    plugins: [],
    pluginMap: {},
  });
  const section = sections.find(({ filename }) => filename.endsWith('graphql.ts'));
  if (section === undefined) throw new Error('the preset writes no graphql.ts');
  return codegen(section);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const generated = await generateClient();
  const isCurrent = existsSync(TARGET) && readFileSync(TARGET, 'utf8') === generated;
  if (isCurrent) process.stdout.write('the typed client is up to date\n');
  else if (process.argv.includes('--check')) {
    process.stderr.write('docs/examples/typescript/generated differs from the schema: run npm run client:generate\n');
    process.exitCode = 1;
  } else {
    writeFileSync(TARGET, generated);
    process.stdout.write('the typed client is written\n');
  }
}
