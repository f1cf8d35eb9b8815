import type { DataSource } from 'typeorm';
import { EvaluationStoreRepository } from '../../subgraphs/evaluation/result/evaluation-store.repository.ts';
import type { EvaluationHeader } from '../../subgraphs/evaluation/result/evaluation-record.ts';

/** What a test says of a result; the rest is filled in. */
export type HeaderSketch = Pick<EvaluationHeader, 'subject'> & Partial<EvaluationHeader>;

/** A result of a province in 2025, complete and of 80 points unless said otherwise. */
export function aHeader(sketch: HeaderSketch): EvaluationHeader {
  const value = sketch.score?.value === undefined ? '80' : sketch.score.value;
  return {
    year: 2025,
    framework: 'national-2022',
    model: 'test',
    score: { value, low: value ?? '0', high: value ?? '100', isComplete: value !== null },
    grade: null,
    possibleGrades: ['GOOD'],
    gradeReason: null,
    completeness: { expected: 10, received: 10, unaccepted: 0, ratio: '1' },
    missing: [],
    pillars: [],
    groups: [],
    memberUnits: [],
    kpis: [],
    ...sketch,
  };
}

/** Keeps results as a recalculation does, without calculating them. */
export async function storeHeaders(dataSource: DataSource, sketches: readonly HeaderSketch[]): Promise<void> {
  await dataSource.transaction(async (manager) => {
    const store = new EvaluationStoreRepository(manager);
    for (const sketch of sketches) {
      await store.store({ header: aHeader(sketch), indicators: [] }, new Date().toISOString());
    }
  });
}
