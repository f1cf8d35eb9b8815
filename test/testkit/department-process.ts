import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReceiptSigner } from '../../shared/department/receipt/receipt.ts';
import { createEd25519Signer } from '../../shared/primitives/signer.ts';
import { HOP_HEADERS, type HopKey, signHop } from '../../shared/identity/signed-hop.ts';
import { BodyMeter, signUpload, UPLOAD_TRAILERS } from '../../shared/identity/signed-upload.ts';
import { encodeViewer, type Viewer } from '../../shared/identity/viewer.ts';
import { KillableProcess } from './killable-process.ts';
import { createServiceDatabase, type TestDatabase } from './postgres.ts';

const hopKey: HopKey = { id: 'fault', secret: randomBytes(32) };

export interface RawAnswer {
  readonly status: number;
  /** As it came: receipts are compared byte by byte. */
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by path in tests
  readonly body: any;
}

/** A department as a compiled process of its own, on a database of its own, that can be killed. */
export class DepartmentProcess {
  private constructor(
    readonly service: string,
    readonly database: TestDatabase,
    readonly process: KillableProcess,
    private readonly folder: string,
  ) {}

  static async start(service: string): Promise<DepartmentProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'hub-department-'));
    const keyFile = join(folder, 'key.pem');
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const database = await createServiceDatabase(service);
    const process = await KillableProcess.start(`subgraphs/${service}/main.js`, {
      DATABASE_URL: database.appUrl,
      HOP_KEYS: `${hopKey.id}:${hopKey.secret.toString('base64url')}`,
      SIGNING_KEY_FILE: keyFile,
      SERVICE_PORT: '0',
      DEMO: 'national',
    });
    return new DepartmentProcess(service, database, process, folder);
  }

  get signer(): ReceiptSigner {
    return createEd25519Signer(readFileSync(join(this.folder, 'key.pem'), 'utf8'));
  }

  /** Asks as the gateway does; rejects when there is no whole answer. */
  async ask(viewer: Viewer, query: string, variables: object = {}): Promise<RawAnswer> {
    const body = JSON.stringify({ query, variables });
    const viewerText = encodeViewer(viewer);
    const hop = { target: this.service, method: 'POST', path: '/graphql', body, viewer: viewerText };
    const response = await fetch(`http://127.0.0.1:${this.process.port}/graphql`, {
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
    const agent = new Agent({ keepAlive: true });
    const request = httpRequest({
      host: '127.0.0.1',
      port: this.process.port,
      path,
      method: 'POST',
      // As the gateway does: a connection that stays, so that an early answer is not lost with what was not read.
      agent,
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
      () => agent.destroy(),
      () => agent.destroy(),
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
    await this.process.close();
    await this.database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
