/** Most codes, figures, days and ids need no quotes. */
const PLAIN = /^[\w.:;=+-]+$/;
const TO_ESCAPE = /["\\]/g;

/**
 * A list as PostgreSQL reads arrays. For parameters of many thousand elements: the driver looks at each for what it may be
 * and quotes them all.
 */
export function arrayText(elements: readonly (string | number | boolean | null)[]): string {
  let text = '';
  for (const element of elements) text += text === '' ? elementText(element) : `,${elementText(element)}`;
  return `{${text}}`;
}

function elementText(element: string | number | boolean | null): string {
  if (element === null) return 'NULL';
  if (typeof element !== 'string') return String(element);
  const isPlain = PLAIN.test(element) && (element.length !== 4 || element.toUpperCase() !== 'NULL');
  return isPlain ? element : `"${element.replace(TO_ESCAPE, '\\$&')}"`;
}
