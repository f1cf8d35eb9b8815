/** Rows joined to pieces that are worth sending. */
export function* inPieces(rows: Iterable<string>, size = 65_536): Generator<string> {
  let piece = '';
  for (const row of rows) {
    piece += row;
    if (piece.length < size) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
