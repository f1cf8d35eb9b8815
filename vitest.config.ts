import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

const { resolve } = createRequire(import.meta.url);

export default defineConfig({
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
  test: {
    include: ['{gateway,subgraphs,shared,migrations,test}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/.data/**'],
    globalSetup: ['./test/testkit/global-setup.ts'],
    // Entry files of subgraphs import it first; tests have no entry file.
    setupFiles: ['reflect-metadata'],
    pool: 'forks',
    // One for each core: the files wait for PostgreSQL and for processes more than they calculate.
    maxWorkers: '100%',
    // Logs of the code under test stay out of the report; a test about logs sets its own level.
    env: { LOG_LEVEL: 'silent', TZ: 'UTC' },
    reporters: ['default', './test/testkit/plain-line-reporter.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
