import { createRequire } from 'node:module';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const { resolve } = createRequire(import.meta.url);

/** Files that start the product as its many processes, or load it: they have the machine to themselves. */
const WHOLE_PRODUCT = [
  'test/e2e/**/*.test.ts',
  'test/integration/{backup-installation,compose-flow,replicas,replicas-worker}.test.ts',
  'test/faults/{overload,processes-killed}.test.ts',
];

/** What every project has; the database server of a run belongs to the run and not to a project. */
const common = {
  resolve: {
    // Libraries load graphql as CommonJS; a second copy as a module would not recognise their types.
    alias: [{ find: /^graphql$/, replacement: resolve('graphql') }],
  },
  // As tsconfig.json has it; written out, because tests must see the same classes as the compiled program.
  oxc: {
    target: 'es2022',
    decorator: { legacy: true, emitDecoratorMetadata: false },
    typescript: { removeClassFieldsWithoutInitializer: true },
    assumptions: { setPublicClassFields: true },
  },
} satisfies ViteUserConfig;

const test = {
  // Entry files of subgraphs import it first; tests have no entry file.
  setupFiles: ['reflect-metadata'],
  pool: 'forks',
  // Logs of the code under test stay out of the report; a test about logs sets its own level.
  env: { LOG_LEVEL: 'silent', TZ: 'UTC' },
  testTimeout: 30_000,
  hookTimeout: 120_000,
  teardownTimeout: 30_000,
  restoreMocks: true,
  unstubEnvs: true,
} satisfies ViteUserConfig['test'];

const NOT_OURS = ['**/node_modules/**', '**/dist/**', '**/.data/**'];

export default defineConfig({
  test: {
    globalSetup: ['./test/testkit/global-setup.ts'],
    reporters: ['default', './test/testkit/plain-line-reporter.ts'],
    projects: [
      {
        ...common,
        test: {
          ...test,
          name: 'parts',
          include: ['{gateway,subgraphs,shared,migrations,test}/**/*.test.ts'],
          exclude: [...NOT_OURS, ...WHOLE_PRODUCT],
          // One for each core: the files wait for PostgreSQL and for processes more than they calculate.
          maxWorkers: '100%',
        },
      },
      {
        ...common,
        test: {
          ...test,
          name: 'whole',
          include: WHOLE_PRODUCT,
          exclude: NOT_OURS,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
