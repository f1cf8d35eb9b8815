import { Agent, request as send } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { percentile, rounded } from './fault-row.ts';

/** One client of a load: at a fixed pace whatever comes back, or so many workers who each wait for their answer. */
export interface Lane {
  readonly token: string;
  /** `$n` in it becomes the number of the request. */
  readonly query: string;
  readonly perSecond?: number;
  readonly workers?: number;
  /** How long a worker thinks at most before it asks again, over one of the connections kept. */
  readonly pauseMs?: number;
  /** Whether connections are used again; true unless told. */
  readonly keepsAlive?: boolean;
  /** How many connections at most. While all are busy a client at a pace asks nothing. */
  readonly connections?: number;
}

export interface LaneResult {
  readonly sent: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Requests without any answer, by the code of the fault. */
  readonly faults: Readonly<Record<string, number>>;
  /** Answers by their text without the trace, at most twenty different ones. */
  readonly bodies: Readonly<Record<string, number>>;
  /** Milliseconds of answers with 200, and of refusals. */
  readonly p50: number;
  readonly p99: number;
  readonly refusedP50: number;
  readonly refusedP99: number;
  readonly refusedWithoutRetryAfter: number;
}

interface Outcome {
  readonly status: number;
  readonly text: string;
  readonly hasRetryAfter: boolean;
  readonly ms: number;
}

/** Sends one lane's requests for the given time, or until told to stop, and waits for all answers. */
export async function runLane(address: string, lane: Lane, until: () => number): Promise<LaneResult> {
  const connections = lane.connections ?? 512;
  // First in, first out: all connections stay in use, none is the favourite.
  const agent = new Agent({ keepAlive: lane.keepsAlive ?? true, maxSockets: connections, scheduling: 'fifo' });
  const outcomes: Outcome[] = [];
  const faults: Record<string, number> = {};
  let [sent, underWay] = [0, 0];
  const one = async (): Promise<void> => {
    if (underWay >= connections) return;
    sent += 1;
    underWay += 1;
    await ask(address, agent, lane, sent).then(
      (outcome) => void outcomes.push(outcome),
      (error: NodeJS.ErrnoException) => {
        const code = error.code ?? error.message;
        faults[code] = (faults[code] ?? 0) + 1;
      },
    );
    underWay -= 1;
  };
  if (lane.perSecond === undefined) {
    const worker = async () => {
      while (performance.now() < until()) {
        await one();
        if (lane.pauseMs) await delay(Math.random() * lane.pauseMs);
      }
    };
    await Promise.all(Array.from({ length: lane.workers ?? 1 }, worker));
  } else await atPace(lane.perSecond, until, one);
  agent.destroy();
  return { sent, faults, ...summaryOf(outcomes) };
}

/** What is late is made up for at once, so that slow answers do not slow the questions. */
async function atPace(perSecond: number, until: () => number, one: () => Promise<void>): Promise<void> {
  const started = performance.now();
  const asked: Promise<void>[] = [];
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const now = performance.now();
      while (asked.length < ((Math.min(now, until()) - started) / 1000) * perSecond) asked.push(one());
      if (now < until()) return;
      clearInterval(timer);
      resolve();
    }, 2);
  });
  await Promise.all(asked);
}

function ask(address: string, agent: Agent, { token, query }: Lane, index: number): Promise<Outcome> {
  const { hostname, port } = new URL(address);
  const body = JSON.stringify({ query: query.replaceAll('$n', String(index)) });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    authorization: `Bearer ${token}`,
  };
  let started = performance.now();
  return new Promise((resolve, reject) => {
    const asked = send({ hostname, port, path: '/graphql', method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => {
        const hasRetryAfter = response.headers['retry-after'] !== undefined;
        resolve({ status: response.statusCode ?? 0, text, hasRetryAfter, ms: performance.now() - started });
      });
    });
    asked.on('socket', () => {
      started = performance.now();
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

function summaryOf(outcomes: readonly Outcome[]) {
  const byStatus: Record<string, number> = {};
  const bodies: Record<string, number> = {};
  for (const { status, text } of outcomes) {
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    const body = text.replace(/"traceId":"\w+"/g, '"traceId":""');
    if (body in bodies || Object.keys(bodies).length < 20) bodies[body] = (bodies[body] ?? 0) + 1;
  }
  const answered = outcomes.filter(({ status }) => status === 200).map(({ ms }) => ms);
  const refused = outcomes.filter(({ status }) => status !== 200);
  const refusedIn = refused.map(({ ms }) => ms);
  return {
    byStatus,
    bodies,
    p50: rounded(percentile(answered, 0.5)),
    p99: rounded(percentile(answered, 0.99)),
    refusedP50: rounded(percentile(refusedIn, 0.5)),
    refusedP99: rounded(percentile(refusedIn, 0.99)),
    refusedWithoutRetryAfter: refused.filter(({ hasRetryAfter }) => !hasRetryAfter).length,
  };
}
