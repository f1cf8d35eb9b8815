import { cliErrors } from '../../cli-error.ts';
import type { CliConfig } from '../../config.ts';
import type { GraphqlClient } from '../../graphql-client.ts';
import type { CommandOutcome } from '../../outcome.ts';
import { renderTable } from '../../table.ts';
import { type Diagnosis, healthy, lookIntoLog, sick } from './diagnosis.ts';
import { checkDataFolder, checkHttp, checkNode } from './machine-checks.ts';
import { type OwnProcesses, readOwnProcesses } from './own-processes.ts';
import { checkDirectory, checkEvaluation } from './service-checks.ts';
import { checkWorker } from './worker-check.ts';

/** Looks at everything a working hub needs, from the inside out; each finding says what to do. */
export async function doctorCommand(config: CliConfig, client: GraphqlClient): Promise<CommandOutcome> {
  const processes = readOwnProcesses(config);
  const checks: readonly Diagnosis[] = [
    checkNode(),
    checkDataFolder(config),
    await checkHttp(config, '/health'),
    await checkHttp(config, '/readiness'),
    ...(await checkServices(client, processes)),
  ];
  const count = checks.filter(({ isHealthy }) => isHealthy === false).length;
  const table = renderTable(
    [{ title: '' }, { title: '检查' }, { title: '结果' }, { title: '办法' }],
    checks.map(({ name, isHealthy, found, remedy }) => [markOf(isHealthy), name, found, remedy ?? '']),
  );
  return { data: { checks }, plain: table, error: count === 0 ? null : cliErrors.unhealthy(count) };
}

function markOf(isHealthy: boolean | null): string {
  return isHealthy === null ? '?' : isHealthy ? '✓' : '✗';
}

async function checkServices(client: GraphqlClient, processes: OwnProcesses): Promise<Diagnosis[]> {
  const { checks, departments } = await checkDirectory(client);
  // Whom the hub does not know, no other service answers.
  const isKnown = checks.every(({ name, isHealthy }) => name !== '令牌' || isHealthy === true);
  const ofEvaluation = isKnown
    ? [await checkEvaluation(client), await checkWorker(client, { departments, processes })]
    : [];
  const named = new Set([...checks, ...ofEvaluation].map(({ name }) => name));
  return [...checks, ...ofEvaluation, ...processChecks(processes).filter(({ name }) => !named.has(name))];
}

/** What runs here and answers no part of the graph: the identity provider of a demonstration. */
function processChecks(processes: OwnProcesses): Diagnosis[] {
  return [...processes].map(([name, { pid, isRunning }]) =>
    isRunning ? healthy(`服务 ${name}`, `进程 ${pid} 在运行`) : sick(`服务 ${name}`, '进程未运行', lookIntoLog(name)),
  );
}
