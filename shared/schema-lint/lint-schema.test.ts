import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { lintSchema, lintSubgraphs } from './lint-schema.ts';
import { departmentPrefixes } from './nullability.rules.ts';
import type { SchemaDocument } from './schema-document.ts';

/** A schema with every description filled in where the test does not care: `;` stands for the description. */
function schema(sdl: string, subgraph = 'hrss'): SchemaDocument {
  return { subgraph, document: parse(sdl.replaceAll(';', '"说明" ')) };
}

/** Coordinates of the findings in one schema; permissions have a test of their own. */
function faults(sdl: string): string[] {
  return lintSchema(schema(sdl))
    .filter(({ rule }) => rule !== 'permission')
    .map(({ rule, at }) => `${rule} ${at}`);
}

/** Coordinates of the findings in several subgraphs, each named by its place in the list. */
function graphFaults(...sdls: string[]): string[] {
  return lintSubgraphs(sdls.map((sdl, index) => schema(sdl, `s${index}`)))
    .filter(({ rule }) => rule !== 'permission')
    .map(({ rule, subgraph, at }) => `${rule} ${subgraph} ${at}`);
}

const OBSERVATION = ';interface Observation { ;id: ID! }';

describe('a schema', () => {
  it('passes when it follows the house', () => {
    const sdl = `
      ;scalar Decimal
      ;enum State { ;OPEN ;IN_REVIEW }
      ;type Query { ;subject(;code: ID!): Subject ;subjects(;first: Int = 20 ;after: String): SubjectConnection }
      ;type Subject @key(fields: "code") { ;code: ID! ;score: Decimal ;isClosed: Boolean ;states: [State!]! }
      ;type SubjectConnection { ;edges: [SubjectEdge!]! ;pageInfo: PageInfo! ;totalCount: Int! }
      ;type SubjectEdge { ;cursor: String! ;node: Subject! }
      ;type PageInfo { ;hasNextPage: Boolean! }
      ;type UserError { ;code: String! }
      ;type Mutation { ;closeSubject(;input: CloseSubjectInput!): CloseSubjectPayload! }
      ;input CloseSubjectInput { ;code: ID! }
      ;type CloseSubjectPayload { ;subject: Subject ;errors: [UserError!]! }`;
    expect(faults(sdl)).toEqual([]);
  });

  it('describes every type, field, argument, input field and enum value in Chinese', () => {
    const sdl = `type A { b(c: Int): Int } input DInput { e: Int } enum F { G } "English only" scalar H`;
    const found = ['A', 'A.b', 'A.b(c:)', 'DInput', 'DInput.e', 'F', 'F.G', 'H'];
    expect(faults(sdl)).toEqual(found.map((at) => `description ${at}`));
  });

  it('says of every root field which action of the permission table it is', () => {
    const sdl = `;type Query { ;a: String ;b: String @requiresScopes(scopes: [["directory:read"]]) ;_service: String }
      ;type Mutation { ;closeRound: String }`;
    const found = lintSchema(schema(sdl)).filter(({ rule }) => rule === 'permission');
    expect(found.map(({ at }) => at)).toEqual(['Query.a', 'Mutation.closeRound']);
  });

  it('leaves the machinery of federation alone', () => {
    expect(faults('scalar _Any type _Service { sdl: String } enum join__Graph { hub } scalar link__Import')).toEqual(
      [],
    );
    expect(faults(';type Query { _entities: [Int] _service: Int }')).toEqual([]);
  });

  it('uses the official words', () => {
    expect(faults('"年度考核" type A { "发布时间" b: Int }')).toEqual(['wording A', 'wording A.b']);
  });

  it('writes each kind of name in its case', () => {
    const sdl = ';type a_b { ;C_d(;E: Int): Int } ;input fInput { ;G: Int } ;enum H { ;i ;JKl }';
    const found = ['a_b', 'a_b.C_d', 'a_b.C_d(E:)', 'fInput', 'fInput.G', 'H.i', 'H.JKl'];
    expect(faults(sdl)).toEqual(found.map((at) => `naming ${at}`));
  });

  it('names types by domain words', () => {
    const sdl =
      ';type SubjectType { ;a: Int } ;type ScoreModel { ;a: Int } ;input PersonDto { ;a: Int } ;type SubjectInfo { ;a: Int }';
    expect(faults(sdl)).toEqual([
      'naming SubjectType',
      'naming ScoreModel',
      'naming PersonDto',
      'naming SubjectInfo',
      'naming PersonDto',
    ]);
    expect(faults(';enum PeriodType { ;YEAR }')).toEqual([]);
  });

  it('names fields by nouns and yes-or-no fields by questions', () => {
    expect(
      faults(';type A { ;getName: Int ;listNames: Int ;listing: Int ;derived: Boolean! ;isDerived: Boolean }'),
    ).toEqual(['naming A.getName', 'naming A.listNames', 'naming A.derived']);
  });

  it('tells inputs by their last word', () => {
    expect(faults(';input Filter { ;a: Int } ;type AInput { ;a: Int }')).toEqual(['naming Filter', 'naming AInput']);
  });

  it('gives every mutation one input and its own payload with errors', () => {
    const sdl = ';type Mutation { ;close(;id: ID!): Boolean } ;type OpenPayload { ;errors: [String!] }';
    expect(faults(sdl)).toEqual([
      'naming Mutation.close',
      'naming Mutation.close',
      'naming Mutation.close',
      'naming OpenPayload',
      'naming OpenPayload',
    ]);
  });

  it('has no Float anywhere', () => {
    const sdl = ';type A { ;b(;c: [Float!]): Float! } ;input DInput { ;e: Float }';
    expect(faults(sdl)).toEqual(['naming A.b', 'naming A.b(c:)', 'naming DInput.e']);
  });

  it('pages lists that grow by connections', () => {
    const sdl =
      ';type A { ;b(;first: Int): [A!] ;c: AConnection ;d(;first: Int ;after: String): AConnection ;e(;first: Int): APage }';
    const rest =
      ';type AConnection { ;edges: [AEdge!] ;pageInfo: Int ;totalCount: Int } ;type AEdge { ;cursor: Int ;node: A }';
    expect(faults(sdl + rest)).toEqual(['connection A.b', 'connection A.c']);
    expect(faults(';type AConnection { ;edges: [AEdge!] } ;type AEdge { ;node: Int }')).toEqual([
      'connection AConnection',
      'connection AConnection',
      'connection AEdge',
    ]);
  });

  it('has no holes in lists', () => {
    expect(faults(';type A { ;b: [Int]! ;c: [[Int]!] ;d: [[Int!]!]! }')).toEqual(['connection A.b', 'connection A.c']);
  });

  it('dates every deprecation', () => {
    const sdl =
      ';type A { ;b: Int @deprecated ;c: Int @deprecated(reason: "不再使用") ;d: Int @deprecated(reason: "2026-10 起改用 e") }';
    expect(faults(sdl)).toEqual(['deprecation A.b', 'deprecation A.c']);
  });

  it('answers null for a query whose subgraph is down', () => {
    expect(faults(';type Query { ;a: Int! ;b: Int }')).toEqual(['nullability Query.a']);
  });
});

describe('subgraphs beside each other', () => {
  it('know a department by its observation', () => {
    const own = `${OBSERVATION} ;type JusticeObservation implements Observation @key(fields: "id") { ;id: ID! }`;
    expect(departmentPrefixes([schema(own)])).toEqual(['Justice']);
  });

  it('keep every field of a department nullable, but for id', () => {
    const own = `${OBSERVATION} ;type HrssObservation implements Observation @key(fields: "id") { ;id: ID! ;value: String! }
      ;type HrssReceipt { ;id: ID! ;hash: String! } ;type Receipt { ;hash: String! }`;
    expect(graphFaults(own)).toEqual(['nullability s0 HrssObservation.value', 'nullability s0 HrssReceipt.hash']);
  });

  it('keep what is added to an entity of others nullable', () => {
    const owner = ';type Subject @key(fields: "code") { ;code: ID! ;name: String! }';
    const stub = ';type Subject @key(fields: "code", resolvable: false) { ;code: ID! }';
    expect(graphFaults(owner)).toEqual([]);
    expect(graphFaults(owner, stub)).toEqual(['nullability s0 Subject.name']);
  });

  it('share value types to the letter', () => {
    const one = ';type Period { ;code: String! ;type: Int } ;enum E { ;A } ;input FInput { ;a: Int = 1 } ;scalar G';
    const two = '"期" type Period { ;code: String } ;enum E { ;A ;B } ;input FInput { ;a: Int = 2 } "别" scalar G';
    expect(graphFaults(one, one)).toEqual([]);
    const found = ['Period', 'Period.code', 'Period.type', 'E.B', 'FInput.a', 'G'];
    expect(graphFaults(one, two)).toEqual(found.map((at) => `shared shape s1 ${at}`));
  });

  it('agree on entities and interfaces only where both define a part', () => {
    const owner = ';interface Observation { ;id: ID! ;value: String } ;type Query { ;a: Int }';
    const stub = '"别" interface Observation { "编号" id: ID! } ;type Query { ;b: Int }';
    expect(graphFaults(owner, stub)).toEqual(['shared shape s1 Observation', 'shared shape s1 Observation.id']);
  });

  it('use a shared enum in one direction only', () => {
    const reads = ';enum State { ;A } ;type Query { ;state: State }';
    const writes = ';enum State { ;A } ;input AInput { ;state: State }';
    expect(graphFaults(reads, reads)).toEqual([]);
    expect(graphFaults(reads, writes)).toEqual(['shared enum s0 State', 'shared enum s1 State']);
    expect(graphFaults(`${reads} ;input AInput { ;state: State }`)).toEqual([]);
  });
});
