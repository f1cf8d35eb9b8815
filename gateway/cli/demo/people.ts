import { z } from 'zod';
import { DEMO_PEOPLE, demoSubject } from '../../identity-provider/account/demo-people.ts';
import { type CliConfig, readTokenFile } from '../config.ts';
import { GraphqlClient } from '../graphql-client.ts';

const created = z.object({
  payload: z.object({
    person: z.object({ id: z.string() }).nullable(),
    errors: z.array(z.object({ code: z.string() })),
  }),
});

const CREATE_PERSON = `mutation ($input: CreatePersonInput!) {
  payload: createPerson(input: $input) { person { id } errors { code } } }`;
const CREATE_MEMBERSHIP = `mutation ($input: CreateMembershipInput!) {
  payload: createMembership(input: $input) { person { id } errors { code } } }`;
const CREATE_ROLE = `mutation ($input: CreateRoleAssignmentInput!) {
  payload: createRoleAssignment(input: $input) { person { id } errors { code } } }`;

/** Since when the people of a demonstration have been in office. */
const SINCE = '2023-01-18';

/** Registers the demo accounts of an issuer with the hub: person, unit, role. Those already there are left alone. */
export async function registerDemoPeople(config: CliConfig, issuer: string): Promise<number> {
  const tokens = readTokenFile(config.dataFolder, 'unit-tokens.json');
  const as = (who: string) => new GraphqlClient({ url: config.url, token: tokens[who] ?? null });
  const [system, security] = [as('system-administrator'), as('security-administrator')];
  let added = 0;
  for (const { username, displayName, memberUnit, role } of DEMO_PEOPLE) {
    const input = { name: displayName, issuer, loginSubject: demoSubject(username) };
    const person = await run(system, CREATE_PERSON, input);
    if (person === null) continue;
    if (memberUnit !== null) await run(system, CREATE_MEMBERSHIP, { person, memberUnit, validFrom: SINCE });
    await run(security, CREATE_ROLE, { person, role: role.toUpperCase().replaceAll('-', '_'), validFrom: SINCE });
    added += 1;
  }
  return added;
}

/** The id of the person acted on; null where the act found somebody already there. */
async function run(client: GraphqlClient, mutation: string, input: object): Promise<string | null> {
  const answer = await client.askFor(created, mutation, { input });
  if (!answer.ok) throw new Error(answer.error.messageEn);
  const { person, errors } = answer.value.data.payload;
  if (person !== null) return person.id;
  if (errors.some(({ code }) => code === 'PERSON_IDENTITY_TAKEN')) return null;
  throw new Error(`demo people could not be registered: ${errors.map(({ code }) => code).join(', ')}`);
}
