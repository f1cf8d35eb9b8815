import { createHash } from 'node:crypto';
import { canonicalJson } from '../../primitives/canonical-json.ts';
import type { Issue } from '../../primitives/issue.ts';
import type { RowInput } from '../validation/row.ts';
import type { PublishOrder } from './publish.ts';

/**
 * SHA-256 over what is asked, row by row in the order handed in, without the way it is asked: a dry run and the act
 * itself are the same payload. Takes rows one at a time, so that a file of any size has one in flat memory.
 */
export class PayloadDigest {
  private readonly hash = createHash('sha256');
  private isFirst = true;

  constructor(order: PublishOrder, memberUnit: string) {
    const { mode, isDemo, reportedOn, kind, justification } = order;
    const head = canonicalJson({ memberUnit, mode, isDemo, reportedOn, kind, justification });
    this.hash.update(`${head}[`);
  }

  addRow(row: RowInput): void {
    const dimensions = row.dimensions.map(({ key, code }) => ({ key, code }));
    this.add(canonicalJson({ ...row, dimensions }));
  }

  /** Something in a file that is no row; it is part of what was asked. */
  addFault({ code, row, path }: Issue): void {
    this.add(canonicalJson({ code, row, path }));
  }

  private add(text: string): void {
    this.hash.update(this.isFirst ? text : `,${text}`);
    this.isFirst = false;
  }

  end(): string {
    return this.hash.update(']').digest('hex');
  }
}
