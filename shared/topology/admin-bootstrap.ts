import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../config/project-root.ts';
import { TaskRunner } from './process/child-task.ts';
import { readLauncherConfig } from './config.ts';
import { firstAdministratorOrders, parseIssuedTokens } from './first-tokens.ts';
import { LaunchError } from './launch-error.ts';
import { prepareLogFile } from './process/log-file.ts';
import { urlOf } from './provision.ts';
import { findEmbeddedServer } from './running-server.ts';
import { SecretStore } from './secrets.ts';

/**
 * Issues the tokens of the first administrators of a running installation: on its server, with the keys of its data
 * folder, once. Prints `{"security-administrator":"…","system-administrator":"…"}`.
 */
async function main([subject = '']: readonly string[]): Promise<void> {
  const { dataFolder, postgresUrl, inherited } = readLauncherConfig();
  if (subject.trim() === '') throw new LaunchError('Name the administrator.');
  if (!existsSync(join(dataFolder, 'secrets.json')))
    throw new LaunchError(`${dataFolder} is no data folder of an installation. Set HUB_DATA.`);
  const secrets = new SecretStore(dataFolder);
  const server = postgresUrl ?? findEmbeddedServer(dataFolder, secrets.current.installation).url;
  if (server === null) throw new LaunchError('The hub is not running: start it first.');
  const { app: password } = secrets.passwordsOf('hub');
  const environment = {
    ...inherited,
    DATABASE_URL: urlOf(server, { database: 'hub', user: 'hub_app', password }),
    BOOTSTRAP: JSON.stringify(firstAdministratorOrders(subject)),
    BOOTSTRAP_FIRST: '1',
    LOG_LEVEL: 'error',
  };
  const issued = await new TaskRunner().run({
    name: 'admin bootstrap',
    entry: join(projectRoot, 'dist', 'subgraphs/hub/bootstrap.js'),
    environment,
    logFile: prepareLogFile(join(dataFolder, 'logs', 'admin-bootstrap.log')),
    hasSecretOutput: true,
  });
  process.stdout.write(`${JSON.stringify(parseIssuedTokens(issued))}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
