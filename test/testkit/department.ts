import { generateKeyPairSync } from 'node:crypto';
import { execute, type ExecutionResult, type GraphQLSchema, parse, validate } from 'graphql';
import type { DataSource } from 'typeorm';
import type { Catalogue } from '../../shared/catalogue/catalogue.ts';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { loadSubjects } from '../../shared/catalogue/subject/subjects.ts';
import { openChangeSignal } from '../../shared/department/change-feed/change-signal.ts';
import type { Department } from '../../shared/department/department.ts';
import { departmentEntities } from '../../shared/department/department-entities.ts';
import { createDepartmentSubgraph } from '../../shared/department/department-subgraph.ts';
import { defaultUploadLimits, type UploadLimits } from '../../shared/department/upload/upload.ts';
import type { ReceiptSigner } from '../../shared/department/receipt/receipt.ts';
import { createEd25519Signer } from '../../shared/primitives/signer.ts';
import { createSubgraphContext } from '../../shared/graphql/context.ts';
import type { UploadReceiver } from '../../shared/graphql/upload-call.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { runInScope } from '../../shared/observability/request-scope.ts';
import { newTrace } from '../../shared/observability/trace.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { type Clock, systemClock } from '../../shared/primitives/clock.ts';
import { createServiceDatabase, type TestDatabase } from './postgres.ts';

export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by path in tests
  readonly data: any;
  readonly errors: readonly { message: string; extensions: Record<string, unknown> }[];
  /** SQL statements the request took. */
  readonly statements: number;
}

export interface TestDepartment {
  readonly schema: GraphQLSchema;
  readonly upload: UploadReceiver;
  readonly dataSource: DataSource;
  readonly database: TestDatabase;
  readonly signer: ReceiptSigner;
  ask(viewer: Viewer, document: string, variables?: Record<string, unknown>): Promise<Answer>;
  close(): Promise<void>;
}

/** A department on a database of its own, asked in-process as a resolver would be after the gateway. */
export async function startDepartment(
  department: Department,
  catalogue: Catalogue = loadCatalogue(),
  clock: Clock = systemClock,
  uploadLimits: UploadLimits = defaultUploadLimits,
): Promise<TestDepartment> {
  const database = await createServiceDatabase(department.service);
  const log = createLogger(department.service, 'silent');
  const dataSource = await openDataSource({
    service: department.service,
    url: database.appUrl,
    entities: departmentEntities,
    log,
  });
  const signal = await openChangeSignal(database.appUrl, log);
  const { privateKey } = generateKeyPairSync('ed25519');
  const signer = createEd25519Signer(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  const subjects = loadSubjects('national', [...catalogue.memberUnits.values()]);
  const { schema, upload } = await createDepartmentSubgraph(department, {
    dataSource,
    catalogue,
    subjects,
    signer,
    signal,
    clock,
    uploadLimits,
  });
  return {
    schema,
    upload,
    dataSource,
    database,
    signer,
    ask(viewer, source, variables) {
      const trace = newTrace();
      const scope = { trace, statements: 0 };
      return runInScope(scope, async () => {
        const document = parse(source);
        const invalid = validate(schema, document);
        if (invalid.length > 0) throw new AggregateError(invalid, invalid.map((error) => error.message).join('\n'));
        const contextValue = createSubgraphContext(viewer, trace, log);
        const result: ExecutionResult = await execute({
          schema,
          document,
          variableValues: variables ?? {},
          contextValue,
        });
        return {
          data: result.data,
          errors: (result.errors ?? []).map((error) => error.toJSON()),
          statements: scope.statements,
        } as Answer;
      });
    },
    async close() {
      await signal.close();
      await dataSource.destroy();
      await database.drop();
    },
  };
}
