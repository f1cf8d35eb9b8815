import type pg from 'pg';
import { frameworkFor } from '../../shared/catalogue/catalogue-lookup.ts';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { generateAssessments } from '../../gateway/cli/demo/assessments.ts';
import { type DemoObservation, generateObservations } from '../../gateway/cli/demo/generate.ts';
import { readProfiles } from '../../gateway/cli/demo/profile.ts';
import { formatDimensions } from '../../shared/primitives/dimensions.ts';
import { newId } from '../../shared/primitives/identifiers.ts';
import { parsePeriod } from '../../shared/primitives/period.ts';
import { withClient } from '../../shared/topology/provision.ts';
import { copyIn } from '../../shared/persistence/copy-stream.ts';
import { inPieces } from './in-pieces.ts';

/** How large a made-up nation is. */
export interface NationalSize {
  readonly subjects: number;
  readonly years: readonly number[];
  /** Made-up gaps; without them every cell is there. */
  readonly hasFaults: boolean;
}

const SEED = 'workforce-reform-hub bench 1';
const FIRST_CODE = 800_000;
/** So many subjects differ in their figures; the rest repeat them, and all differ in their judgements. */
const ORIGINALS = 60;

const catalogue = loadCatalogue();
const framework = frameworkFor(catalogue, 'province', 2025);
const split = framework === null ? undefined : catalogue.splits.get(framework.id);
if (framework === null || split === undefined) throw new Error('no national framework');
const basis = { framework, split };

/** Codes of the subjects of a made-up nation. */
export function nationalSubjects(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(FIRST_CODE + index));
}

/**
 * Fills the evaluation's input store directly, as if every department's feed had been followed: for benches and tests of
 * size only. Subjects, values and judgements are made up and marked so. `url` is that of the app role.
 */
export async function fillNationalStore(
  url: string,
  size: NationalSize,
): Promise<{ values: number; assessments: number }> {
  const codes = nationalSubjects(size.subjects);
  const originals = Array.from({ length: Math.min(ORIGINALS, size.subjects) }, (_, index) => original(index, size));
  return withClient(url, async (client) => {
    await client.query(
      `insert into subject (code, name, kind, is_demo, sort_order)
       select code, '演示对象' || lpad(place::text, 5, '0'), 'province', true, 10000 + place
       from unnest($1::text[]) with ordinality as made (code, place) on conflict do nothing`,
      [codes],
    );
    const count = { values: 0, assessments: 0 };
    await copyIn(
      client,
      `copy input_observation (${VALUE_COLUMNS}) from stdin`,
      inPieces(values(codes, originals, count)),
    );
    await copyIn(client, `copy assessment (${MARK_COLUMNS}) from stdin`, inPieces(marks(codes, size.years, count)));
    await client.query('analyze subject').catch(() => undefined);
    return count;
  });
}

function original(index: number, { years, hasFaults }: NationalSize): DemoObservation[] {
  const achievement = 0.55 + (index % 20) * 0.06;
  return generateObservations({
    ...{ ...basis, years, hasFaults },
    profiles: readProfiles(),
    seed: SEED,
    subject: `original-${index}`,
    scale: 2 + (index % 12),
    achievementOf: () => achievement,
  });
}

const VALUE_COLUMNS = `row_id, observation_id, department, position, subject, measure, period, period_year, period_start, period_end,
  dimensions, value, number, state, revision, member_unit, publication_id, receipt_hash, is_derived, is_demo,
  first_reported_on, recorded_at, known_from`;
const HASH = '0'.repeat(64);

function* values(
  codes: readonly string[],
  originals: readonly DemoObservation[][],
  count: { values: number },
): Generator<string> {
  const endings = originals.map((rows) => rows.map(asRow));
  for (const [index, subject] of codes.entries()) {
    for (const write of endings[index % endings.length] ?? []) {
      count.values += 1;
      yield write(subject, count.values);
    }
  }
}

/** Everything about a value but of whom it is, written once. */
function asRow({ unit, measure, period, dimensions, value, year, isLate }: DemoObservation) {
  const department = catalogue.memberUnits.get(unit)?.subgraph ?? 'union';
  const span = parsePeriod(period);
  const number = value === 'true' || value === 'false' ? '\\N' : value;
  const reported = `${year + 1}-${isLate ? '02-26' : '01-15'}`;
  const before = [measure, period, year, span?.start, span?.end, formatDimensions(dimensions), value, number].join(
    '\t',
  );
  const after = `ACCEPTED\t1\t${unit}\tbench\t${HASH}\tf\tt\t${reported}\t${reported}T02:00:00Z\t${reported}T02:00:01Z\n`;
  return (subject: string, position: number): string => {
    const id = newId();
    return `${id}\t${department}:${year}:${id}\t${department}\t${position}\t${subject}\t${before}\t${after}`;
  };
}

const MARK_COLUMNS = 'id, item, subject, year, source, body, mark, reason, recorded_by, recorded_at, is_demo';

function* marks(codes: readonly string[], years: readonly number[], count: { assessments: number }): Generator<string> {
  for (const [index, subject] of codes.entries()) {
    const achievement = 0.55 + (index % 97) * 0.013;
    const request = {
      framework: basis.framework,
      seed: SEED,
      subject,
      years,
      judged: 1,
      achievementOf: () => achievement,
    };
    for (const { item, year, source, body, mark, reason } of generateAssessments(request)) {
      count.assessments += 1;
      const word = source.toLowerCase().replaceAll('_', '-');
      yield `${newId()}\t${item}\t${subject}\t${year}\t${word}\t${body}\t${mark}\t${reason}\tbench\t2026-03-01T02:00:00Z\tt\n`;
    }
  }
}

/** Statistics as they are after a while; whatever was loaded just now has none. */
export async function gatherStatistics(adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client: pg.Client) => void (await client.query('vacuum analyze')));
}
