import { expect, it } from 'vitest';
import { loadCatalogue } from '../../../shared/catalogue/load-catalogue.ts';
import { cellsEnteredBy } from '../../../shared/catalogue/responsibility/ownership.ts';
import { decimal } from '../../../shared/primitives/decimal.ts';
import { formatDimensions } from '../../../shared/primitives/dimensions.ts';
import { parsePeriod, periodsOfYear, periodTypeOf } from '../../../shared/primitives/period.ts';
import { type DemoObservation, generateObservations } from './generate.ts';
import { readProfiles } from './profile.ts';

const catalogue = loadCatalogue();
const YEARS = [2022, 2023, 2024, 2025];

function generate(frameworkId: string, change: { seed?: string; scale?: number } = {}): DemoObservation[] {
  const framework = catalogue.frameworks.get(frameworkId);
  const split = catalogue.splits.get(frameworkId);
  if (!framework || !split) throw new Error(frameworkId);
  const request = { framework, split, profiles: readProfiles(), subject: '110106', years: YEARS, hasFaults: true };
  return generateObservations({ ...request, seed: change.seed ?? 'demo', scale: change.scale ?? 1 });
}

const cases = [
  ['fengtai-2023', 1],
  ['national-2022', 24],
] as const;
const district = generate('fengtai-2023');

it('makes the same values from the same seed and others from another', () => {
  expect(generate('fengtai-2023')).toEqual(district);
  expect(generate('fengtai-2023', { seed: 'other' })).not.toEqual(district);
});

it.each(cases)('keeps every part of %s within its whole but where the contradiction is meant', (id, scale) => {
  const framework = catalogue.frameworks.get(id)!;
  const rows = generate(id, { scale });
  const values = new Map(rows.map((row) => [`${row.measure}|${formatDimensions(row.dimensions)}|${row.period}`, row]));
  let compared = 0;
  for (const { derivation } of framework.measures.values()) {
    if (!derivation || !('numerator' in derivation)) continue;
    const whole = framework.measures.get(derivation.denominator)!;
    for (const part of rows.filter((row) => row.measure === derivation.numerator)) {
      const shared = part.dimensions.filter(({ key }) => whole.dimensions.includes(key));
      const found = values.get(`${whole.code}|${formatDimensions(shared)}|${part.period}`);
      if (!found) continue;
      compared += 1;
      if (part.isInconsistent) expect(decimal(part.value).gt(found.value), `${part.measure} ${part.period}`).toBe(true);
      else
        expect(
          decimal(part.value).lte(found.value),
          `${part.measure} ${part.period} ${part.value} of ${found.value}`,
        ).toBe(true);
    }
  }
  expect(compared).toBeGreaterThan(200);
});

it.each(cases)('writes every value of %s in the form its measure asks for', (id, scale) => {
  const framework = catalogue.frameworks.get(id)!;
  for (const row of generate(id, { scale })) {
    const measure = framework.measures.get(row.measure)!;
    expect(parsePeriod(row.period)?.type).toBe(periodTypeOf(measure.frequency));
    const pattern = {
      boolean: /^(true|false)$/,
      count: /^\d+$/,
      amount: /^\d+(\.\d{1,2})?$/,
      ratio: /^0(\.\d+)?$|^1$/,
      score: /^\d{1,2}(\.\d)?$|^100$/,
      text: /./,
    };
    expect(row.value, `${row.measure} ${row.period}`).toMatch(pattern[measure.type]);
  }
});

it('covers nearly every cell that the units enter, and leaves out only a few values', () => {
  const framework = catalogue.frameworks.get('fengtai-2023')!;
  const split = catalogue.splits.get('fengtai-2023')!;
  const expected = [...catalogue.memberUnits.keys()].flatMap((unit) =>
    cellsEnteredBy(split, framework, unit).flatMap(({ measure, dimensions }) =>
      periodsOfYear(2025, framework.measures.get(measure)!.frequency).map(
        (period) => `${unit} ${measure} ${formatDimensions(dimensions)} ${period}`,
      ),
    ),
  );
  const found = new Set(
    district
      .filter((row) => row.year === 2025)
      .map((row) => `${row.unit} ${row.measure} ${formatDimensions(row.dimensions)} ${row.period}`),
  );
  const missing = expected.filter((place) => !found.has(place));
  expect([...found].filter((place) => !expected.includes(place))).toEqual([]);
  expect(missing.length / expected.length).toBeGreaterThan(0.01);
  expect(missing.length / expected.length).toBeLessThan(0.06);
  const units = new Set(district.map((row) => row.unit));
  expect(units.size).toBeGreaterThan(20);
});

it('has some late and exactly three contradictory values', () => {
  const late = district.filter((row) => row.isLate).length / district.length;
  expect(late).toBeGreaterThan(0.02);
  expect(late).toBeLessThan(0.09);
  expect(district.filter((row) => row.isInconsistent)).toHaveLength(3);
});

it('lets stocks grow slowly from year to year', () => {
  const workers = YEARS.map((year) =>
    Number(district.find((row) => row.measure === 'industrial-workers' && row.period === String(year))!.value),
  );
  for (const [index, value] of workers.slice(1).entries()) {
    const growth = value / workers[index]! - 1;
    expect(growth).toBeGreaterThan(-0.005);
    expect(growth).toBeLessThan(0.03);
  }
});

it('asks enough people for a survey to count', () => {
  for (const year of ['2023', '2024', '2025']) {
    const responses = district.filter((row) => row.measure === 'worker-responses' && row.period === year);
    expect(responses).toHaveLength(4);
    expect(responses.reduce((sum, row) => sum + Number(row.value), 0)).toBeGreaterThan(400);
    for (const row of responses) expect(Number(row.value)).toBeGreaterThanOrEqual(30);
  }
});
