import { randomBytes, randomInt } from 'node:crypto';

/** One text that must not turn up, and where it was put in. */
export interface Canary {
  readonly kind: string;
  readonly place: string;
  /** As it is sent. */
  readonly text: string;
  /** The part that would be recognised, whatever was done to the rest. */
  readonly core: string;
}

const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('');
const letters = (count: number): string => randomBytes(count).toString('hex').slice(0, count);
const ESCAPE = '\u001b';

/** A core and the text around it. */
type Form = readonly [core: () => string, around: (core: string) => string];

const bare = (core: string): string => core;
const mark = (): string => `cn${letters(14)}`;

/** What people and machines put where it does not belong: secrets, persons, and texts that would forge a log. */
const FORMS: Readonly<Record<string, Form>> = {
  'token of the hub': [() => randomBytes(16).toString('base64url').replace(/[_-]/g, 'x'), (core) => `hub_${core}`],
  'token of a person': [mark, (core) => `eyJhbGciOiJFUzI1NiJ9.${core}.${core}`],
  'bearer credential': [mark, (core) => `Bearer ${core}`],
  'basic credential': [mark, (core) => `Basic ${core}`],
  'key of a cloud': [mark, (core) => `sk_live_${core}`],
  'session cookie': [mark, (core) => `__Host-session=${core}`],
  password: [mark, (core) => `P@ss:${core}!`],
  'password with quotes': [mark, (core) => `p"a'ss\\${core}\\"`],
  'code of a second factor': [() => `0${digits(5)}`, bare],
  'secret of a second factor': [
    () =>
      letters(32)
        .replace(/[0189]/g, 'Z')
        .toUpperCase(),
    bare,
  ],
  'private key': [mark, (core) => `-----BEGIN PRIVATE KEY-----\n${core}\n-----END PRIVATE KEY-----`],
  'address with a password': [mark, (core) => `postgres://hub:${core}@db:5432/hub`],
  'code of a login': [() => randomBytes(24).toString('hex'), bare],
  'secret of a client': [mark, (core) => `client_secret=${core}`],
  'signature of a call': [() => randomBytes(32).toString('hex'), (core) => `v1=${core}`],
  'identity card': [() => `11010119${digits(10)}`, bare],
  'identity card with X': [() => `11010119${digits(9)}X`, bare],
  'mobile phone': [() => `13${digits(9)}`, bare],
  'phone with area': [() => `${digits(8)}7`, (core) => `010-${core}`],
  'bank card': [() => `6222${digits(15)}`, bare],
  passport: [() => `E${digits(8)}`, bare],
  'name of a person': [() => `欧阳金丝雀${digits(9)}`, bare],
  'name in letters': [mark, (core) => `Ouyang_${core}`],
  'mail address': [mark, (core) => `${core}@example.org`],
  'home address': [() => `丰台区金丝雀胡同${digits(9)}号`, bare],
  'forged record': [
    mark,
    (core) => `x\r\n{"level":"error","time":"2026-01-01T00:00:00.000Z","service":"gateway","msg":"${core}"}\r\n`,
  ],
  'forged line': [mark, (core) => `x\n2026-01-01 [1] LOG: ${core}\n`],
  'colours of a terminal': [mark, (core) => `${ESCAPE}[2J${ESCAPE}[31m${core}${ESCAPE}[0m`],
  'title of a terminal': [mark, (core) => `${ESCAPE}]0;${core}\u0007`],
  'separators of lines': [mark, (core) => `x\u2028y\u2029z\u0085${core}`],
  'zero byte': [mark, (core) => `x\u0000${core}`],
  'lookup of a logger': [mark, (core) => `\${jndi:ldap://127.0.0.1/${core}}%s%d`],
};

export const KINDS = Object.keys(FORMS);

/** Makes canaries and remembers each. */
export class Aviary {
  readonly all: Canary[] = [];

  /** A canary of a kind, never made before, for one place. */
  of(kind: string, place: string): Canary {
    const form = FORMS[kind];
    if (!form) throw new Error(`no canary of the kind ${kind}`);
    const core = form[0]();
    const canary = { kind, place, text: form[1](core), core };
    this.all.push(canary);
    return canary;
  }

  /** `kind in place`, of each that a text holds. */
  foundIn(text: string): string[] {
    // A text says the same words again and again: each is looked at once.
    const words = [...new Set(text.match(/[\p{L}\p{N}]+/gu))].join(' ');
    return this.all
      .filter(({ core }) => words.includes(core) && (core.length > CODE_LENGTH || standsAlone(text, core)))
      .map(({ kind, place }) => `${kind} in ${place}`);
  }
}

const CODE_LENGTH = 6;

/** A code of six digits is also part of many a number: only one that stands alone counts. */
function standsAlone(text: string, code: string): boolean {
  return new RegExp(`(?<![0-9A-Za-z.])${code}(?![0-9A-Za-z])`).test(text);
}
