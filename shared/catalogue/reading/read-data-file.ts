import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { FaultSink, FileFaults } from './file-faults.ts';

/** A data file that was read and fits its schema. */
export interface DataFile<T> {
  readonly file: string;
  readonly data: T;
  readonly faults: FaultSink;
}

const inChinese = z.locales.zhCN().localeError;

/** Reads the data files of one folder of data. */
export class DataFolder {
  constructor(
    private readonly folder: string,
    private readonly faults: FileFaults,
  ) {}

  /** One file checked against its schema; null when it is missing or does not fit, which is then a fault. */
  read<T>(file: string, schema: z.ZodType<T>): DataFile<T> | null {
    const raw = this.readJson(file);
    return raw === undefined ? null : this.check(file, raw, schema);
  }

  /** Unchecked content of every JSON file of a subfolder, by name. */
  readAll(subfolder: string): { readonly file: string; readonly raw: unknown }[] {
    return this.names(subfolder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => ({ file: `${subfolder}/${name}`, raw: this.readJson(`${subfolder}/${name}`) }))
      .filter(({ raw }) => raw !== undefined);
  }

  /** Content checked against a schema; null and a fault for each misfit otherwise. */
  check<T>(file: string, raw: unknown, schema: z.ZodType<T>): DataFile<T> | null {
    const faults = this.faults.of(file);
    const parsed = schema.safeParse(raw, { error: inChinese, jitless: true });
    if (parsed.success) return { file, data: parsed.data, faults };
    for (const issue of parsed.error.issues) faults.add(formatPath(issue.path), issue.message);
    return null;
  }

  private names(subfolder: string): string[] {
    try {
      return readdirSync(join(this.folder, subfolder));
    } catch (error) {
      this.faults.of(subfolder).add('', `无法读取：${describe(error)}`);
      return [];
    }
  }

  private readJson(file: string): unknown {
    try {
      const content: unknown = JSON.parse(readFileSync(join(this.folder, file), 'utf8'));
      return content;
    } catch (error) {
      this.faults.of(file).add('', `无法读取：${describe(error)}`);
      return undefined;
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** `indicators[3].measures[0].type` */
function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('');
}
