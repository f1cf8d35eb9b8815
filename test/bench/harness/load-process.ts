import { Agent, request as send } from 'node:http';
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
  let [next, failed, bytes] = [0, 0, 0];
  let firstFault: string | null = null;
  const started = performance.now();
  const isOver = (): boolean =>
    job.count !== undefined ? next >= job.count : performance.now() - started >= (job.seconds ?? 0) * 1_000;
  const worker = async (): Promise<void> => {
    while (!isOver()) {
      const body = bodies[(job.from + next++) % bodies.length] ?? '';
      const asked = performance.now();
      const { status, text } = await ask(job, agent, body).catch((error: Error) => ({
        status: 0,
        text: error.message,
      }));
      times.push(performance.now() - asked);
      bytes += text.length;
      // Whoever answers quickly that something is wrong is not quick.
      if (status === 200 && !text.includes('"errors":[{')) continue;
      failed += 1;
      firstFault ??= `${status} ${text.slice(0, 600)}`;
    }
  };
  await Promise.all(Array.from({ length: job.workers }, worker));
  agent.destroy();
  const seconds = (performance.now() - started) / 1_000;
  return { asked: times.length, failed, firstFault, seconds, times, bytes: bytes / Math.max(1, times.length) };
}

function ask({ url, headers }: LoadJob, agent: Agent, body: string): Promise<{ status: number; text: string }> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = send(
      {
        ...{ hostname, port, path: pathname, method: 'POST', agent },
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
