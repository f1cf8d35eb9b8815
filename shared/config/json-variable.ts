import { z } from 'zod';
import { parseJson } from '../primitives/parse-json.ts';

/** A variable whose text is JSON of the given shape; a fault names the place within it. For `config.ts` files. */
export function jsonVariable<T>(shape: z.ZodType<T>, missing?: string) {
  return z.string(missing).transform((text, context) => {
    const value = parseJson(text);
    const parsed = shape.safeParse(value);
    if (parsed.success) return parsed.data;
    context.addIssue({
      code: 'custom',
      message: value === undefined ? 'must be JSON' : z.prettifyError(parsed.error),
    });
    return z.NEVER;
  });
}
