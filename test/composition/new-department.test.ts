import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printSubgraphSchema } from '@apollo/subgraph';
import { describe, expect, it } from 'vitest';
import { composeSupergraph } from '../../gateway/supergraph/compose.ts';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { projectRoot } from '../../shared/config/project-root.ts';
import type { Catalogue } from '../../shared/catalogue/catalogue.ts';
import { committedSchemas } from '../schema/committed-schemas.ts';
import { department } from '../fixtures/justice/department.ts';
import { schemaForPrinting } from '../fixtures/justice/subgraph.ts';
import { startDepartment } from '../testkit/department.ts';
import { aViewer, lead } from '../testkit/viewers.ts';

/** The catalogue after step 2 of subgraphs/README.md: the unit has a subgraph of its own. */
function withJustice(catalogue: Catalogue): Catalogue {
  const units = new Map(catalogue.memberUnits);
  const unit = units.get('justice');
  if (!unit) throw new Error('no unit justice');
  units.set('justice', { ...unit, subgraph: 'justice', kind: 'first-class' });
  const subgraphs = new Map(catalogue.subgraphs);
  subgraphs.set('justice', { id: 'justice', unit: 'justice', nameZh: '司法', hosts: [] });
  return { ...catalogue, memberUnits: units, subgraphs };
}

describe('a new department made by the steps of subgraphs/README.md', () => {
  it('takes about 150 lines', () => {
    const folder = join(projectRoot, 'test/fixtures/justice');
    const files = readdirSync(folder);
    const lines = files.reduce((sum, file) => sum + readFileSync(join(folder, file), 'utf8').split('\n').length, 0);
    expect(files.length).toBeGreaterThanOrEqual(5);
    expect(lines).toBeLessThanOrEqual(150);
  });

  it('composes with the shipped subgraphs under its own names', async () => {
    const sdl = printSubgraphSchema(await schemaForPrinting());
    const shipped = [...committedSchemas()].map(([name, text]) => ({ name, sdl: text }));
    const composed = composeSupergraph([...shipped, { name: 'justice', sdl }]);
    expect(composed.ok ? [] : composed.error).toEqual([]);
    const supergraph = composed.ok ? composed.value : '';
    expect(supergraph).toMatch(/type JusticeObservation implements Observation/);
    expect(supergraph).toMatch(/publishJusticeObservations/);
    expect(supergraph).toMatch(/justice\([\s\S]*?\): JusticeReport/);
  });

  it('publishes and answers on a database of its own, and the union no longer takes its figures', async () => {
    const running = await startDepartment(department, withJustice(loadCatalogue()));
    try {
      const publish = `mutation ($input: PublishJusticeObservationsInput!) {
        publishJusticeObservations(input: $input) { publication { id state memberUnit { code } } receipt { sequence } errors { code } }
      }`;
      const input = {
        idempotencyKey: 'first',
        observations: [{ subject: '110106', measure: 'legal-education-events', period: '2025', value: '310' }],
      };
      const own = await running.ask(aViewer('justice'), publish, { input });
      expect(own.data.publishJusticeObservations).toMatchObject({
        publication: { state: 'ACCEPTED', memberUnit: { code: 'justice' } },
        receipt: { sequence: 1 },
        errors: [],
      });
      const foreign = await running.ask(aViewer('union'), publish, { input: { ...input, idempotencyKey: 'second' } });
      expect(foreign.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      const read = await running.ask(
        lead,
        '{ justiceObservations { totalCount edges { node { value measure { code } } } } }',
      );
      expect(read.data.justiceObservations).toMatchObject({
        totalCount: 1,
        edges: [{ node: { value: '310', measure: { code: 'legal-education-events' } } }],
      });
    } finally {
      await running.close();
    }
  });
});
