import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { projectRoot } from '../../config/project-root.ts';

/** The folder of the data that comes with the hub. */
export const shippedData = join(projectRoot, 'shared', 'catalogue', 'data');

/**
 * Reader of a file that stands by itself, beside what the catalogue is made of: read when it is first asked for and
 * once per process. Throws with what is wrong in the file.
 */
export function readOnce<Data, Read>(file: string, schema: z.ZodType<Data>, toRead: (data: Data) => Read): () => Read {
  let known: { readonly value: Read } | null = null;
  return () => {
    known ??= { value: toRead(schema.parse(JSON.parse(readFileSync(join(shippedData, file), 'utf8')))) };
    return known.value;
  };
}
