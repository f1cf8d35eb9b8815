import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { ok, type Result } from '../../../../shared/primitives/result.ts';
import type { CliError } from '../../cli-error.ts';
import { typePrefixOf } from '../../department-names.ts';
import { formatInstant } from '../../format-instant.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import { type Diagnosis, healthy, lookIntoLog, OFFICE_SEES, sick, unseen } from './diagnosis.ts';
import type { OwnProcesses } from './own-processes.ts';

const progressSchema = z.object({
  evaluationProgress: z.array(z.object({ department: z.string(), position: z.string(), updatedAt: z.string() })),
});
type Progress = z.infer<typeof progressSchema>['evaluationProgress'];

/** How long a worker that is behind is watched for a step forward. */
const PATIENCE = { attempts: 20, pauseMs: 500 };
const NAME = '服务 worker';

export interface WorkerCheckOptions {
  readonly departments: readonly string[];
  readonly processes: OwnProcesses;
  readonly wait?: (ms: number) => Promise<unknown>;
}

/**
 * How far the worker is behind the departments' change feeds, as the departments say where they end: what the worker noted
 * last is no measure of one that has stopped. Behind is no fault as long as it goes on.
 */
export async function checkWorker(client: GraphqlClient, options: WorkerCheckOptions): Promise<Diagnosis> {
  const { departments, processes, wait = delay } = options;
  if (processes.get('worker')?.isRunning === false) return sick(NAME, '进程未运行', lookIntoLog('worker'));
  const seen = await readLag(client, departments);
  if (!seen.ok) {
    const { code, message, remedy } = seen.error;
    return code === 'FORBIDDEN'
      ? unseen(NAME, '所用令牌无权查看接收进度', OFFICE_SEES)
      : unseen(NAME, `${code} ${message}`, remedy);
  }
  const first = seen.value;
  let last = first;
  for (let attempt = 0; attempt < PATIENCE.attempts && last.behind > 0n && last.sum === first.sum; attempt += 1) {
    await wait(PATIENCE.pauseMs);
    const next = await readLag(client, departments);
    if (next.ok) last = next.value;
  }
  if (last.behind === 0n) return healthy(NAME, `已读完各部门的变更流，落后 0 条${last.readAt}${last.silent}`);
  const found = `落后 ${last.behind} 条（${last.parts.join('、')}）`;
  if (last.sum > first.sum) return healthy(NAME, `${found}，正在追赶${last.silent}`);
  return sick(
    NAME,
    `${found}，${(PATIENCE.attempts * PATIENCE.pauseMs) / 1000} 秒内未前进${last.readAt}`,
    lookIntoLog('worker'),
  );
}

interface Lag {
  readonly behind: bigint;
  /** Sum of all positions: grows when any of them does. */
  readonly sum: bigint;
  /** By department that is not read to its end. */
  readonly parts: readonly string[];
  readonly readAt: string;
  /** Departments that did not say where their feed ends. */
  readonly silent: string;
}

async function readLag(client: GraphqlClient, departments: readonly string[]): Promise<Result<Lag, CliError>> {
  const answer = await client.askFor(progressSchema, '{ evaluationProgress { department position updatedAt } }');
  if (!answer.ok) return answer;
  const progress = answer.value.data.evaluationProgress;
  const positions = new Map(progress.map(({ department, position }) => [department, BigInt(position)]));
  const heads = await readHeads(client, departments, positions);
  const open = departments.flatMap((name) => {
    const behind = (heads.get(name) ?? 0n) - (positions.get(name) ?? 0n);
    return behind > 0n ? [{ name, behind }] : [];
  });
  const silent = departments.filter((name) => !heads.has(name));
  return ok({
    behind: open.reduce((sum, { behind }) => sum + behind, 0n),
    sum: [...positions.values()].reduce((sum, position) => sum + position, 0n),
    parts: open.map(({ name, behind }) => `${name} ${behind}`),
    readAt: lastRead(progress),
    silent: silent.length === 0 ? '' : `；${silent.join('、')} 未应答，不知其末位`,
  });
}

/** Where each feed ends, as its department says. */
async function readHeads(
  client: GraphqlClient,
  departments: readonly string[],
  positions: ReadonlyMap<string, bigint>,
): Promise<Map<string, bigint>> {
  const fields = departments.map((name, index) => {
    const prefix = typePrefixOf(name);
    const field = `${prefix.charAt(0).toLowerCase()}${prefix.slice(1)}Changes`;
    return `d${index}: ${field}(after: "${positions.get(name) ?? 0n}", first: 1) { head }`;
  });
  if (fields.length === 0) return new Map();
  const headsSchema = z.record(z.string(), z.object({ head: z.string().nullable() }).nullable());
  const answer = await client.askFor(headsSchema, `{ ${fields.join(' ')} }`);
  if (!answer.ok) return new Map();
  return new Map(
    departments.flatMap((name, index): [string, bigint][] => {
      const head = answer.value.data[`d${index}`]?.head ?? null;
      return head === null ? [] : [[name, BigInt(head)]];
    }),
  );
}

function lastRead(progress: Progress): string {
  const latest = progress
    .map(({ updatedAt }) => updatedAt)
    .sort()
    .at(-1);
  return latest === undefined ? '' : `；最近读到变更 ${formatInstant(latest)}`;
}
