import { Agent, request as send } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { LoadJob, LoadResult } from './load.ts';

/** A process that asks: what it spends is not mixed with what those it asks spend. */
process.on('message', (job: LoadJob) => void run(job).then((result) => process.send?.(result)));
process.once('disconnect', () => process.exit(0));
process.send?.('ready');

async function run(job: LoadJob): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: job.workers });
  const head = JSON.stringify({ query: job.document }).slice(0, -1);
  const bodies = job.variables.map((variables) => `${head},"variables":${JSON.stringify(variables)}}`);
  const times: number[] = [];
  const looks = bodies.map(() => new Look());
  let [next, failed, bytes, characters] = [0, 0, 0, 0];
  let firstFault: string | null = null;
  const started = performance.now();
  const isOver = (): boolean =>
    job.count !== undefined ? next >= job.count : performance.now() - started >= (job.seconds ?? 0) * 1_000;
  const worker = async (): Promise<void> => {
    while (!isOver()) {
      const place = (job.from + next++) % bodies.length;
      const asked = performance.now();
      const reply = await ask(job, agent, bodies[place] ?? '').catch(
        ({ message }: Error): Reply => ({ status: 0, isPacked: false, body: Buffer.from(message) }),
      );
      times.push(performance.now() - asked);
      bytes += reply.body.length;
      const seen = looks[place]?.at(reply) ?? lookAt(reply);
      characters += seen.characters;
      if (seen.fault === null) continue;
      failed += 1;
      firstFault ??= seen.fault;
    }
  };
  await Promise.all(Array.from({ length: job.workers }, worker));
  agent.destroy();
  const seconds = (performance.now() - started) / 1_000;
  const perAnswer = (sum: number): number => sum / Math.max(1, times.length);
  const [all, each] = [times.length, { bytes: perAnswer(bytes), characters: perAnswer(characters) }];
  return { asked: all, failed, firstFault, seconds, times, ...each };
}

interface Seen {
  readonly characters: number;
  readonly fault: string | null;
}

/** Looks at each answer as a client would, but not twice at the same bytes: what is measured is who answers. */
class Look {
  private known: (Seen & { readonly reply: Reply }) | null = null;

  at(reply: Reply): Seen {
    const { known } = this;
    const isSame = known?.reply.status === reply.status && known.reply.isPacked === reply.isPacked;
    if (known && isSame && known.reply.body.equals(reply.body)) return known;
    this.known = { reply, ...lookAt(reply) };
    return this.known;
  }
}

function lookAt({ status, isPacked, body }: Reply): Seen {
  const text = (isPacked ? gunzipSync(body) : body).toString('utf8');
  // Whoever answers quickly that something is wrong is not quick.
  const isGood = status === 200 && !text.includes('"errors":[{');
  return { characters: text.length, fault: isGood ? null : `${status} ${text.slice(0, 600)}` };
}

interface Reply {
  readonly status: number;
  readonly isPacked: boolean;
  readonly body: Buffer;
}

function ask({ url, headers }: LoadJob, agent: Agent, body: string): Promise<Reply> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = send(
      {
        ...{ hostname, port, path: pathname, method: 'POST', agent },
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
        const isPacked = response.headers['content-encoding'] === 'gzip';
        response.on('end', () => resolve({ status: response.statusCode ?? 0, isPacked, body: Buffer.concat(chunks) }));
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
