import { connectionsFollowRelay, listsHoldNoHoles, listsThatGrowAreConnections } from './connection.rules.ts';
import { deprecationsAreDated } from './deprecation.rules.ts';
import { describedInChinese, wordedOfficially } from './description.rules.ts';
import {
  booleansAreQuestions,
  fieldsAreNouns,
  mutationsHaveOneShape,
  namesHaveTheirCase,
  noFloats,
  payloadsCarryErrors,
  rolesAreTold,
  typesAreDomainWords,
} from './naming.rules.ts';
import { departmentFieldsAreNullable, entityFieldsAreNullable, queryFieldsAreNullable } from './nullability.rules.ts';
import { rootFieldsSayTheirAction } from './permission.rules.ts';
import type { GraphRule, SchemaDocument, SchemaFinding, SchemaRule } from './schema-document.ts';
import { sharedEnumsGoOneWay, sharedShapesAreEqual } from './shared-shape.rules.ts';

/** Rules that hold in every schema, the composed one included. */
const SCHEMA_RULES: readonly SchemaRule[] = [
  describedInChinese,
  wordedOfficially,
  namesHaveTheirCase,
  typesAreDomainWords,
  fieldsAreNouns,
  booleansAreQuestions,
  rolesAreTold,
  mutationsHaveOneShape,
  payloadsCarryErrors,
  noFloats,
  listsThatGrowAreConnections,
  connectionsFollowRelay,
  listsHoldNoHoles,
  deprecationsAreDated,
  queryFieldsAreNullable,
  rootFieldsSayTheirAction,
];

/** Rules about subgraphs beside each other. */
const GRAPH_RULES: readonly GraphRule[] = [
  departmentFieldsAreNullable,
  entityFieldsAreNullable,
  sharedShapesAreEqual,
  sharedEnumsGoOneWay,
];

/** Checks one schema by itself. */
export function lintSchema(schema: SchemaDocument): SchemaFinding[] {
  return SCHEMA_RULES.flatMap((rule) => rule(schema));
}

/** Checks all subgraphs of a graph, each by itself and beside the others. */
export function lintSubgraphs(schemas: readonly SchemaDocument[]): SchemaFinding[] {
  return [...schemas.flatMap(lintSchema), ...GRAPH_RULES.flatMap((rule) => rule(schemas))];
}
