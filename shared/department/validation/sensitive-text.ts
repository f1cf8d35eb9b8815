/** What a text seems to give away about a person. */
export type PersonalDatum = 'ID_NUMBER' | 'MOBILE' | 'BANK_CARD' | 'EMAIL';

const EMAIL = /[\w.+-]+@[\w-]+(\.[\w-]+)+/;
/** Eleven digits of a mobile number; what follows tells a figure with its unit from a number to call. */
const MOBILE = /(?<![\d.])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d.]*\d)(?!\s*(?:元|万|亿|人))/;
const ID_18 = /(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?!\d)/g;
const ID_15 = /(?<!\d)\d{15}(?!\d)/g;
const CARD = /(?<!\d)(?:\d[ -]?){15,18}\d(?!\d)/g;
const CARD_PREFIX = /^(?:62|60\d{2}|4|5[1-5])/;
const PROVINCES = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])/;
/** Longer texts are refused for their length anyway. */
const LOOKED_AT = 2000;
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS = '10X98765432';

/**
 * The first sign of personal data in a text; null for most. Identity numbers of 18 digits need the right check digit,
 * bank cards theirs, so that case and document numbers with a date in them pass.
 */
export function findPersonalDatum(text: string): PersonalDatum | null {
  const plain = text
    .slice(0, LOOKED_AT)
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '');
  if (plain.includes('@') && EMAIL.test(plain)) return 'EMAIL';
  if (!/\d(?:[ -]?\d){10}/.test(plain)) return null;
  if (matches(plain, ID_18).some(isIdNumber) || matches(plain, ID_15).some(isOldIdNumber)) return 'ID_NUMBER';
  if (matches(plain, CARD).some(isBankCard)) return 'BANK_CARD';
  return MOBILE.test(plain) ? 'MOBILE' : null;
}

/** True for a marking of state secrets (密级标志): 绝密, 机密, or 秘密 with its star. */
export function hasSecrecyMark(text: string): boolean {
  const plain = text
    .slice(0, LOOKED_AT)
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cf}]/gu, '');
  return /绝密|机密|秘密[★☆*]/u.test(plain);
}

/** A text with long numbers cut, for messages: what may be personal is not told again. */
export function maskNumbers(text: string): string {
  return text.replaceAll(/\d(?:[ -]?\d){10,}[\dXx]?/g, (digits) => `${digits.slice(0, 3)}…`);
}

function matches(text: string, pattern: RegExp): string[] {
  return text.match(pattern) ?? [];
}

function isIdNumber(found: string): boolean {
  const text = found.replaceAll(/[ -]/g, '');
  if (!PROVINCES.test(text) || !isBirthday(text.slice(6, 14))) return false;
  const sum = ID_WEIGHTS.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return ID_CHECKS[sum % 11] === text[17]?.toUpperCase();
}

function isOldIdNumber(text: string): boolean {
  return PROVINCES.test(text) && isBirthday(`19${text.slice(6, 12)}`);
}

function isBirthday(digits: string): boolean {
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  if (!/^(?:19|20)/.test(day)) return false;
  const instant = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day);
}

function isBankCard(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '');
  if (!CARD_PREFIX.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
