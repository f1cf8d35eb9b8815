import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PersonIntrospector } from '../../gateway/access/oidc/person-introspector.ts';
import { PersonTokenVerifier } from '../../gateway/access/oidc/person-token.verifier.ts';
import { parseViewer } from '../../shared/identity/viewer.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { aViewer, HubWorld } from './hub-world.ts';
import { ProviderWorld, tokensOf } from './oidc-provider-world.ts';
import { anIssuer } from './oidc-world.ts';

/** From a login at our provider to what the real hub makes of it. */
let provider: ProviderWorld;
let hub: HubWorld;
let people: PersonIntrospector;

beforeAll(async () => {
  [provider, hub] = await Promise.all([ProviderWorld.start(), HubWorld.open()]);
  const log = createLogger('test', 'silent');
  people = new PersonIntrospector({
    verifier: new PersonTokenVerifier([anIssuer(provider.issuer)], { log, clock: provider.clock }),
    findPerson: async (person) => {
      const { status, body } = await hub.post('/internal/person-viewer', person);
      expect(status).toBe(200);
      return parseViewer((body as { viewer?: unknown }).viewer);
    },
    log,
  });
});
afterAll(() => Promise.all([provider.stop(), hub.close()]));

const system = aViewer({ memberUnit: null, roles: ['system-administrator'] });
const security = aViewer({ memberUnit: null, roles: ['security-administrator'] });

/** Registers somebody at the hub: in hrss, fills in and approves. */
async function register(loginSubject: string): Promise<void> {
  const ask = async (mutation: string, type: string, input: object, viewer: typeof system) => {
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { person { id } errors { code } } }`;
    const { body } = await hub.ask(query, { input }, viewer);
    const { person, errors } = (body as unknown as { data: Record<string, { person: { id: string }; errors: [] }> })
      .data[mutation]!;
    expect(errors).toEqual([]);
    return person.id;
  };
  const identity = { name: loginSubject, issuer: provider.issuer, loginSubject };
  const person = await ask('createPerson', 'CreatePersonInput', identity, system);
  const membership = { person, memberUnit: 'hrss', validFrom: '2020-01-01' };
  await ask('createMembership', 'CreateMembershipInput', membership, system);
  for (const role of ['UNIT_EDITOR', 'UNIT_APPROVER']) {
    const assignment = { person, role, validFrom: '2020-01-01' };
    await ask('createRoleAssignment', 'CreateRoleAssignmentInput', assignment, security);
  }
}

describe('a login', () => {
  it('of somebody the hub does not know opens nothing', async () => {
    const { access_token } = await tokensOf(provider);
    expect(await people.introspect(access_token)).toBeNull();
  });

  it('opens the roles of the person, those that approve only with a second factor', async () => {
    await Promise.all([register('person:plain'), register('person:careful')]);
    const plain = await people.introspect((await tokensOf(provider)).access_token);
    expect(plain).toMatchObject({ memberUnit: 'hrss', roles: ['unit-editor'] });
    const careful = await people.introspect((await tokensOf(provider, 'careful', provider.code())).access_token);
    expect(careful).toMatchObject({ memberUnit: 'hrss', roles: ['unit-approver', 'unit-editor'] });
    expect(careful?.subject).not.toBe(plain?.subject);
  });
});
