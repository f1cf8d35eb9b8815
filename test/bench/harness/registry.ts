import { archiveCase } from '../archive.ts';
import { backupCase } from '../backup.ts';
import { bulkCase, largeBulkCase } from '../bulk.ts';
import { calculatorCase } from '../calculator.ts';
import { compositionCase } from '../composition.ts';
import { faultyFileCase } from '../faulty-file.ts';
import { federationCase } from '../federation.ts';
import { feedsCase } from '../feeds.ts';
import { listsCase } from '../lists.ts';
import { startCase, visibilityCase } from '../product.ts';
import { roundCase } from '../round.ts';
import { sourcesCase } from '../sources.ts';
import { statementsCase } from '../statements.ts';
import { writersCase } from '../writers.ts';
import type { BenchCase } from './bench-case.ts';

/** Every row there is. Those that share the running product stand together, so that it is started once. */
export const CASES: readonly BenchCase[] = [
  calculatorCase,
  archiveCase,
  compositionCase,
  bulkCase,
  writersCase,
  faultyFileCase,
  backupCase,
  roundCase,
  listsCase,
  largeBulkCase,
  startCase,
  statementsCase,
  visibilityCase,
  feedsCase,
  sourcesCase,
  federationCase,
];

/** The rows asked for by name, or all that are not only for asking by name. */
export function chooseCases(wanted: ReadonlySet<string>): readonly BenchCase[] {
  if (wanted.size === 0) return CASES.filter(({ isOnlyNamed }) => isOnlyNamed !== true);
  return CASES.filter((each) => namesOf(each).some((name) => wanted.has(name)));
}

/** Names asked for that no row answers to. */
export function unknownRows(wanted: ReadonlySet<string>): string[] {
  const known = new Set(CASES.flatMap(namesOf));
  return [...wanted].filter((name) => !known.has(name));
}

function namesOf({ id, also = [] }: BenchCase): string[] {
  return [id, ...also];
}
