/** What the bundler calls for everything that has a name, each time it comes to be. */
const NAME_EVERYTHING = 'var __name = (target, value) => __defProp(target, "name", { value, configurable: true });';

/** Who has the name already needs none, and of functions without a prototype (arrows) nobody asks it. */
const NAME_CLASSES = `var __name = (target, value) => target.name === value || target.prototype === undefined
  ? target : __defProp(target, "name", { value, configurable: true });`;

/**
 * A bundle that gives names to classes alone: to give one to every function, too, each time one comes to be, is work in
 * the middle of every answer. Throws where the bundler has come to write it in another way.
 */
export function nameClassesOnly(bundle: string): string {
  const parts = bundle.split(NAME_EVERYTHING);
  if (parts.length !== 2) throw new Error('the bundler gives names in a way that is not known');
  return parts.join(NAME_CLASSES);
}
