import { canonicalJson } from '../../primitives/canonical-json.ts';
import type { Issue } from '../../primitives/issue.ts';
import { ListDigest } from '../../primitives/list-digest.ts';
import type { RowInput } from '../validation/row.ts';
import type { PublishOrder } from './publish.ts';

/**
 * SHA-256 over what is asked, row by row in the order handed in, without the way it is asked: a dry run and the act
 * itself are the same payload. Takes rows one at a time, so that a file of any size has one in flat memory.
 */
export class PayloadDigest {
  private readonly digest: ListDigest;

  constructor(order: PublishOrder, memberUnit: string) {
    const { mode, isDemo, reportedOn, kind, justification } = order;
    this.digest = new ListDigest(canonicalJson({ memberUnit, mode, isDemo, reportedOn, kind, justification }));
  }

  addRow(row: RowInput): void {
    this.digest.add(rowJson(row));
  }

  /** Something in a file that is no row; it is part of what was asked. */
  addFault({ code, row, path }: Issue): void {
    this.digest.add(canonicalJson({ code, row, path }));
  }

  end(): string {
    return this.digest.end();
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
