import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import type { Disclosure } from '../../../shared/identity/disclosure.ts';
import type { Viewer } from '../../../shared/identity/viewer.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import { EvaluationRepository } from './evaluation.repository.ts';
import {
  type EvaluationKey,
  evaluationKeyText,
  type IndicatorRecord,
  type VisibleEvaluation,
} from './evaluation-record.ts';
import { visibleEvaluation, visibleIndicators } from './permission.ts';
import type { VisibleIndicator } from './visible-indicator.ts';

/** Reads results. What may not be shown to the viewer leaves here already removed. */
export class EvaluationService {
  private readonly database: EvaluationDatabase;
  private readonly splits: Catalogue['splits'];
  private readonly disclosure: () => Disclosure;

  constructor(database: EvaluationDatabase, splits: Catalogue['splits'], disclosure: () => Disclosure) {
    this.database = database;
    this.splits = splits;
    this.disclosure = disclosure;
  }

  private get repository(): EvaluationRepository {
    return new EvaluationRepository(this.database.manager);
  }

  /** The whole of each evaluation as far as the viewer may see it, in the order of the keys; null where nothing was known. */
  async headers(
    viewer: Viewer,
    keys: readonly EvaluationKey[],
    asOf: Date | null,
  ): Promise<(VisibleEvaluation | null)[]> {
    const found = await this.repository.headers(keys, asOf);
    return keys.map((key) => {
      const header = found.get(evaluationKeyText(key));
      return header ? visibleEvaluation(viewer, header) : null;
    });
  }

  /** The indicators of each evaluation, in the order of the keys. */
  async indicators(viewer: Viewer, keys: readonly EvaluationKey[], asOf: Date | null): Promise<VisibleIndicator[][]> {
    const found = await this.repository.indicators(keys, asOf);
    return keys.map((key) => this.visible(viewer, key.framework, found.get(evaluationKeyText(key)) ?? []));
  }

  /** Those of the indicators that the viewer may see, with what he may see of them. */
  visible(viewer: Viewer, framework: string, records: readonly IndicatorRecord[]): VisibleIndicator[] {
    const split = this.splits.get(framework);
    const leadOf = (indicator: string) => split?.indicators.get(indicator)?.lead ?? null;
    return visibleIndicators(viewer, records, { leadOf, disclosure: this.disclosure() });
  }
}
