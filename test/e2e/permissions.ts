import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FieldDefinitionNode, Kind, parse, type TypeNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../shared/config/project-root.ts';
import { PERMISSIONS, type Action } from '../../shared/identity/permission-table.ts';
import { isAction } from '../../shared/identity/permission.ts';
import type { Role } from '../../shared/identity/role.ts';
import type { HubProcess } from '../testkit/hub-process.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are read by path in tests
type Json = any;

const supergraph = parse(readFileSync(join(projectRoot, 'gateway/supergraph/supergraph.graphql'), 'utf8'));

interface RootField {
  readonly operation: 'query' | 'mutation';
  readonly node: FieldDefinitionNode;
  readonly action: Action;
}

/** Every root field of the composed graph with the action it says. */
function rootFields(): RootField[] {
  return supergraph.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    const operation = ({ Query: 'query', Mutation: 'mutation' } as const)[definition.name.value];
    if (operation === undefined) return [];
    return (definition.fields ?? []).map((node) => {
      const scopes = node.directives?.find(({ name }) => name.value === 'requiresScopes')?.arguments?.[0]?.value;
      const list = scopes?.kind === Kind.LIST ? scopes.values[0] : undefined;
      const scope = list?.kind === Kind.LIST ? list.values[0] : undefined;
      const action = scope?.kind === Kind.STRING ? scope.value : '';
      if (!isAction(action)) throw new Error(`${node.name.value} says no action of the table`);
      return { operation, node, action };
    });
  });
}

/** A smallest document for a field: arguments that must be given get something, objects their type name. */
function documentOf({ operation, node }: RootField): string {
  const required = (node.arguments ?? []).filter(
    ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue,
  );
  const given = required.map(({ name, type }) => `${name.value}: ${literalOf(type)}`).join(' ');
  return `${operation} { ${node.name.value}${given === '' ? '' : `(${given})`} ${selectionOf(node.type)} }`;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function literalOf(type: TypeNode): string {
  const name = namedType(type);
  const input = supergraph.definitions.find(
    (each) => each.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION && each.name.value === name,
  );
  if (input?.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
    const fields = (input.fields ?? []).filter(
      (field) => field.type.kind === Kind.NON_NULL_TYPE && !field.defaultValue,
    );
    return `{ ${fields.map((field) => `${field.name.value}: ${isList(field.type) ? '[]' : literalOf(field.type)}`).join(' ')} }`;
  }
  const enumType = supergraph.definitions.find(
    (each) => each.kind === Kind.ENUM_TYPE_DEFINITION && each.name.value === name,
  );
  if (enumType?.kind === Kind.ENUM_TYPE_DEFINITION) return enumType.values?.[0]?.name.value ?? 'NONE';
  return { Int: '2025', Boolean: 'false', Date: '"2025-12-31"', DateTime: '"2025-12-31T00:00:00Z"' }[name] ?? '"0"';
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && type.type.kind === Kind.LIST_TYPE);
}

function selectionOf(type: TypeNode): string {
  const name = namedType(type);
  const isObject = supergraph.definitions.some(
    (each) =>
      (each.kind === Kind.OBJECT_TYPE_DEFINITION || each.kind === Kind.INTERFACE_TYPE_DEFINITION) &&
      each.name.value === name,
  );
  return isObject ? '{ __typename }' : '';
}

/** Tokens of the demo with the roles they carry. */
const HOLDERS: Readonly<Record<string, readonly Role[]>> = {
  lead: ['lead-evaluator', 'lead-approver'],
  hrss: ['unit-editor', 'unit-approver'],
  'hrss-approver': ['unit-approver'],
  union: ['unit-editor', 'unit-approver'],
  integrator: ['integrator'],
  assessor: ['assessor'],
  'system-administrator': ['system-administrator'],
  'security-administrator': ['security-administrator'],
  auditor: ['auditor'],
};

/** Actions that a minimal document asks about somebody else's row. */
const BY_ROW: readonly Action[] = [
  ...(['observation:publish', 'publication:amend'] as const),
  ...(['self-evaluation:draft', 'self-evaluation:send', 'hearing:respond'] as const),
];

/** Who may do and see what, on the running product. */
export function describePermissions(running: () => HubProcess, consolidated: string): void {
  describe('every root field of the graph', () => {
    const fields = rootFields();

    it.each(Object.keys(HOLDERS))('is open or refused to %s as the permission table says', async (holder) => {
      const hub = running();
      expect(fields.length).toBeGreaterThan(20);
      const wrong: string[] = [];
      for (const field of fields) {
        const { body } = await hub.ask(hub.token(holder), documentOf(field));
        const codes = (body.errors ?? []).map(({ extensions }: Json) => extensions?.code);
        const isAllowed = HOLDERS[holder]?.some((role) => PERMISSIONS[field.action][role] !== undefined) ?? false;
        const isRefused = codes.includes('FORBIDDEN') && body.data == null;
        // Publishing for a unit another subgraph carries, and acting for another participant, are refused row by row, inside.
        if (isAllowed && BY_ROW.includes(field.action)) continue;
        if (isAllowed === isRefused) wrong.push(`${field.node.name.value}: ${JSON.stringify(body).slice(0, 200)}`);
        if (codes.includes('INTERNAL_SERVER_ERROR')) wrong.push(`${field.node.name.value} failed`);
      }
      expect(wrong).toEqual([]);
    });
  });

  describe('the consolidated query', () => {
    const read = async (holder: string): Promise<Json> => {
      const hub = running();
      const { status, body } = await hub.ask(hub.token(holder), consolidated, { code: '110106', year: 2025 });
      expect(status).toBe(200);
      expect(body.errors ?? []).toEqual([]);
      return body.data;
    };

    it('shows a unit its own part of the result, its own figures, and nothing of others’', async () => {
      const [lead, hrss] = [await read('lead'), await read('hrss')];
      const { evaluation } = hrss.subject;
      expect(evaluation.score).toBeNull();
      expect(evaluation).toMatchObject({ suggestedGrade: null, possibleGrades: [], pillars: [] });
      expect(evaluation.memberUnits).toEqual(
        lead.subject.evaluation.memberUnits.filter(({ memberUnit }: Json) => memberUnit.code === 'hrss'),
      );
      expect(evaluation.indicators.totalCount).toBe(15);
      const led = evaluation.indicators.edges.map(({ node }: Json) => node);
      expect(led.every(({ leadUnit }: Json) => leadUnit.code === 'hrss')).toBe(true);
      const evidence = led.flatMap((node: Json) => node.evidence);
      expect(evidence.length).toBeGreaterThan(20);
      expect(evidence.every(({ memberUnit }: Json) => memberUnit.code === 'hrss')).toBe(true);
      expect(evaluation.missing.every(({ memberUnit }: Json) => memberUnit.code === 'hrss')).toBe(true);
      expect(hrss.subject.hrss.observations.totalCount).toBe(lead.subject.hrss.observations.totalCount);
      for (const view of ['sasac', 'education', 'tradeUnion'])
        expect(hrss.subject[view].observations.totalCount).toBe(0);
      expect(hrss.subject.observations.edges.every(({ node }: Json) => node.memberUnit.code === 'hrss')).toBe(true);
      expect(hrss.memberUnits).toEqual(lead.memberUnits);
    });

    it.each(['integrator', 'assessor'])('shows %s the register and no figure or result', async (holder) => {
      const [lead, other] = [await read('lead'), await read(holder)];
      expect(other.subject).toMatchObject({
        code: '110106',
        name: lead.subject.name,
        kind: lead.subject.kind,
        evaluation: null,
      });
      for (const view of ['hrss', 'sasac', 'education', 'tradeUnion'])
        expect(other.subject[view].observations.totalCount).toBe(0);
      expect(other.subject.observations.totalCount).toBe(0);
      expect(other.memberUnits).toEqual(lead.memberUnits);
    });
  });

  describe('a grant of reading', () => {
    const figures =
      '{ hrssObservations(first: 500) { totalCount edges { node { measure { code } memberUnit { code } } } } }';
    const seen = async (): Promise<string[]> => {
      const { body } = await running().ask(running().token('integrator'), figures);
      return body.data.hrssObservations.edges.map(({ node }: Json) => node.measure.code);
    };

    it('opens exactly what the owner granted, is seen in the owner’s access log, and ends at once', async () => {
      const hub = running();
      const approver = hub.token('hrss-approver');
      expect(await seen()).toEqual([]);
      const input = {
        reader: { subject: 'demo:integrator' },
        measures: ['technicians'],
        purpose: '技能人才专题报表',
        expiresOn: '2199-12-31'.replace('2199', String(new Date().getFullYear() + 1)),
      };
      const granted = await hub.ask(
        approver,
        'mutation ($input: CreateGrantInput!) { createGrant(input: $input) { grant { id } errors { code } } }',
        { input },
      );
      expect(granted.body.data.createGrant.errors).toEqual([]);
      await expect
        .poll(async () => new Set(await seen()), { timeout: 3_000, interval: 20 })
        .toEqual(new Set(['technicians']));

      const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
      const log = `{ accessLog(ownerUnit: "hrss", from: "${today}", to: "${today}", first: 100) { edges { node { subject valueCount } } } }`;
      const readers = async (): Promise<string[]> => {
        const { body } = await hub.ask(hub.token('hrss'), log);
        return body.data.accessLog.edges.map(({ node }: Json) => node.subject);
      };
      await expect.poll(readers, { timeout: 5_000, interval: 100 }).toContain('demo:integrator');
      const { body: foreign } = await hub.ask(hub.token('union'), log);
      expect(foreign.data?.accessLog ?? null).toBeNull();

      const { id } = granted.body.data.createGrant.grant;
      const revoked = await hub.ask(
        approver,
        'mutation ($input: RevokeGrantInput!) { revokeGrant(input: $input) { grant { id } errors { code } } }',
        { input: { id } },
      );
      expect(revoked.body.data.revokeGrant.errors).toEqual([]);
      await expect.poll(seen, { timeout: 1_000, interval: 10 }).toEqual([]);
    });

    it('is for the owner’s approver to give, not for a reader or the lead', async () => {
      const hub = running();
      const input = { reader: { isPublic: true }, purpose: '公开', expiresOn: `${new Date().getFullYear() + 1}-01-01` };
      for (const holder of ['integrator', 'assessor', 'auditor', 'system-administrator']) {
        const { body } = await hub.ask(
          hub.token(holder),
          'mutation ($input: CreateGrantInput!) { createGrant(input: $input) { grant { id } errors { code } } }',
          { input },
        );
        expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
      }
    });
  });
}
