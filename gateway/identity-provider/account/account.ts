import { z } from 'zod';

/** Who can log in, and how. What he may do is not said here: that the hub knows. */
export const accountSchema = z.strictObject({
  username: z.string().regex(/^[a-z][a-z0-9.-]{1,63}$/),
  /** Stable, never given to anybody else. */
  subject: z.string().min(1).max(255),
  displayName: z.string().min(1),
  passwordHash: z.string(),
  passwordSetAt: z.iso.datetime(),
  /** Base32; null for an account without a second factor. */
  totpSecret: z.string().nullable(),
  /** The time step of the last code that was accepted: none is accepted twice. */
  lastTotpStep: z.int().nullable().default(null),
  attempts: z
    .strictObject({
      failures: z.int().min(0),
      failedAt: z.int().nullable(),
      lockedUntil: z.int().nullable(),
    })
    .default({ failures: 0, failedAt: null, lockedUntil: null }),
});

export type Account = z.infer<typeof accountSchema>;
export type Attempts = Account['attempts'];
