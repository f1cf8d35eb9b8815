import { isRole } from '../../../shared/identity/role.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import type { TokenStore } from './token.repository.ts';
import { checkTokenRequest, type TokenRequest } from './token.rules.ts';
import { hashToken, isTokenText, newTokenText, type TokenGrant } from './token.ts';

export interface TokenDependencies {
  readonly store: TokenStore;
  readonly memberUnits: ReadonlySet<string>;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;

/** Issues tokens and says who holds one. */
export class TokenService {
  private readonly dependencies: TokenDependencies;

  constructor(dependencies: TokenDependencies) {
    this.dependencies = dependencies;
  }

  /** Issues all requested tokens or none. The texts come back in the order of the requests and are shown this once. */
  async issue(requests: readonly TokenRequest[], createdBy: string): Promise<Result<string[], Issue[]>> {
    const { memberUnits, store } = this.dependencies;
    const issues = requests.flatMap((request, index) =>
      checkTokenRequest(request, memberUnits).map((issue) => ({ ...issue, row: index + 1 })),
    );
    if (issues.length > 0) return err(issues);
    const issued = requests.map((request) => ({ text: newTokenText(), grant: this.toGrant(request, createdBy) }));
    await store.add(issued.map(({ text, grant }) => ({ hash: hashToken(text), grant })));
    return ok(issued.map(({ text }) => text));
  }

  /** The viewer behind a token text. Unknown, expired and revoked ones are answered alike: null. */
  async introspect(text: string): Promise<Viewer | null> {
    if (!isTokenText(text)) return null;
    return this.dependencies.store.findViewer(hashToken(text), this.dependencies.clock.now());
  }

  private toGrant({ subject, memberUnit, roles, purpose, days }: TokenRequest, createdBy: string): TokenGrant {
    const createdAt = this.dependencies.clock.now();
    const expiresAt = new Date(createdAt.getTime() + days * DAY_MS);
    return { subject, memberUnit, roles: roles.filter(isRole), purpose, createdBy, createdAt, expiresAt };
  }
}
