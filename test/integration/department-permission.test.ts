import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERMISSIONS } from '../../shared/identity/permission-table.ts';
import { ROLES } from '../../shared/identity/role.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { department } from '../../subgraphs/hrss/department.ts';
import { startDepartment, type TestDepartment } from '../testkit/department.ts';
import { aViewer, lead } from '../testkit/viewers.ts';

let running: TestDepartment;
let observation = '';
let publication = '';

beforeAll(async () => {
  running = await startDepartment(department);
  const { data } = await running.ask(
    aViewer('hrss'),
    `mutation ($input: PublishHrssObservationsInput!) { publishHrssObservations(input: $input) { publication { id } errors { code } } }`,
    {
      input: {
        idempotencyKey: 'one',
        observations: [{ subject: '110106', measure: 'engineers', period: '2025', value: '8' }],
      },
    },
  );
  publication = data.publishHrssObservations.publication.id;
  const list = await running.ask(lead, '{ hrssObservations { edges { node { id } } } }');
  observation = list.data.hrssObservations.edges[0].node.id;
});
afterAll(() => running.close());

/** Every role, in the unit that owns the figure and in another one. */
const viewers: [string, Viewer, 'own' | 'other'][] = ROLES.flatMap((role) => [
  [`${role} of the owner`, aViewer('hrss', role), 'own' as const],
  [`${role} of another unit`, aViewer('education', role), 'other' as const],
  [`${role} of no unit`, aViewer(null, role), 'other' as const],
]);

describe('every way to a figure', () => {
  it.each(viewers)('shows it to %s exactly where the permission table says so', async (_who, viewer, side) => {
    const [role] = viewer.roles;
    const reach = role === undefined ? undefined : PERMISSIONS['observation:read'][role];
    const isShown = reach?.[side].includes('internal') ?? false;
    const answer = await running.ask(
      viewer,
      `query ($id: ID!, $representations: [_Any!]!) {
        hrssObservations { totalCount edges { node { id } } }
        hrssObservation(id: $id) { id }
        _entities(representations: $representations) {
          ... on HrssObservation { id }
          ... on Subject { hrss { observations { totalCount } } }
        }
      }`,
      {
        id: observation,
        representations: [
          { __typename: 'HrssObservation', id: observation },
          { __typename: 'HrssObservation', reference: observation },
          { __typename: 'Subject', code: '110106' },
        ],
      },
    );
    expect(answer.errors).toEqual([]);
    const shown = isShown ? { id: observation } : null;
    expect(answer.data).toMatchObject({
      hrssObservations: { totalCount: isShown ? 1 : 0 },
      hrssObservation: shown,
      _entities: [shown, shown, { hrss: { observations: { totalCount: isShown ? 1 : 0 } } }],
    });
  });

  it.each(viewers)('shows its publication to %s exactly where the table says so', async (_who, viewer, side) => {
    const [role] = viewer.roles;
    const reach = role === undefined ? undefined : PERMISSIONS['publication:read'][role];
    const isShown = reach?.[side].includes('internal') ?? false;
    const answer = await running.ask(
      viewer,
      `query ($id: ID!, $representations: [_Any!]!) { hrssPublication(id: $id) { id }
        _entities(representations: $representations) { ... on HrssPublication { id } } }`,
      { id: publication, representations: [{ __typename: 'HrssPublication', id: publication }] },
    );
    const shown = isShown ? { id: publication } : null;
    expect(answer.data).toEqual({ hrssPublication: shown, _entities: [shown] });
  });

  it('shows exactly the granted measures of a grant', async () => {
    const reader = (measures: string[] | null): Viewer => ({
      ...aViewer(null, 'integrator'),
      grants: [{ memberUnit: 'hrss', measures }],
    });
    const count = async (viewer: Viewer) =>
      (await running.ask(viewer, '{ hrssObservations { totalCount } }')).data.hrssObservations.totalCount;
    expect(await count(reader(null))).toBe(1);
    expect(await count(reader(['engineers']))).toBe(1);
    expect(await count(reader(['technicians']))).toBe(0);
    expect(await count({ ...reader(null), grants: [{ memberUnit: 'union', measures: null }] })).toBe(0);
  });
});
