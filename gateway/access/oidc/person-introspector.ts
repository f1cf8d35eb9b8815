import { Counter } from 'prom-client';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { Logger } from '../../../shared/observability/logger.ts';
import { sha256Hex } from '../../../shared/primitives/canonical-json.ts';
import { askHubForViewer, type HubAddress } from '../hub-question.ts';
import type { TokenIntrospector } from '../token-introspection.ts';
import type { AuthenticatedPerson, PersonTokenVerifier } from './person-token.verifier.ts';
import { TOKEN_REFUSALS, type TokenRefusal } from './token-refusal.ts';

/** What an authenticated person is in the hub; null for one it does not know. Throws when the hub cannot be asked. */
export type FindPerson = (person: AuthenticatedPerson) => Promise<Viewer | null>;

/** The hub knows people, their units and roles; it drops roles that ask for a second factor that was not shown. */
export function findPersonAtHub(hub: HubAddress): FindPerson {
  return (person) => askHubForViewer(hub, '/internal/person-viewer', person);
}

export interface PersonIntrospectorOptions {
  readonly verifier: PersonTokenVerifier;
  readonly findPerson: FindPerson;
  readonly log: Logger;
}

/** Who a token signed by a provider belongs to. Every refusal is logged and counted, and no token is ever written. */
export class PersonIntrospector implements TokenIntrospector {
  /** In no registry yet: whoever runs the gateway puts it into the one that is served. */
  readonly refusals = new Counter({
    name: 'person_tokens_refused_total',
    help: 'Tokens of people refused, by reason',
    labelNames: ['reason'],
    registers: [],
  });

  constructor(private readonly options: PersonIntrospectorOptions) {
    for (const reason of TOKEN_REFUSALS) this.refusals.inc({ reason }, 0);
  }

  async introspect(token: string): Promise<Viewer | null> {
    const verified = await this.options.verifier.verify(token);
    if (!verified.ok) return this.refuse(token, verified.error);
    const viewer = await this.options.findPerson(verified.value);
    return viewer ?? this.refuse(token, 'UNKNOWN_PERSON');
  }

  private refuse(token: string, reason: TokenRefusal): null {
    this.refusals.inc({ reason });
    // Tells whether two refusals were of one token, and nothing of the token itself.
    const fingerprint = sha256Hex(token).slice(0, 12);
    this.options.log.warn({ reason, fingerprint }, 'token of a person refused');
    return null;
  }
}
