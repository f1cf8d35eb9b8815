import { mkdirSync } from 'node:fs';

/**
 * Makes the data folder where there is none. Under root the database runs as another account, which has to pass this
 * folder; what is secret in it has a mode of its own.
 */
export function makeDataFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
}
