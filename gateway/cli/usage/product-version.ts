import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../../shared/config/project-root.ts';

const packageSchema = z.object({ version: z.string() });

/** Version of the product that this command belongs to. */
export function productVersion(): string {
  return packageSchema.parse(JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))).version;
}
