import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../shared/config/project-root.ts';
import { createEd25519Signer, type ReceiptSigner } from '../../shared/department/receipt/receipt.ts';
import { HOP_HEADERS, type HopKey, signHop } from '../../shared/identity/signed-hop.ts';
import { BodyMeter, signUpload, UPLOAD_TRAILERS } from '../../shared/identity/signed-upload.ts';
import { encodeViewer, type Viewer } from '../../shared/identity/viewer.ts';
import { createServiceDatabase, type TestDatabase } from './postgres.ts';

const FAIL_POINTS = new URL('./fail-points.mjs', import.meta.url).href;
const hopKey: HopKey = { id: 'fault', secret: randomBytes(32) };

/** Where a process can be told to die, in the order a publication passes them. */
export type FailPoint =
  | 'mid-stage'
  | 'before-begin'
  | 'after-key'
  | 'mid-insert'
  | 'mid-receipt'
  | 'before-commit'
  | 'mid-commit'
  | 'after-commit'
  | 'mid-reply'
  | 'after-reply';

export interface RawAnswer {
  readonly status: number;
  /** As it came: receipts are compared byte by byte. */
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by path in tests
  readonly body: any;
}

/** A department as a compiled process of its own, on a database of its own, that can be killed and started again. */
export class DepartmentProcess {
  private child: ChildProcess | null = null;
  private port = 0;
  private isClosing = false;
  /** How often it has been started. */
  starts = 0;
  /** Resolves when it listens; after its end it is another promise, of the process that comes instead. */
  up: Promise<void> = Promise.resolve();

  private constructor(
    readonly service: string,
    readonly database: TestDatabase,
    private readonly folder: string,
  ) {}

  static async start(service: string): Promise<DepartmentProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'hub-department-'));
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const process = new DepartmentProcess(service, await createServiceDatabase(service), folder);
    process.up = process.begin();
    await process.up;
    return process;
  }

  get signer(): ReceiptSigner {
    return createEd25519Signer(readFileSync(join(this.folder, 'key.pem'), 'utf8'));
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  get isAlive(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  private async begin(): Promise<void> {
    const child = fork(join(projectRoot, `dist/subgraphs/${this.service}/main.js`), {
      execArgv: ['--import', FAIL_POINTS],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: {
        ...process.env,
        NODE_ENV: '',
        LOG_LEVEL: 'fatal',
        DATABASE_URL: this.database.appUrl,
        HOP_KEYS: `${hopKey.id}:${hopKey.secret.toString('base64url')}`,
        SIGNING_KEY_FILE: join(this.folder, 'key.pem'),
        SERVICE_PORT: '0',
        DEMO: 'national',
      },
    });
    const [said] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
    if (said?.type !== 'listening') throw new Error(`the department did not start: ${said}`);
    this.child = child;
    this.port = said.port;
    this.starts += 1;
    // As a supervisor would, but at once.
    child.once('exit', () => {
      if (!this.isClosing) this.up = this.begin();
    });
  }

  /** Tells it where to die: the so-manyeth time it comes there. */
  async failAt(point: FailPoint, times = 1): Promise<void> {
    const { child } = this;
    if (child === null) throw new Error('the department is not running');
    const armed = once(child, 'message');
    child.send({ failAt: point, times });
    await armed;
  }

  /** `kill -9`, now. */
  kill(): void {
    this.child?.kill('SIGKILL');
  }

  /** Memory it holds (Linux). */
  memoryMb(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
  }

  /** Asks as the gateway does; rejects when there is no whole answer. */
  async ask(viewer: Viewer, query: string, variables: object = {}): Promise<RawAnswer> {
    const body = JSON.stringify({ query, variables });
    const viewerText = encodeViewer(viewer);
    const hop = { target: this.service, method: 'POST', path: '/graphql', body, viewer: viewerText };
    const response = await fetch(`http://127.0.0.1:${this.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [HOP_HEADERS.viewer]: viewerText, ...signHop(hop, hopKey) },
      body,
    });
    const text = await response.text();
    return { status: response.status, text, body: JSON.parse(text) };
  }

  /** Hands a file in as the gateway does. */
  async upload(
    viewer: Viewer,
    parameters: Record<string, string>,
    file: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
    contentType = 'text/csv',
  ): Promise<RawAnswer> {
    const path = `/uploads?${new URLSearchParams(parameters)}`;
    const viewerText = encodeViewer(viewer);
    const signed = signUpload({ target: this.service, path, contentType, viewer: viewerText }, hopKey);
    const request = httpRequest({
      host: '127.0.0.1',
      port: this.port,
      path,
      method: 'POST',
      agent: false,
      headers: {
        'content-type': contentType,
        trailer: Object.values(UPLOAD_TRAILERS).join(', '),
        [HOP_HEADERS.viewer]: viewerText,
        ...signed.headers,
      },
    });
    const answered = new Promise<RawAnswer>((resolve, reject) => {
      request.once('error', reject);
      request.once('response', async (response) => {
        try {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk);
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, text, body: JSON.parse(text) });
        } catch (error) {
          reject(error);
        }
      });
    });
    const isOver = answered.then(
      () => undefined,
      () => undefined,
    );
    const meter = new BodyMeter();
    for await (const part of file) {
      if (request.destroyed) break;
      const bytes = typeof part === 'string' ? Buffer.from(part) : part;
      meter.add(bytes);
      if (!request.write(bytes)) await Promise.race([once(request, 'drain').catch(() => undefined), isOver]);
    }
    if (!request.destroyed) {
      request.addTrailers(signed.seal(meter.digest()));
      request.end();
    }
    return answered;
  }

  async close(): Promise<void> {
    this.isClosing = true;
    await this.up;
    const { child } = this;
    child?.kill('SIGTERM');
    if (child !== null && this.isAlive) await once(child, 'exit');
    await this.database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
