import type { EntityManager } from 'typeorm';
import type { Issue } from '../../primitives/issue.ts';
import type { IntakeItem } from '../intake/intake.ts';
import type { PayloadDigest } from '../publication/payload-digest.ts';
import { type ResolvedRow, type RowContext, resolveRow } from '../validation/row.ts';
import { checkRow } from '../validation/row.rules.ts';
import type { RowRule } from '../validation/row-rule.ts';
import { stageRows } from './staged-row.repository.ts';
import type { UploadLimits } from './upload.ts';

/** What a file came to when it was read to its end. */
export interface TakenIn {
  /** All rows, where they are few; else null, and they are staged. */
  readonly rows: readonly ResolvedRow[] | null;
  readonly rowCount: number;
  /** What could not be read. */
  readonly faults: readonly Issue[];
  /** True where reading ended before the file did: no part of it can be taken. */
  readonly isUnfinished: boolean;
  /** What the checks within a row found. */
  readonly issues: readonly Issue[];
  readonly payloadHash: string;
}

/** How a file is taken in. */
export interface IntakeWay {
  readonly manager: EntityManager;
  readonly submission: string;
  readonly digest: PayloadDigest;
  readonly rules: readonly RowRule[];
  readonly context: RowContext;
  readonly limits: UploadLimits;
  readonly onProgress: (rowsRead: number, errorCount: number) => Promise<void>;
}

/** Hints told of one file: they refuse nothing, and the first of them tell enough. */
const HINT_LIMIT = 200;

/** Rows between two notes of progress. */
const PROGRESS_STEP = 20_000;

/**
 * Reads a file to its end: every row is looked up and checked within itself; few are held, many are staged. Memory does
 * not grow with the file: findings are limited, and at the limit reading ends.
 */
export async function takeIn(items: AsyncIterable<IntakeItem>, way: IntakeWay): Promise<TakenIn> {
  const stager = new Stager(way);
  try {
    const taken = await readAll(items, way, stager);
    await stager.finish();
    return { ...taken, rows: stager.isUsed ? null : stager.rows };
  } finally {
    // Nothing may still be on its way when the rows of a broken upload are dropped.
    await stager.settle();
  }
}

async function readAll(
  items: AsyncIterable<IntakeItem>,
  way: IntakeWay,
  stager: Stager,
): Promise<Omit<TakenIn, 'rows'>> {
  const { digest, rules, context, limits } = way;
  const faults: Issue[] = [];
  const issues: Issue[] = [];
  let rowCount = 0;
  let isUnfinished = false;
  for await (const item of items) {
    if (item.kind === 'fault') {
      faults.push(item.issue);
      digest.addFault(item.issue);
      isUnfinished ||= item.endsReading;
      continue;
    }
    digest.addRow(item.input);
    const row = resolveRow(item.input, item.line, context);
    keep(issues, checkRow(row, rules, context));
    stager.rows.push(row);
    rowCount += 1;
    if (faults.length + issues.length >= limits.findings + HINT_LIMIT) {
      isUnfinished = true;
      break;
    }
    if (stager.rows.length >= limits.rowsInMemory) await stager.stage();
    if (rowCount % PROGRESS_STEP === 0) await way.onProgress(rowCount, faults.length + issues.length);
  }
  return { rowCount, faults, isUnfinished, issues, payloadHash: digest.end() };
}

/** Puts rows aside while the next are read: one piece is on its way at a time. */
class Stager {
  /** Rows not yet put aside. */
  rows: ResolvedRow[] = [];
  isUsed = false;
  private underWay: Promise<void> = Promise.resolve();

  constructor(private readonly way: Pick<IntakeWay, 'manager' | 'submission'>) {}

  async stage(): Promise<void> {
    await this.underWay;
    this.isUsed = true;
    this.underWay = stageRows(this.way.manager, this.way.submission, this.rows);
    // A failure is told by the next wait for it.
    this.underWay.catch(() => undefined);
    this.rows = [];
  }

  /** Puts aside what is left, where anything was. */
  async finish(): Promise<void> {
    if (this.isUsed) await this.stage();
    await this.underWay;
  }

  async settle(): Promise<void> {
    await this.underWay.catch(() => undefined);
  }
}

/** Keeps findings; of hints only the first. */
export function keep(issues: Issue[], found: readonly Issue[]): void {
  for (const issue of found) if (issue.severity !== 'HINT' || issues.length < HINT_LIMIT) issues.push(issue);
}
