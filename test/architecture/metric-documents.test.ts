import { collectDefaultMetrics, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { filesBelow, readSource } from './source-files.ts';

/** Names of the metrics that the product makes: whoever makes one imports the library, and names it in place. */
const OWN = filesBelow()
  .filter((path) => /^(gateway|subgraphs|shared)\/.*\.ts$/.test(path) && !path.endsWith('.test.ts'))
  .map((path) => readSource(path).text)
  .filter((text) => text.includes("from 'prom-client'"))
  .flatMap((text) => [...text.matchAll(/\bname: '([a-z]+(?:_[a-z]+)+)'/g)].map(([, name]) => name ?? ''));

/** What the library measures of every process. */
function processMetrics(): string[] {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry.getMetricsAsArray().map(({ name }) => name);
}

/** What Prometheus makes itself. */
const OF_PROMETHEUS = ['up'];
/** Words of an expression that are no metrics. */
const WORDS = new Set(['by', 'histogram_quantile', 'increase', 'max', 'rate', 'sum']);

/** The metrics an expression asks for; a histogram by its own name. */
function metricsIn(expression: string): string[] {
  const bare = expression.replaceAll(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"|\b(?:by|without|on) \([^)]*\)/g, ' ');
  const words = [...bare.matchAll(/[a-z_][a-z0-9_]*/g)].map(([word]) => word);
  return words.filter((word) => !WORDS.has(word)).map((word) => word.replace(/_(bucket|sum|count)$/, ''));
}

const dashboardSchema = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).optional() })),
});
const rulesSchema = z.object({
  groups: z.array(
    z.object({
      rules: z.array(z.object({ alert: z.string(), expr: z.string(), annotations: z.object({ runbook: z.string() }) })),
    }),
  ),
});

const read = (name: string): string => readSource(`docs/guides/${name}`).text;

describe('the documents about metrics', () => {
  const known = new Set([...OWN, ...processMetrics(), ...OF_PROMETHEUS]);
  const rules = rulesSchema.parse(parse(read('operators/alerts.yml'))).groups.flatMap((group) => group.rules);

  it('name every metric of the product in the table of the observability guide, and no other', () => {
    const table = read('observability.md').match(/^\| .*$/gm) ?? [];
    const named = table.flatMap((row) =>
      [...(row.split('|')[1] ?? '').matchAll(/`([a-z]+(?:_[a-z]+)+)[`{]/g)].map(([, name]) => name),
    );
    expect(OWN.length).toBeGreaterThan(15);
    expect(named.sort()).toEqual([...OWN].sort());
  });

  it('show and watch nothing that no process measures', () => {
    const { panels } = dashboardSchema.parse(JSON.parse(read('operators/dashboard.json')));
    const shown = panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => metricsIn(expr)));
    expect(shown.length).toBeGreaterThan(15);
    expect([...shown, ...rules.flatMap(({ expr }) => metricsIn(expr))].filter((name) => !known.has(name))).toEqual([]);
  });

  it('say for every alert in the guide what to look at and what to do', () => {
    const rows = read('operators.md').match(/^\| .*$/gm) ?? [];
    const symptoms = rows.map((row) => row.split('|')[1]?.trim());
    expect(rules.map(({ annotations }) => annotations.runbook).filter((name) => !symptoms.includes(name))).toEqual([]);
  });
});
