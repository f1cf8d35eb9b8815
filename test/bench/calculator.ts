import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { cellsOf } from '../../shared/derivation/measure-cells.ts';
import { periodsOfYear } from '../../shared/primitives/period.ts';
import { calculateEvaluation } from '../../shared/scoring/calculate.ts';
import { indexValues, type InputValue } from '../../shared/scoring/reading/input-value.ts';
import { prepareScoring } from '../../shared/scoring/compile/prepare-scoring.ts';
import { aMark, aValue } from '../../shared/scoring/testing/small-framework.ts';
import type { BenchCase } from './harness/bench-case.ts';
import { atLeast, measured, type Measurement, round } from './harness/measurement.ts';
import { quantile } from './measure.ts';

/** Subjects calculated before anything is measured: a worker calculates thousands, and V8 compiles for the first hundreds. */
const WARM_UP = 600;
const RUNS = 300;
const ROUNDS = 5;

/** P7a: indicator results per second of the calculator alone, explanation and evidence included. */
export const calculatorCase: BenchCase = {
  id: 'P7a',
  title: 'calculator alone',
  titleZh: '计算器单独运行',
  bar: '≥ 50,000 indicator results/s',
  needs: [],
  run: async () => measureCalculator(),
};

function measureCalculator(): Measurement[] {
  const catalogue = loadCatalogue();
  return ['national-2022', 'fengtai-2023'].map((id) => {
    const framework = catalogue.frameworks.get(id);
    const model = catalogue.scoringModels.get(id);
    const split = catalogue.splits.get(id);
    if (!framework || !model || !split) throw new Error(`no framework ${id}`);
    const plan = prepareScoring({ framework, model, split, year: 2025, memberUnits: catalogue.memberUnits });
    const values: InputValue[] = [...framework.measures.values()].flatMap((measure) =>
      measure.derivation !== null
        ? []
        : cellsOf(framework, measure).flatMap(({ text }) =>
            [2024, 2025].flatMap((year) =>
              periodsOfYear(year, measure.frequency).map((period) =>
                aValue(measure.code, measure.type === 'boolean' ? 'true' : measure.type === 'ratio' ? '0.4' : '12', {
                  period,
                  dimensions: text,
                }),
              ),
            ),
          ),
    );
    const marks = new Map(
      [...framework.assessmentItems.keys()].map((item) => [item, [aMark('85', { id: item, source: 'superior' })]]),
    );
    const indexed = indexValues(values);
    const calculate = () => calculateEvaluation({ plan, values: indexed, marks });
    for (let warmUp = 0; warmUp < WARM_UP; warmUp += 1) calculate();
    const rounds = Array.from({ length: ROUNDS }, () => {
      const started = process.cpuUsage();
      for (let run = 0; run < RUNS; run += 1) calculate();
      return round(Math.round((RUNS * framework.indicators.length * 1e6) / process.cpuUsage(started).user));
    });
    const perSecond = quantile(
      rounds.map(({ product }) => product),
      0.5,
    );
    return measured({
      id: 'P7a',
      what: `calculator alone, ${id}`,
      unit: 'results/CPU-s',
      product: perSecond,
      bar: atLeast(50_000, 'product'),
      rounds,
      conditions: [`median of ${ROUNDS} rounds of ${RUNS} subjects after ${WARM_UP}, as within one national round`],
    });
  });
}
