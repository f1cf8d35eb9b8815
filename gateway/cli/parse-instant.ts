import { InvalidArgumentError } from 'commander';

/** An instant on the command line: with its zone, so that nobody has to guess whose midnight is meant. */
export function parseInstant(text: string): string {
  if (!/T.*(Z|[+-]\d{2}:\d{2})$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('时刻应写作 2026-01-31T00:00:00+08:00');
  return text;
}
