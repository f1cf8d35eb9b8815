import type { Page, PageRequest } from '../../../shared/graphql/connection.ts';
import { isRole } from '../../../shared/identity/role.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import { isUuid, newId } from '../../../shared/primitives/identifiers.ts';
import type { Issue } from '../../../shared/primitives/issue.ts';
import { err, ok, type Result } from '../../../shared/primitives/result.ts';
import { type AccessAuditEntry, doneEntry, refusedEntry } from '../access-audit/access-audit.ts';
import type { AuditStore } from '../access-audit/access-audit.repository.ts';
import { type Act, permit } from '../act/act.ts';
import { tokenErrors } from './token.errors.ts';
import type { TokenStore } from './token.repository.ts';
import { checkTokenRequest, MAX_DAYS, type TokenRequest } from './token.rules.ts';
import {
  hashToken,
  isTokenText,
  type NewToken,
  newTokenText,
  type StoredToken,
  type TokenFilter,
  type TokenGrant,
} from './token.ts';

export interface TokenDependencies {
  readonly store: TokenStore;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly memberUnits: ReadonlySet<string>;
  readonly clock: Clock;
}

/** A token that was just issued; its text is shown this once. */
export interface IssuedToken {
  readonly token: StoredToken;
  readonly text: string;
}

/** The same without a subject: then the token itself is who acts. */
export type AskedToken = Omit<TokenRequest, 'subject'> & { readonly subject: string | null };

const DAY_MS = 86_400_000;

/** Issues tokens, revokes them, and says who holds one. */
export class TokenService {
  private readonly dependencies: TokenDependencies;

  constructor(dependencies: TokenDependencies) {
    this.dependencies = dependencies;
  }

  /**
   * Issues all requested tokens or none, before anybody could ask for one. The texts come back in the order of the
   * requests and are shown this once. With `isFirst` only where there is no administrator yet.
   */
  async issue(
    requests: readonly TokenRequest[],
    createdBy: string,
    options: { readonly isFirst?: boolean } = {},
  ): Promise<Result<string[], Issue[]>> {
    const { memberUnits, store } = this.dependencies;
    const issues = requests.flatMap((request, index) =>
      checkTokenRequest(request, { memberUnits, maxDays: MAX_DAYS.bootstrap }).map((issue) => ({
        ...issue,
        row: index + 1,
      })),
    );
    if (issues.length > 0) return err(issues);
    const made = requests.map((request) => this.make(request, createdBy));
    const tokens = made.map(({ token }) => token);
    const stored = await store.add({ tokens, audit: tokens.map(bootstrapEntry), isFirst: options.isFirst ?? false });
    return stored.ok ? ok(made.map(({ text }) => text)) : stored;
  }

  /** Issues one token that a security administrator asks for. */
  async create(asked: AskedToken, act: Act): Promise<Result<IssuedToken, Issue[]>> {
    permit(act.viewer, 'token:manage');
    const id = newId();
    const request: TokenRequest = { ...asked, subject: asked.subject ?? `token:${id}` };
    const { memberUnits, store, clock } = this.dependencies;
    const issues = checkTokenRequest(request, { memberUnits, maxDays: MAX_DAYS.asked });
    if (request.subject === act.viewer.subject) issues.push(tokenErrors.ownSubject());
    if (issues.length > 0) return this.refuseCreation(request, issues, act);
    const { token, text } = this.make(request, act.viewer.subject, id);
    const audit = doneEntry(act, clock.now(), {
      action: 'token.create',
      object: `token:${id}`,
      detail: detailOf(token.grant),
    });
    const stored = await store.add({ tokens: [token], audit: [audit] });
    if (!stored.ok) return this.refuseCreation(request, stored.error, act);
    return ok({ token: { ...token.grant, id, revokedAt: null, lastUsedOn: null }, text });
  }

  /** From the next moment on the token is worth nothing, at every gateway. */
  async revoke(id: string, act: Act): Promise<Result<StoredToken, Issue[]>> {
    permit(act.viewer, 'token:manage');
    const { store, audit, clock } = this.dependencies;
    const token = isUuid(id) ? await store.find(id) : null;
    const at = clock.now();
    const subject = { action: 'token.revoke', object: `token:${id}`, detail: { subject: token?.subject ?? null } };
    const isDone = token?.revokedAt === null && (await store.revoke(id, doneEntry(act, at, subject)));
    if (token !== null && isDone) return ok({ ...token, revokedAt: at });
    const issues = [token === null ? tokenErrors.tokenUnknown() : tokenErrors.alreadyRevoked()];
    await audit.append([refusedEntry(act, at, { ...subject, issues })]);
    return err(issues);
  }

  list(filter: TokenFilter, request: PageRequest, { viewer }: Act): Promise<Page<StoredToken>> {
    permit(viewer, 'token:read');
    return this.dependencies.store.page(filter, this.dependencies.clock.now(), request);
  }

  /** The viewer behind a token text. Unknown, expired and revoked ones are answered alike: null. */
  async introspect(text: string): Promise<Viewer | null> {
    if (!isTokenText(text)) return null;
    return this.dependencies.store.findViewer(hashToken(text), this.dependencies.clock.now());
  }

  private async refuseCreation(request: TokenRequest, issues: Issue[], act: Act): Promise<Result<never, Issue[]>> {
    const { subject, memberUnit, purpose } = request;
    const detail = { subject, memberUnit, roles: [...request.roles], purpose };
    const refused = { action: 'token.create', object: 'token', detail, issues };
    await this.dependencies.audit.append([refusedEntry(act, this.dependencies.clock.now(), refused)]);
    return err(issues);
  }

  private make(request: TokenRequest, createdBy: string, id = newId()): { token: NewToken; text: string } {
    const text = newTokenText();
    return { text, token: { id, hash: hashToken(text), grant: this.toGrant(request, createdBy) } };
  }

  private toGrant({ subject, memberUnit, roles, purpose, days }: TokenRequest, createdBy: string): TokenGrant {
    const createdAt = this.dependencies.clock.now();
    const expiresAt = new Date(createdAt.getTime() + days * DAY_MS);
    return { subject, memberUnit, roles: roles.filter(isRole), purpose, createdBy, createdAt, expiresAt };
  }
}

function bootstrapEntry({ id, grant }: NewToken): AccessAuditEntry {
  return {
    at: grant.createdAt,
    actor: grant.createdBy,
    actorUnit: null,
    action: 'token.issue',
    object: `token:${id}`,
    result: 'DONE',
    traceId: null,
    detail: detailOf(grant),
  };
}

function detailOf({ subject, memberUnit, roles, purpose, expiresAt }: TokenGrant): AccessAuditEntry['detail'] {
  return { subject, memberUnit, roles: [...roles], purpose, expiresAt: expiresAt.toISOString() };
}
