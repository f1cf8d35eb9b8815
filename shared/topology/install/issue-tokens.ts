import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../config/project-root.ts';
import { TaskRunner } from '../process/child-task.ts';
import { InstallationRecord } from '../installation-state.ts';
import { issueFirstTokens } from '../issue-first-tokens.ts';
import { LaunchError } from '../launch-error.ts';
import { prepareLogFile } from '../process/log-file.ts';
import { SecretStore } from '../secrets.ts';
import { readIssueTokensConfig } from './config.ts';
import { secretFile } from './secret-files.ts';

/** Issues the first tokens of an installation: the worker's into its file, those of a demonstration into `demo`. */
async function issueTokens(): Promise<void> {
  const { HUB_DATA: dataFolder, DATABASE_URL: hubUrl } = readIssueTokensConfig();
  const demo = new InstallationRecord(dataFolder).read()?.demo;
  if (demo === undefined) throw new LaunchError(`${dataFolder} is no installation: make its secrets first.`);
  const secrets = new SecretStore(dataFolder);
  const tokenFolder = join(dataFolder, 'demo');
  mkdirSync(tokenFolder, { recursive: true, mode: 0o700 });
  const count = await issueFirstTokens({
    secrets,
    demo,
    tokenFolder,
    hubUrl,
    bootstrap: (environment) =>
      new TaskRunner().run({
        name: 'hub bootstrap',
        entry: join(projectRoot, 'dist/subgraphs/hub/bootstrap.js'),
        environment,
        logFile: prepareLogFile(join(dataFolder, 'logs', 'tokens.log')),
        hasSecretOutput: true,
      }),
  });
  keepServiceToken(secretFile(dataFolder, 'service_token'), secrets.current.serviceToken ?? '');
  process.stdout.write(count === 0 ? 'kept\n' : `${count} issued\n`);
}

/** Written in place: the worker's container may have this very file already, and would not see another put there. */
function keepServiceToken(path: string, token: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === token) return;
  writeFileSync(path, token, { mode: 0o600 });
}

issueTokens().catch((error: unknown) => {
  process.stderr.write(`tokens: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
