import { readFileSync } from 'node:fs';

/** An environment as processes get it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The values of an environment, those from files among them, and what is wrong with the files. */
export interface FileValues {
  readonly values: Record<string, string>;
  readonly faults: readonly string[];
}

const SUFFIX = '_FILE';

/**
 * Replaces `NAME_FILE` by `NAME` with the content of the file it points to, for every variable named: so that a secret is
 * in no environment and no process list. One line break at the end of the file does not count. Variables that end in
 * `_FILE` by themselves (`SIGNING_KEY_FILE`) are left alone, and an empty text means unset.
 */
export function readFileValues(names: readonly string[], environment: Environment): FileValues {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment))
    if (value !== undefined && value !== '') values[name] = value;
  const faults: string[] = [];
  for (const name of names) {
    const path = values[`${name}${SUFFIX}`];
    if (path === undefined || names.includes(`${name}${SUFFIX}`)) continue;
    if (values[name] !== undefined) {
      faults.push(`${name}: is set, and ${name}${SUFFIX} as well; only one of them may be`);
      continue;
    }
    const content = contentOf(path);
    if ('fault' in content) faults.push(`${name}${SUFFIX}: ${path} ${content.fault}`);
    else values[name] = content.text;
  }
  return { values, faults };
}

/** The reason is told, the content never is. */
function contentOf(path: string): { readonly text: string } | { readonly fault: string } {
  try {
    const text = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    return text === '' ? { fault: 'is empty' } : { text };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    return { fault: `cannot be read (${code})` };
  }
}
