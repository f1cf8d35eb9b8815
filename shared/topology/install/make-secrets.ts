import { chownSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InstallationRecord, resolveDemoMode } from '../installation-state.ts';
import { SecretStore } from '../secrets.ts';
import { SUBGRAPHS } from '../services.ts';
import { type MakeSecretsConfig, readMakeSecretsConfig } from './config.ts';
import { type Reader, secretFile, writeSecretFiles } from './secret-files.ts';

/** Accounts of the images: `node` of node:24, `postgres` of postgres:18. */
const ACCOUNTS: Readonly<Record<Reader, number>> = { service: 1000, postgres: 999 };

/**
 * Makes what an installation in containers keeps secret, once: the passwords of the databases' roles, the keys of the
 * signatures, and from them one file for each value that a service is given. What exists is kept, so that running it
 * again adds what a newer version needs. As root it gives every file to the account that reads it.
 */
function makeSecrets(config: MakeSecretsConfig): void {
  const { dataFolder } = config;
  for (const folder of ['', 'files', 'keys', 'demo', 'demo/identity-provider'])
    mkdirSync(join(dataFolder, folder), { recursive: true, mode: 0o700 });
  const record = new InstallationRecord(dataFolder);
  const known = record.read();
  const demo = resolveDemoMode({
    requested: config.demo ?? known?.demo ?? 'off',
    recorded: known?.demo ?? null,
    hasMarker: record.hasMarker,
    isProduction: config.isProduction,
  });
  if (known?.demo !== demo) record.write({ demo, demoLoaded: known?.demoLoaded ?? null });
  const secrets = new SecretStore(dataFolder);
  for (const { name } of SUBGRAPHS) secrets.signingKeyFile(name);
  const { databaseAddress, issuer, jwksUri } = config;
  // The keys come over a network between two containers of this machine.
  const demoIssuer = { issuer, audience: 'hub', jwksUri, plainHttp: true };
  const made = writeSecretFiles(dataFolder, secrets, {
    databaseAddress,
    demo,
    oidcIssuers: demo === 'off' ? [] : [demoIssuer],
  });
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    giveAway(dataFolder, ACCOUNTS.service);
    chownSync(secretFile(dataFolder, 'postgres_password'), ACCOUNTS.postgres, ACCOUNTS.postgres);
  }
  process.stdout.write(
    `${dataFolder}: ${made.length === 0 ? 'kept as it is' : `${made.length} files made`}, demo ${demo}\n`,
  );
  if (!isRoot)
    process.stdout.write('not root: the files belong to you, and only containers of your account can read them\n');
}

/** A folder and everything in it; links are not followed. */
function giveAway(path: string, account: number): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  chownSync(path, account, account);
  if (stat.isDirectory()) for (const name of readdirSync(path)) giveAway(join(path, name), account);
}

try {
  makeSecrets(readMakeSecretsConfig());
} catch (error) {
  process.stderr.write(`secrets: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
