import { accessSync, constants } from 'node:fs';
import { z } from 'zod';
import { cliErrors } from '../cli-error.ts';
import type { CliConfig } from '../config.ts';
import type { GraphqlClient } from '../graphql-client.ts';
import type { CommandOutcome } from '../outcome.ts';
import { renderTable } from '../table.ts';

/** One thing that was looked at. */
export interface Diagnosis {
  readonly name: string;
  readonly isHealthy: boolean;
  readonly found: string;
  /** What to do when it is not healthy. */
  readonly remedy: string | null;
}

/** Looks at everything a working hub needs, from the inside out; each finding says what to do. */
export async function doctorCommand(config: CliConfig, client: GraphqlClient): Promise<CommandOutcome> {
  const checks = [
    checkNode(),
    checkDataFolder(config),
    await checkHttp(config, '/health'),
    await checkHttp(config, '/readiness'),
    ...(await checkGraph(client)),
  ];
  const sick = checks.filter(({ isHealthy }) => !isHealthy);
  const table = renderTable(
    [{ title: '' }, { title: '检查' }, { title: '结果' }, { title: '办法' }],
    checks.map(({ name, isHealthy, found, remedy }) => [isHealthy ? '✓' : '✗', name, found, remedy ?? '']),
  );
  return { data: { checks }, plain: table, error: sick.length === 0 ? null : cliErrors.unhealthy(sick.length) };
}

function healthy(name: string, found: string): Diagnosis {
  return { name, isHealthy: true, found, remedy: null };
}

function sick(name: string, found: string, remedy: string): Diagnosis {
  return { name, isHealthy: false, found, remedy };
}

/** Node 20.19 and every later even release. */
export function isSupportedNode(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19);
}

function checkNode(): Diagnosis {
  const { node } = process.versions;
  return isSupportedNode(node) ? healthy('Node', node) : sick('Node', node, '安装 Node 20.19 或更高版本');
}

function checkDataFolder({ dataFolder }: CliConfig): Diagnosis {
  try {
    accessSync(dataFolder, constants.R_OK | constants.X_OK);
    return healthy('数据目录', dataFolder);
  } catch {
    return sick('数据目录', `${dataFolder} 不存在或不可读`, '用 HUB_DATA 指明 npm start 所用的目录');
  }
}

async function checkHttp({ url }: CliConfig, path: string): Promise<Diagnosis> {
  const address = new URL(path, url).href;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.ok
      ? healthy(`网关 ${path}`, `HTTP ${response.status}`)
      : sick(`网关 ${path}`, `HTTP ${response.status}`, '查看数据目录 logs/gateway.log');
  } catch {
    return sick(`网关 ${path}`, `${address} 无应答`, '运行 npm start，或用 --url 指明地址');
  }
}

const answerSchema = z.object({
  memberUnits: z.array(
    z.object({
      carriedBy: z.object({ code: z.string() }).nullable(),
      availability: z.object({ state: z.string() }).nullable(),
    }),
  ),
});

async function checkGraph(client: GraphqlClient): Promise<Diagnosis[]> {
  const answer = await client.askFor(
    answerSchema,
    '{ memberUnits { code carriedBy { code } availability { state } } }',
  );
  if (!answer.ok) return [sick('令牌', `${answer.error.code} ${answer.error.message}`, answer.error.remedy)];
  const states = new Map<string, string>();
  for (const { carriedBy, availability } of answer.value.data.memberUnits) {
    if (carriedBy !== null) states.set(carriedBy.code, availability?.state ?? 'UNKNOWN');
  }
  return [
    healthy('令牌', '有效'),
    ...[...states].map(([name, state]) =>
      state === 'AVAILABLE' || state === 'UP'
        ? healthy(`子图 ${name}`, state)
        : sick(`子图 ${name}`, state, `查看数据目录 logs/${name}.log`),
    ),
  ];
}
