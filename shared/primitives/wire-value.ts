import { decimal, isDecimalString, toDecimalString } from './decimal.ts';

/**
 * A value as it travels and is stored: a plain decimal string, or `true` / `false` for yes-no measures.
 * Text measures keep their text.
 */
export type WireValue = string;

/** The canonical spelling of a number (`1.50` → `1.5`, `+3` → `3`); other texts are returned as they are, trimmed. */
export function normaliseWireValue(text: string): WireValue {
  const trimmed = text.trim();
  return isDecimalString(trimmed) ? toDecimalString(decimal(trimmed)) : trimmed;
}
