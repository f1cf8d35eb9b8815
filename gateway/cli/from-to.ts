/** Something before and after, a dash where there is none. */
export function fromTo(before: string | null | undefined, after: string | null | undefined): string {
  return `${before ?? '—'} → ${after ?? '—'}`;
}
