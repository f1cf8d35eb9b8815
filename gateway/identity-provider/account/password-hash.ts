import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Makes and checks the stored form of passwords. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  verify(password: string, hash: string): Promise<boolean>;
}

const COST_BITS = 15;
const BLOCK = 8;
const LANES = 1;
const LENGTH = 32;
const FORM = /^scrypt\$(\d{2})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/;

interface Cost {
  readonly bits: number;
  readonly block: number;
  readonly lanes: number;
}

/** scrypt with a salt of its own for each: `scrypt$15$8$1$<salt>$<hash>`, so that the cost can rise later. */
export const scryptHasher: PasswordHasher = {
  async hash(password) {
    const salt = randomBytes(16);
    const derived = await derive(password, salt, { bits: COST_BITS, block: BLOCK, lanes: LANES });
    return ['scrypt', COST_BITS, BLOCK, LANES, salt.toString('base64url'), derived.toString('base64url')].join('$');
  },
  async verify(password, hash) {
    const [, bits, block, lanes, salt, expected] = FORM.exec(hash) ?? [];
    if (salt === undefined || expected === undefined) throw new Error('a stored password hash cannot be read');
    const cost = { bits: Number(bits), block: Number(block), lanes: Number(lanes) };
    const derived = await derive(password, Buffer.from(salt, 'base64url'), cost);
    const stored = Buffer.from(expected, 'base64url');
    return stored.length === derived.length && timingSafeEqual(stored, derived);
  },
};

function derive(password: string, salt: Buffer, { bits, block, lanes }: Cost): Promise<Buffer> {
  const N = 2 ** bits;
  // The default limit is exactly what the least cost needs, and refuses it.
  const options = { N, r: block, p: lanes, maxmem: 256 * N * block };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, LENGTH, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
