import { type DrawnFrameworkFile, drawnFrameworkSchema } from '../schemas/drawn-framework.schema.ts';
import { type FrameworkFile, frameworkSchema } from '../schemas/framework.schema.ts';
import type { DataFile, DataFolder } from './read-data-file.ts';

/** What stands in data/frameworks. */
export interface FrameworkFiles {
  /** Those that stand by themselves. */
  readonly whole: readonly DataFile<FrameworkFile>[];
  /** Those drawn from another. */
  readonly drawn: readonly DataFile<DrawnFrameworkFile>[];
}

/** Reads data/frameworks; a file that is not sound is left out and its faults are kept by the folder. */
export function readFrameworkFiles(folder: DataFolder): FrameworkFiles {
  const whole: DataFile<FrameworkFile>[] = [];
  const drawn: DataFile<DrawnFrameworkFile>[] = [];
  for (const { file, raw } of folder.readAll('frameworks')) {
    if (typeof raw === 'object' && raw !== null && 'basedOn' in raw) {
      const source = folder.check(file, raw, drawnFrameworkSchema);
      if (source !== null) drawn.push(source);
    } else {
      const source = folder.check(file, raw, frameworkSchema);
      if (source !== null) whole.push(source);
    }
  }
  return { whole, drawn };
}
