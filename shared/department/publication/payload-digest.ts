import { createHash } from 'node:crypto';
import { canonicalJson } from '../../primitives/canonical-json.ts';
import type { Issue } from '../../primitives/issue.ts';
import type { RowInput } from '../validation/row.ts';
import type { PublishOrder } from './publish.ts';

/** Text given to the hash at once. */
const DIGEST_PIECE = 16_384;

/**
 * SHA-256 over what is asked, row by row in the order handed in, without the way it is asked: a dry run and the act
 * itself are the same payload. Takes rows one at a time, so that a file of any size has one in flat memory.
 */
export class PayloadDigest {
  private readonly hash = createHash('sha256');
  private isFirst = true;
  private waiting = '';

  constructor(order: PublishOrder, memberUnit: string) {
    const { mode, isDemo, reportedOn, kind, justification } = order;
    const head = canonicalJson({ memberUnit, mode, isDemo, reportedOn, kind, justification });
    this.hash.update(`${head}[`);
  }

  addRow(row: RowInput): void {
    this.add(rowJson(row));
  }

  /** Something in a file that is no row; it is part of what was asked. */
  addFault({ code, row, path }: Issue): void {
    this.add(canonicalJson({ code, row, path }));
  }

  private add(text: string): void {
    this.waiting += this.isFirst ? text : `,${text}`;
    this.isFirst = false;
    if (this.waiting.length < DIGEST_PIECE) return;
    this.hash.update(this.waiting);
    this.waiting = '';
  }

  end(): string {
    return this.hash.update(`${this.waiting}]`).digest('hex');
  }
}

/** A row in canonical JSON, written out because there may be very many. */
export function rowJson(row: RowInput): string {
  const { dimensions, expectedRevision, explanation, measure, period, stage, subject, value } = row;
  const coordinates = dimensions.map(
    ({ key, code }) => `{"code":${JSON.stringify(code)},"key":${JSON.stringify(key)}}`,
  );
  return `{"dimensions":[${coordinates.join(',')}],"expectedRevision":${expectedRevision},"explanation":${JSON.stringify(explanation)},\
"measure":${JSON.stringify(measure)},"period":${JSON.stringify(period)},"stage":${JSON.stringify(stage)},\
"subject":${JSON.stringify(subject)},"value":${JSON.stringify(value)}}`;
}
