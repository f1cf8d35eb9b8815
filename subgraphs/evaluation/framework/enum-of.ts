/** The member of a schema enum for a word of the catalogue: `stable-or-higher` is STABLE_OR_HIGHER. */
export function enumOf<T extends string>(members: Readonly<Record<string, T>>, word: string): T {
  const member = members[word.toUpperCase().replaceAll('-', '_')];
  if (member === undefined) throw new RangeError(`the schema has no value for ${word}`);
  return member;
}

/** The word of the catalogue for a member of a schema enum, out of the words the caller knows. */
export function wordOf<W extends string>(words: readonly W[], member: string): W {
  const word = words.find((candidate) => candidate.toUpperCase().replaceAll('-', '_') === member);
  if (word === undefined) throw new RangeError(`the catalogue has no word for ${member}`);
  return word;
}
