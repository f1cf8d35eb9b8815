import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from '../../config/private-file.ts';
import { type RoleKind, urlOf } from '../provision.ts';
import type { SecretStore } from '../secrets.ts';
import { DATABASES } from '../services.ts';

/** Folder of an installation with one file for each value; what a service may not know is in no file that it is given. */
const FILES = 'files';

/** What the values are made of, beside the secrets themselves. */
export interface SecretFacts {
  /** `host:port` of PostgreSQL. */
  readonly databaseAddress: string;
  readonly demo: 'on' | 'off' | 'national';
  /** What lets people in, as `OIDC_ISSUERS` has it. */
  readonly oidcIssuers: readonly object[];
}

/** Who reads a file: the services' account or the database's. */
export type Reader = 'service' | 'postgres';

export interface SecretFile {
  readonly path: string;
  readonly reader: Reader;
}

/** Path of one value of an installation. */
export function secretFile(dataFolder: string, name: string): string {
  return join(dataFolder, FILES, name);
}

/** All values by name. The token of the worker is empty until the hub has issued it. */
function secretValues(secrets: SecretStore, facts: SecretFacts): Record<string, string> {
  const { superuserPassword, hopKeys, serviceToken } = secrets.current;
  const server = `postgres://${facts.databaseAddress}/postgres`;
  const url = (service: string, kind: RoleKind): string =>
    urlOf(server, { database: service, user: `${service}_${kind}`, password: secrets.passwordsOf(service)[kind] });
  const urls = (kind: RoleKind): string =>
    JSON.stringify(Object.fromEntries(DATABASES.map((name) => [name, url(name, kind)])));
  return {
    // Encrypts the keys in backups; whoever wants them back keeps a copy of it elsewhere.
    backup_passphrase: randomBytes(24).toString('base64url'),
    postgres_password: superuserPassword,
    postgres_url: urlOf(server, { user: 'postgres', password: superuserPassword }),
    migration_urls: urls('owner'),
    audit_retention_urls: urls('maintenance'),
    ...Object.fromEntries(DATABASES.map((name) => [`${name}_database_url`, url(name, 'app')])),
    hop_keys: hopKeys,
    service_token: serviceToken ?? '',
    oidc_issuers: JSON.stringify(facts.oidcIssuers),
    demo: facts.demo,
  };
}

/** Writes the files that are missing and says which they are; one that is there is never touched. */
export function writeSecretFiles(dataFolder: string, secrets: SecretStore, facts: SecretFacts): SecretFile[] {
  return Object.entries(secretValues(secrets, facts)).flatMap(([name, value]) => {
    const path = secretFile(dataFolder, name);
    if (existsSync(path)) return [];
    writePrivateFile(path, value);
    return [{ path, reader: name === 'postgres_password' ? 'postgres' : 'service' }];
  });
}
