import { watch } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { projectRoot } from '../config/project-root.ts';
import { readLauncherConfig } from './config.ts';
import { LaunchError } from './launch-error.ts';
import { Launcher } from './launcher.ts';
import { Progress } from './progress.ts';
import { gatewayAddress, type TopologyFacts } from './service-environment.ts';
import { readFileOrNull } from '../config/private-file.ts';

/** npm and the terminal both pass Ctrl-C on: what comes this soon after the first is the same key press. */
const SAME_PRESS_MS = 1_000;

const config = readLauncherConfig();
const progress = new Progress();
const launcher = new Launcher(config, progress);
let stoppingSince: number | null = null;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void onSignal());

progress.print(`\n${pc.bold('产业工人队伍建设改革评价数据联邦')}  workforce-reform-hub\n`);
try {
  const facts = await launcher.start();
  welcome(facts);
  if (config.isWatching) watchForChanges();
} catch (error) {
  if (stoppingSince === null) await fail(error);
}

async function onSignal(): Promise<void> {
  if (stoppingSince !== null) {
    if (Date.now() - stoppingSince < SAME_PRESS_MS) return;
    launcher.kill();
    process.exit(1);
  }
  stoppingSince = Date.now();
  progress.print('');
  try {
    await progress.step('stop', async () => launcher.stop());
    process.exit(0);
  } catch (error) {
    progress.print(String(error));
    process.exit(1);
  }
}

async function fail(error: unknown): Promise<void> {
  const text =
    error instanceof LaunchError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`\n${pc.red(text)}\n`);
  stoppingSince = Date.now();
  await launcher.stop().catch(() => launcher.kill());
  process.exit(1);
}

function welcome(facts: TopologyFacts): void {
  const address = gatewayAddress(facts);
  progress.print(
    `\n  GraphQL    ${pc.cyan(`${address}/graphql`)}\n  readiness  ${address}/readiness?verbose\n  logs       ${join(config.dataFolder, 'logs')}`,
  );
  const token = leadToken();
  if (token === null) {
    progress.print('\n  Started without demo data and without user tokens. Ctrl-C stops everything.\n');
    return;
  }
  const query = '{ subject(code: \\"110106\\") { name evaluation(year: 2025) { score { value low high } } } }';
  progress.print(`  lead token ${pc.green(token)}  (all demo tokens: ${join(config.dataFolder, 'tokens.json')})

  Demo figures are made up (演示数据). A first query:

  curl -s ${address}/graphql -H 'content-type: application/json' -H 'authorization: Bearer ${token}' \\
    -d '{"query":"${query}"}'

  Ctrl-C stops everything.
`);
}

function leadToken(): string | null {
  const text = readFileOrNull(join(config.dataFolder, 'tokens.json'));
  const tokens: unknown = text === null ? null : JSON.parse(text);
  return typeof tokens === 'object' && tokens !== null && 'lead' in tokens ? String(tokens.lead) : null;
}

function watchForChanges(): void {
  let timer: NodeJS.Timeout | undefined;
  watch(join(projectRoot, 'dist'), { recursive: true }, (_event, file) => {
    if (file === null || !file.endsWith('.js')) return;
    clearTimeout(timer);
    timer = setTimeout(
      () => void progress.step('restart', () => launcher.restartServices()).catch(() => undefined),
      500,
    );
  });
}
