import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeSupergraph } from '../../gateway/supergraph/compose.ts';
import { lintSchema, lintSubgraphs } from '../../shared/schema-lint/lint-schema.ts';
import { departmentPrefixes } from '../../shared/schema-lint/nullability.rules.ts';
import { elementsOf, type SchemaFinding } from '../../shared/schema-lint/schema-document.ts';
import { SUBGRAPHS } from '../../shared/topology/services.ts';
import { committedDocuments, committedSchemas, subgraphNames } from './committed-schemas.ts';

function lines(findings: readonly SchemaFinding[]): string[] {
  return findings.map(({ rule, subgraph, at, message }) => `${subgraph} ${at} [${rule}] ${message}`);
}

describe('the committed schemas', () => {
  it('are there for every subgraph, and every subgraph is started', () => {
    expect([...committedSchemas().keys()]).toEqual(subgraphNames());
    expect(SUBGRAPHS.map(({ name }) => name).sort()).toEqual(subgraphNames());
  });

  it('follow the rules of the schema', () => {
    const documents = committedDocuments();
    expect(documents.flatMap(elementsOf).length).toBeGreaterThan(400);
    expect(departmentPrefixes(documents)).toEqual(expect.arrayContaining(['Education', 'Hrss', 'Sasac', 'TradeUnion']));
    expect(lines(lintSubgraphs(documents))).toEqual([]);
  });

  it('follow them composed, too', () => {
    const composed = composeSupergraph([...committedSchemas()].map(([name, sdl]) => ({ name, sdl })));
    if (!composed.ok) throw new Error(composed.error.join('\n'));
    const supergraph = { subgraph: 'gateway', document: parse(composed.value) };
    expect(elementsOf(supergraph).length).toBeGreaterThan(300);
    expect(lines(lintSchema(supergraph))).toEqual([]);
  });
});
