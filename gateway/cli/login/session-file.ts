import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readFileOrNull, writePrivateFile } from '../../../shared/config/private-file.ts';

const sessionSchema = z.object({ issuer: z.string(), accessToken: z.string().min(1), expiresAt: z.iso.datetime() });

/** Who has logged in with `hub login`, until the token ends. */
export type CliSession = z.infer<typeof sessionSchema>;

function pathIn(dataFolder: string): string {
  return join(dataFolder, 'session.json');
}

/** The session of a data folder, also one that is over: who has logged in is not quietly made somebody else. */
export function readSession(dataFolder: string): CliSession | null {
  const text = readFileOrNull(pathIn(dataFolder));
  return text === null ? null : sessionSchema.parse(JSON.parse(text));
}

export function writeSession(dataFolder: string, session: CliSession): string {
  mkdirSync(dataFolder, { recursive: true });
  writePrivateFile(pathIn(dataFolder), `${JSON.stringify(session, null, 2)}\n`);
  return pathIn(dataFolder);
}

/** Whether there was one. */
export function removeSession(dataFolder: string): boolean {
  const isThere = readFileOrNull(pathIn(dataFolder)) !== null;
  rmSync(pathIn(dataFolder), { force: true });
  return isThere;
}
