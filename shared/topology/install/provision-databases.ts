import { InstallationRecord } from '../installation-state.ts';
import { LaunchError } from '../launch-error.ts';
import { provisionServices } from '../provision-services.ts';
import { SecretStore } from '../secrets.ts';
import { readProvisionConfig } from './config.ts';

/** Makes or updates one database with three roles for each service, with the passwords of the installation. */
async function provision(): Promise<void> {
  const { HUB_DATA: dataFolder, HUB_POSTGRES_URL: adminUrl } = readProvisionConfig();
  const installation = new InstallationRecord(dataFolder);
  if (installation.read() === null) throw new LaunchError(`${dataFolder} is no installation: make its secrets first.`);
  const databases = await provisionServices(adminUrl, { secrets: new SecretStore(dataFolder), installation });
  for (const [name, { isNew }] of databases) process.stdout.write(`${name}  ${isNew ? 'made' : 'up to date'}\n`);
}

provision().catch((error: unknown) => {
  process.stderr.write(`provision: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
