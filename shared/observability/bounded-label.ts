import { withoutSecrets } from './safe-error.ts';

const MOST_LABELS = 100;
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
/** Numbers of people, cards and telephones; no name of an operation needs so many digits. */
const LONG_NUMBER = /\d{6}/;

/**
 * A label whose values come from outside. It says `other` past a number of distinct ones, and where one is no plain name
 * or could be a secret or somebody's number: metrics are open to read.
 */
export function boundedLabel(most: number = MOST_LABELS): (value: string | undefined) => string {
  const seen = new Set<string>();
  return (value) => {
    if (value === undefined || value === '') return 'anonymous';
    if (seen.has(value)) return value;
    if (seen.size >= most || !PLAIN_NAME.test(value) || LONG_NUMBER.test(value)) return 'other';
    if (withoutSecrets(value) !== value) return 'other';
    seen.add(value);
    return value;
  };
}
