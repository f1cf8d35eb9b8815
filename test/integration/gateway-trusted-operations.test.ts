import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getOperationAST, type GraphQLSchema, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admit } from '../../gateway/admission/admission.ts';
import { documentLimitSteps } from '../../gateway/admission/document-limits.step.ts';
import { CALCULATION_DOCUMENT } from '../../gateway/cli/commands/evaluation/calculation.query.ts';
import { DIFF_DOCUMENT } from '../../gateway/cli/commands/evaluation/diff.query.ts';
import { EVALUATION_DOCUMENT } from '../../gateway/cli/commands/evaluation/evaluation.query.ts';
import {
  CHANGE_IMPACT,
  PUBLICATION_IMPACT,
  publicationKind,
  withdrawnCells,
} from '../../gateway/cli/commands/evaluation/impact.query.ts';
import { costOf } from '../../gateway/limits/document-cost.ts';
import { defaultLimits, scanLimitsOf } from '../../gateway/limits/limits.ts';
import { parseDocument } from '../../gateway/limits/parsed-document.ts';
import { withRoutingUrls } from '../../gateway/supergraph/routing-urls.ts';
import { createRuntime } from '../../gateway/supergraph/runtime.ts';
import { projectRoot } from '../../shared/config/project-root.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { GatewayChangeSource } from '../../subgraphs/evaluation/worker/gateway-change-source.ts';

/** What the hub itself is made for must pass its own limits, against the committed graph. */
const CONSOLIDATED = `query Consolidated($code: String!, $year: Int!) {
  subject(code: $code) {
    code name kind
    evaluation(year: $year) {
      year asOf framework { code status }
      score { value low high isComplete } suggestedGrade possibleGrades
      completeness { expected received ratio }
      missing { memberUnit { code name } measures { code } }
      pillars { pillar { code name kind } weight score { value low high isComplete } }
      memberUnits { memberUnit { code name } leads received expected score { value low high isComplete } }
      indicators(first: 100) {
        totalCount pageInfo { hasNextPage endCursor }
        edges { node {
          indicator { id key code name definition nature weight group { code name } pillar { code name kind } }
          leadUnit { code name carriedBy { code } }
          status score { value low high isComplete } explanation
          evidence { measure { code name unitOfMeasure { code name } } period { code } dimensions { key code } value state revision receivedAt memberUnit { code name } source { id } }
        } }
      }
    }
    observations(filter: { period: "2025" }, first: 100) { totalCount edges { node { measure { code } value memberUnit { code } } } }
    hrss(period: "2025") { observations(first: 100) { totalCount edges { node { id measure { code } value state } } } }
    sasac(period: "2025") { observations(first: 100) { totalCount } }
    education(period: "2025") { observations(first: 100) { totalCount } }
    tradeUnion(period: "2025") { observations(first: 100) { totalCount } }
  }
  memberUnits { code name carriedBy { code } availability { state since } responsibilities { indicator { key code } role } }
}`;

const FRAMEWORK = `query Framework($code: String!) {
  framework(code: $code) { code status documentNo validFrom indicators(first: 100) { totalCount edges { node { key code name definition weight group { code name } pillar { code name } measures { code name unitOfMeasure { code } owner { code } } assessmentItems { code name } } } } }
}`;

const lead: Viewer = { subject: 'lead', memberUnit: 'union', roles: ['lead-evaluator'], purpose: '' };
const service: Viewer = { subject: 'worker', memberUnit: null, roles: ['service'], purpose: '' };

let schema: GraphQLSchema;
let close: () => Promise<void>;
beforeAll(async () => {
  const supergraph = readFileSync(join(projectRoot, 'gateway/supergraph/supergraph.graphql'), 'utf8');
  const names = ['hrss', 'sasac', 'education', 'union', 'evaluation', 'hub'];
  const routed = withRoutingUrls(
    supergraph,
    Object.fromEntries(names.map((name) => [name, 'http://127.0.0.1:1/graphql'])),
  );
  if (!routed.ok) throw new Error(routed.error);
  const runtime = createRuntime({ supergraph: () => routed.value, planner: undefined, plugins: [] });
  schema = await runtime.getSchema();
  close = async () => runtime[Symbol.asyncDispose]();
});
afterAll(() => close());

function asked(query: string, viewer: Viewer, variables: Record<string, unknown>) {
  expect(validate(schema, parse(query))).toEqual([]);
  const parsed = parseDocument(query, scanLimitsOf(defaultLimits));
  if (!parsed.ok) throw new Error('cannot be parsed');
  const operation = getOperationAST(parsed.value.document);
  if (!operation) throw new Error('no operation');
  const params = { query, operationName: null, variables };
  return { viewer, method: 'POST', params, parsed: parsed.value, operation, schema };
}

const costOfAsked = ({ parsed, operation, params }: ReturnType<typeof asked>) =>
  costOf(parsed.document, { operation, variables: params.variables }, schema);

describe('what the hub is made for', () => {
  it.each([
    ['the consolidated evaluation', CONSOLIDATED, { code: '110106', year: 2025 }],
    ['a framework', FRAMEWORK, { code: 'fengtai-2023' }],
    ['hub evaluate', EVALUATION_DOCUMENT, { code: '110106', year: 2025 }],
    ['hub diff', DIFF_DOCUMENT, { subject: '110106', year: 2025, from: '2026-01-01T00:00:00Z' }],
    ['hub publication impact', PUBLICATION_IMPACT, { id: 'p' }],
    ['what a publication is', publicationKind('hrss'), { id: 'p' }],
    ['what a withdrawal names', withdrawnCells('tradeUnion'), { id: 'p' }],
    ['hub publication impact of a withdrawal', CHANGE_IMPACT, { subject: '110106', year: 2025, changes: [] }],
  ])('%s passes every limit, at a third of the cost', (_name, query, variables) => {
    const request = asked(query, lead, variables);
    expect(admit(documentLimitSteps(defaultLimits), request)).toBeNull();
    expect(costOfAsked(request) * 3).toBeLessThanOrEqual(defaultLimits.cost);
  });

  it('hub evaluate --explain passes every limit, at three quarters of the cost: lists in lists are guessed long', () => {
    const request = asked(CALCULATION_DOCUMENT, lead, { code: '110106', year: 2025, key: 'skill-structure' });
    expect(admit(documentLimitSteps(defaultLimits), request)).toBeNull();
    expect(costOfAsked(request) * 4).toBeLessThanOrEqual(defaultLimits.cost * 3);
  });

  it('costs no less than a third of what is allowed: the limit follows the dearest', () => {
    expect(costOfAsked(asked(CONSOLIDATED, lead, {})) * 3.3).toBeGreaterThan(defaultLimits.cost);
  });

  it('the feed that the worker follows passes for the service, and for nobody else', async () => {
    const { query, variables } = await whatTheWorkerSends();
    const request = asked(query, service, variables);
    expect(admit(documentLimitSteps(defaultLimits), request)).toBeNull();
    expect(costOfAsked(request) * 3).toBeLessThanOrEqual(defaultLimits.serviceCost);
    expect(admit(documentLimitSteps(defaultLimits), { ...request, viewer: lead })?.code).toBe('LIMIT_PAGE_SIZE');
  });
});

/** The worker's own request, caught on its way. */
async function whatTheWorkerSends(): Promise<{ query: string; variables: Record<string, unknown> }> {
  let body = '';
  const server = createServer(async (request, response) => {
    for await (const chunk of request) body += String(chunk);
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const source = new GatewayChangeSource(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, 'token');
  const department = { service: 'hrss', fieldPrefix: 'hrss', typePrefix: 'Hrss' };
  const page = { after: 0n, first: 5_000, waitMs: 1_500 };
  await source.read(department as never, page as never, new AbortController().signal).catch(() => null);
  server.closeAllConnections();
  server.close();
  return JSON.parse(body);
}
