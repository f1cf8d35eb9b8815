import { generateKeyPairSync } from 'node:crypto';
import { execute, type ExecutionResult, type GraphQLSchema, parse } from 'graphql';
import type { DataSource } from 'typeorm';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import type { SubjectEntry } from '../../shared/catalogue/subject/subjects.ts';
import { openChangeSignal } from '../../shared/department/change-feed/change-signal.ts';
import { departmentEntities } from '../../shared/department/department-entities.ts';
import { createDepartmentSubgraph } from '../../shared/department/department-subgraph.ts';
import { createEd25519Signer } from '../../shared/primitives/signer.ts';
import { createSubgraphContext } from '../../shared/graphql/context.ts';
import type { UploadReply } from '../../shared/graphql/upload-call.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { runInScope } from '../../shared/observability/request-scope.ts';
import { newTrace } from '../../shared/observability/trace.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { newId } from '../../shared/primitives/identifiers.ts';
import { department as hrss } from '../../subgraphs/hrss/department.ts';
import { TurnWatch } from './turn-watch.ts';

export const catalogue = loadCatalogue();

/** The unit's machine editor. */
export const editor: Viewer = { subject: 'bench:hrss', memberUnit: 'hrss', roles: ['unit-editor'], purpose: '测试' };

export interface Asked {
  readonly result: ExecutionResult;
  readonly statements: number;
}

/** The department of human resources, asked in this process as it is after the gateway. */
export class BenchDepartment {
  readonly turns = new TurnWatch();

  private constructor(
    readonly dataSource: DataSource,
    private readonly schema: GraphQLSchema,
    private readonly receive: (body: AsyncIterable<Uint8Array>, order: URLSearchParams) => Promise<UploadReply>,
    private readonly end: () => Promise<void>,
  ) {
    dataSource.subscribers.push(this.turns);
  }

  static async open(url: string, subjects: readonly SubjectEntry[], poolSize = 20): Promise<BenchDepartment> {
    const log = createLogger('bench', 'error');
    const dataSource = await openDataSource({ service: 'hrss', url, entities: departmentEntities, log, poolSize });
    const signal = await openChangeSignal(url, log);
    const { privateKey } = generateKeyPairSync('ed25519');
    const signer = createEd25519Signer(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    const { schema, upload } = await createDepartmentSubgraph(hrss, {
      dataSource,
      catalogue,
      subjects,
      signer,
      signal,
      clock: systemClock,
    });
    const receive = (body: AsyncIterable<Uint8Array>, parameters: URLSearchParams): Promise<UploadReply> =>
      upload({
        viewer: editor,
        traceId: newId(),
        contentType: 'text/csv',
        parameters,
        body,
        signal: new AbortController().signal,
      });
    return new BenchDepartment(dataSource, schema, receive, async () => {
      await signal.close();
      await dataSource.destroy();
    });
  }

  upload(pieces: Iterable<string>, order: Readonly<Record<string, string>> = {}): Promise<UploadReply> {
    return this.receive(bytesOf(pieces), new URLSearchParams({ idempotencyKey: newId(), ...order }));
  }

  ask(viewer: Viewer, source: string, variableValues: Record<string, unknown> = {}): Promise<Asked> {
    const trace = newTrace();
    const scope = { trace, statements: 0 };
    return runInScope(scope, async () => {
      const contextValue = createSubgraphContext(viewer, trace, createLogger('bench', 'silent'));
      const result = await execute({ schema: this.schema, document: parse(source), variableValues, contextValue });
      return { result, statements: scope.statements };
    });
  }

  close(): Promise<void> {
    return this.end();
  }
}

async function* bytesOf(pieces: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}
