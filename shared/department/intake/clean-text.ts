/** Marks that show nothing: zero-width spaces, joiners, direction marks, soft hyphens, byte order marks. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
/** The same without the joiners, which some scripts and pictures need between their signs. */
const INVISIBLE_IN_PROSE = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** A cell that holds a code or a figure: half width, nothing invisible, nothing around it. */
export function cleanCode(text: string): string {
  return toHalfWidth(text).replaceAll(INVISIBLE, '').trim();
}

/** A cell that holds a figure. Its width is left to the reading of figures: a text measure keeps its text. */
export function cleanFigure(text: string): string {
  return text.replaceAll(INVISIBLE, '').trim();
}

/** A cell that holds prose: only what shows nothing is taken out. */
export function cleanProse(text: string): string {
  return text.replaceAll(INVISIBLE_IN_PROSE, '').trim();
}

/** Full-width forms of ASCII (U+FF01–U+FF5E) and the ideographic space as ASCII. */
export function toHalfWidth(text: string): string {
  return text
    .replaceAll(/[\uff01-\uff5e]/gu, (sign) => String.fromCodePoint(sign.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ');
}

/** Foreign text in a message: short and in quotes, so that it can neither flood nor pass for our own words. */
export function quote(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return `“${short.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ')}”`;
}
