import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../shared/primitives/clock.ts';
import { readFileOrNull, writePrivateFile } from '../../../shared/config/private-file.ts';

/** Keys sign for a month; the one before is published until every token it signed has ended. */
export const ROTATION_MS = 30 * 86_400_000;
const LINGER_MS = 3_600_000;

export const ALGORITHM = 'ES256';

const keySchema = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  kid: z.string(),
  alg: z.literal(ALGORITHM),
  use: z.literal('sig'),
});

const ringSchema = z.strictObject({
  /** Published before it signs, so that who caches keys has it when the first token by it comes. */
  next: keySchema,
  current: keySchema,
  previous: keySchema.nullable(),
  rotatedAt: z.int(),
});

export type SigningKey = z.infer<typeof keySchema>;
type Ring = z.infer<typeof ringSchema>;

/** The keys of one provider, in a file that only it may read. */
export class SigningKeys {
  private rotating: Promise<void> | null = null;

  private constructor(
    private readonly path: string,
    private ring: Ring,
    private readonly clock: Clock,
  ) {}

  static async open(folder: string, clock: Clock): Promise<SigningKeys> {
    const path = join(folder, 'keys.json');
    const text = readFileOrNull(path);
    if (text !== null) return new SigningKeys(path, ringSchema.parse(JSON.parse(text)), clock);
    const [current, next] = await Promise.all([makeKey(), makeKey()]);
    const keys = new SigningKeys(path, { next, current, previous: null, rotatedAt: clock.now().getTime() }, clock);
    keys.write();
    return keys;
  }

  /** The key to sign with now. */
  async signing(): Promise<SigningKey> {
    if (this.sinceRotation() >= ROTATION_MS) await this.rotate();
    return this.ring.current;
  }

  /** What the world may know of the keys. */
  published(): { keys: JWK[] } {
    const { current, next, previous } = this.ring;
    const isLingering = previous !== null && this.sinceRotation() < LINGER_MS;
    const keys = isLingering ? [current, next, previous] : [current, next];
    return { keys: keys.map(({ d: _private, ...key }) => key) };
  }

  /** The next key signs, a new one is announced. */
  rotate(): Promise<void> {
    this.rotating ??= this.turn().finally(() => {
      this.rotating = null;
    });
    return this.rotating;
  }

  private async turn(): Promise<void> {
    const { next, current } = this.ring;
    this.ring = { next: await makeKey(), current: next, previous: current, rotatedAt: this.clock.now().getTime() };
    this.write();
  }

  private sinceRotation(): number {
    return this.clock.now().getTime() - this.ring.rotatedAt;
  }

  private write(): void {
    writePrivateFile(this.path, `${JSON.stringify(this.ring, null, 2)}\n`);
  }
}

async function makeKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return keySchema.parse({ ...(await exportJWK(privateKey)), kid: randomUUID(), alg: ALGORITHM, use: 'sig' });
}
