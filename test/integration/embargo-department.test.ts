import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../shared/identity/role.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { department } from '../../subgraphs/hrss/department.ts';
import { startDepartment, type TestDepartment } from '../testkit/department.ts';
import { aViewer, lead, service } from '../testkit/viewers.ts';

/** Preliminary figures of 2025 are released on 31 March 2026, final ones on 30 September. */
const LAST_BEFORE = '2026-03-30T23:59:59+08:00';
const FIRST_AFTER = '2026-03-31T00:00:00+08:00';

let now = LAST_BEFORE;
let running: TestDepartment;
const ids = new Map<string, string>();

beforeAll(async () => {
  running = await startDepartment(department, undefined, { now: () => new Date(now) });
  const row = { subject: '110106', period: '2025', explanation: '与上年口径一致' };
  const { data } = await running.ask(
    aViewer('hrss'),
    `mutation ($input: PublishHrssObservationsInput!) { publishHrssObservations(input: $input) { errors { code message } } }`,
    {
      input: {
        idempotencyKey: 'figures',
        observations: [
          { ...row, measure: 'skilled-workers', value: '1000', stage: 'PRELIMINARY' },
          { ...row, measure: 'skilled-worker-leavers', value: '50', stage: 'FINAL' },
          { ...row, measure: 'engineers', value: '8' },
          { ...row, measure: 'wage-arrears-cases', period: '2025-Q4', value: '3' },
        ],
      },
    },
  );
  expect(data.publishHrssObservations.errors).toEqual([]);
  const list = await running.ask(lead, '{ hrssObservations(first: 100) { edges { node { id measure { code } } } } }');
  for (const { node } of list.data.hrssObservations.edges) ids.set(node.measure.code, node.id);
});
afterAll(() => running.close());

/** A viewer of another unit to whom the owner has granted everything it has. */
function granted(role: Role, measures: readonly string[] | null = null): Viewer {
  return { ...aViewer('finance', role), grants: [{ memberUnit: 'hrss', measures }] };
}

/** The measures a viewer sees, which must be the same by list, count, filter, id and entity. */
async function seen(viewer: Viewer, at: string, asOf: string | null = null): Promise<string[]> {
  now = at;
  const all = [...ids.values()];
  const { data, errors } = await running.ask(
    viewer,
    `query ($measures: [ID!], $asOf: DateTime, $id: ID!, $representations: [_Any!]!) {
      list: hrssObservations(asOf: $asOf, first: 100) { totalCount edges { node { measure { code } } } }
      filtered: hrssObservations(filter: { measures: $measures }, first: 100) { totalCount }
      held: hrssObservation(id: $id) { value }
      _entities(representations: $representations) {
        ... on HrssObservation { id value }
        ... on Subject { hrss { observations { totalCount } } }
      }
    }`,
    {
      asOf,
      measures: [...ids.keys()],
      id: ids.get('skilled-workers'),
      representations: [
        ...all.map((reference) => ({ __typename: 'HrssObservation', reference })),
        { __typename: 'Subject', code: '110106' },
      ],
    },
  );
  expect(errors).toEqual([]);
  const measures: string[] = data.list.edges.map(
    (edge: { node: { measure: { code: string } } }) => edge.node.measure.code,
  );
  const entities = data._entities.slice(0, all.length).filter((each: unknown) => each !== null);
  expect(entities).toHaveLength(measures.length);
  expect([data.list.totalCount, data.filtered.totalCount]).toEqual([measures.length, measures.length]);
  expect(data._entities.at(-1).hrss.observations.totalCount).toBe(measures.length);
  expect(data.held !== null).toBe(measures.includes('skilled-workers'));
  return measures.sort();
}

const OPEN = ['engineers'];
const EVERYTHING = [
  'engineers',
  'skilled-worker-leavers',
  'skilled-worker-turnover',
  'skilled-workers',
  'wage-arrears-cases',
];

describe('before the release', () => {
  it('its owner, the office and the service that computes see a figure', async () => {
    for (const viewer of [aViewer('hrss'), aViewer('hrss', 'unit-approver'), lead, service]) {
      expect(await seen(viewer, LAST_BEFORE)).toEqual(EVERYTHING);
    }
  });

  it('nobody to whom it was granted sees it, by whatever way and as of whatever instant', async () => {
    for (const role of ['unit-editor', 'unit-approver', 'assessor', 'integrator'] as const) {
      expect(await seen(granted(role), LAST_BEFORE)).toEqual(OPEN);
      expect(await seen(granted(role), LAST_BEFORE, '2030-01-01T00:00:00Z')).toEqual(OPEN);
      expect(await seen(granted(role, ['skilled-workers', 'wage-arrears-cases']), LAST_BEFORE)).toEqual([]);
    }
  });
});

describe('on the day of the release, Beijing time', () => {
  it('those granted see what is released, and nothing of a later stage, of a mixed result, or sensitive', async () => {
    for (const role of ['unit-editor', 'unit-approver', 'assessor', 'integrator'] as const) {
      expect(await seen(granted(role), FIRST_AFTER)).toEqual(['engineers', 'skilled-workers']);
      expect(await seen(granted(role), '2026-09-30T00:00:00+08:00')).toEqual(
        EVERYTHING.filter((code) => code !== 'wage-arrears-cases'),
      );
    }
  });

  it('nobody sees it to whom nothing was granted', async () => {
    expect(await seen(aViewer('finance'), FIRST_AFTER)).toEqual([]);
  });
});
