import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { RolePasswords } from './provision.ts';
import { readFileOrNull, writePrivateFile } from '../config/private-file.ts';

const secretsSchema = z.object({
  /** Names this installation; tells its database from one of a deleted data folder. */
  installation: z.string(),
  superuserPassword: z.string(),
  rolePasswords: z.record(z.string(), z.object({ owner: z.string(), app: z.string(), maintenance: z.string() })),
  /** `kid:base64url`, the key with which the gateway signs its calls. */
  hopKeys: z.string(),
  /** Token of the evaluation worker; null until the hub has issued it. */
  serviceToken: z.string().nullable(),
});

export type Secrets = z.infer<typeof secretsSchema>;

/** What must stay secret and stay the same from start to start: generated once, readable by its owner only. */
export class SecretStore {
  private readonly dataFolder: string;
  private secrets: Secrets;

  constructor(dataFolder: string) {
    this.dataFolder = dataFolder;
    const text = readFileOrNull(this.path);
    this.secrets = text === null ? newSecrets() : secretsSchema.parse(JSON.parse(text));
    if (text === null) this.save();
  }

  get current(): Secrets {
    return this.secrets;
  }

  /** Passwords of the three roles of a service. */
  passwordsOf(service: string): RolePasswords {
    const known = this.secrets.rolePasswords[service];
    if (known) return known;
    const passwords = { owner: newPassword(), app: newPassword(), maintenance: newPassword() };
    this.secrets = { ...this.secrets, rolePasswords: { ...this.secrets.rolePasswords, [service]: passwords } };
    this.save();
    return passwords;
  }

  setServiceToken(token: string | null): void {
    this.secrets = { ...this.secrets, serviceToken: token };
    this.save();
  }

  /** File with the Ed25519 private key that signs a service's receipts. */
  signingKeyFile(service: string): string {
    const folder = join(this.dataFolder, 'keys');
    const path = join(folder, `${service}.pem`);
    if (existsSync(path)) return path;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { privateKey } = generateKeyPairSync('ed25519');
    writePrivateFile(path, String(privateKey.export({ type: 'pkcs8', format: 'pem' })));
    return path;
  }

  private get path(): string {
    return join(this.dataFolder, 'secrets.json');
  }

  private save(): void {
    writePrivateFile(this.path, `${JSON.stringify(this.secrets, null, 2)}\n`);
  }
}

function newSecrets(): Secrets {
  return {
    installation: randomBytes(8).toString('hex'),
    superuserPassword: newPassword(),
    rolePasswords: {},
    hopKeys: `k1:${randomBytes(32).toString('base64url')}`,
    serviceToken: null,
  };
}

function newPassword(): string {
  return randomBytes(24).toString('base64url');
}
