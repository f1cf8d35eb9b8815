/** Most codes, figures, days and ids need no quotes. */
const PLAIN = /^[\w.:;=+-]+$/;
const TO_ESCAPE = /["\\]/g;

/**
 * One column of many rows as PostgreSQL reads arrays, for parameters of many thousand elements: the driver looks at each
 * for what it may be and quotes them all. Empty where no row has anything in it: `unnest` makes up for what a list lacks
 * beside longer ones.
 */
export function columnText<Row>(rows: readonly Row[], part: (row: Row) => string | number | boolean | null): string {
  let text = '';
  let isEmpty = true;
  for (const row of rows) {
    const element = part(row);
    if (element !== null) isEmpty = false;
    text += text === '' ? elementText(element) : `,${elementText(element)}`;
  }
  return isEmpty ? '{}' : `{${text}}`;
}

function elementText(element: string | number | boolean | null): string {
  if (element === null) return 'NULL';
  if (typeof element !== 'string') return String(element);
  const isPlain = PLAIN.test(element) && (element.length !== 4 || element.toUpperCase() !== 'NULL');
  return isPlain ? element : `"${element.replace(TO_ESCAPE, '\\$&')}"`;
}
