import { randomInt } from 'node:crypto';

// Without letters and digits that look alike on paper.
const CLASSES = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789', '-_.+='];
const LENGTH = 16;

/** A password nobody has thought of, with a letter of each class. */
export function randomPassword(): string {
  const letters = CLASSES.map(pick);
  while (letters.length < LENGTH) letters.push(pick(CLASSES.join('')));
  for (let last = letters.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [letters[last], letters[other]] = [letters[other] ?? '', letters[last] ?? ''];
  }
  return letters.join('');
}

function pick(letters: string): string {
  return letters.charAt(randomInt(letters.length));
}
