import { timingSafeEqual } from 'node:crypto';

/** Compares what is secret without telling by the time it takes how much of it was right. */
export function isSameText(expected: string, given: string | null | undefined): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given ?? '')];
  return left.length === right.length && timingSafeEqual(left, right);
}
