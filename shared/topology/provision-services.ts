import type { InstallationRecord } from './installation-state.ts';
import { type ProvisionedDatabase, provisionDatabase } from './provision.ts';
import type { SecretStore } from './secrets.ts';
import { DATABASES } from './services.ts';

/** What an installation remembers of its databases. */
export interface InstallationMemory {
  readonly secrets: SecretStore;
  readonly installation: InstallationRecord;
}

/** Provisions the databases of all services, and forgets what an earlier database alone knew. */
export async function provisionServices(
  adminUrl: string,
  { secrets, installation }: InstallationMemory,
): Promise<Map<string, ProvisionedDatabase>> {
  const requests = DATABASES.map((name) => ({ service: name, database: name, passwords: secrets.passwordsOf(name) }));
  const provisioned = await Promise.all(requests.map((request) => provisionDatabase(adminUrl, request)));
  const databases = new Map<string, ProvisionedDatabase>();
  for (const [index, { database }] of requests.entries()) {
    const made = provisioned[index];
    if (made) databases.set(database, made);
  }
  // A database made anew knows neither the tokens nor the demo figures of an earlier one.
  if (databases.get('hub')?.isNew) secrets.setServiceToken(null);
  const state = installation.read();
  if (state && provisioned.some(({ isNew }) => isNew)) installation.write({ ...state, demoLoaded: null });
  return databases;
}
