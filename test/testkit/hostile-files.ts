import type { Maker } from './hostile-file.ts';
import { FOREIGN, HEADERS } from './hostile-foreign.ts';
import { LINES } from './hostile-lines.ts';
import { DAMAGED, OBJECTS } from './hostile-objects.ts';
import { ODD } from './hostile-odd.ts';

/** Every kind of file, by a name that says what is odd about it. */
export const HOSTILE_FILES: readonly (readonly [string, Maker])[] = Object.entries({
  ...prefixed('odd', ODD),
  ...prefixed('foreign', FOREIGN),
  ...prefixed('header', HEADERS),
  ...prefixed('line', LINES),
  ...prefixed('object', OBJECTS),
  ...prefixed('damaged', DAMAGED),
});

function prefixed(group: string, makers: Readonly<Record<string, Maker>>): Record<string, Maker> {
  return Object.fromEntries(Object.entries(makers).map(([name, maker]) => [`${group}: ${name}`, maker]));
}
