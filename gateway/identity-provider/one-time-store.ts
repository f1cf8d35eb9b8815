import { randomBytes } from 'node:crypto';
import { sha256Hex } from '../../shared/primitives/canonical-json.ts';
import type { Clock } from '../../shared/primitives/clock.ts';

const MOST = 10_000;

interface Entry<T> {
  readonly value: T;
  readonly endsAt: number;
}

/** Keeps things for a short time under names nobody can guess. */
export class OneTimeStore<T> {
  private readonly entries = new Map<string, Entry<T>>();

  constructor(
    private readonly lifeMs: number,
    private readonly clock: Clock,
  ) {}

  put(value: T): string {
    const name = randomBytes(32).toString('base64url');
    this.entries.set(sha256Hex(name), { value, endsAt: this.now() + this.lifeMs });
    const oldest = this.entries.keys().next();
    if (this.entries.size > MOST && !oldest.done) this.entries.delete(oldest.value);
    return name;
  }

  look(name: string): T | null {
    const entry = this.entries.get(sha256Hex(name));
    return entry && this.now() < entry.endsAt ? entry.value : null;
  }

  /** What lies under a name, for the first who asks and for nobody after. */
  take(name: string): T | null {
    const value = this.look(name);
    this.entries.delete(sha256Hex(name));
    return value;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
