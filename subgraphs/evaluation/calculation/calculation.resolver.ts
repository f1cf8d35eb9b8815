import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import type { EvaluationDatabase } from '../evaluation-database.ts';
import { IndicatorEvaluation } from '../result/evaluation.type.ts';
import type { CalculationService } from './calculation.service.ts';
import { Calculation } from './calculation.type.ts';
import type { CalculationView } from './calculation-view.ts';
import { pendingLoader } from './pending.loader.ts';

/** The calculation of an indicator's score, made only where it is asked for. */
export function createCalculationResolver(
  calculations: CalculationService,
  view: CalculationView,
  database: EvaluationDatabase,
) {
  @Resolver(() => IndicatorEvaluation)
  class CalculationResolver {
    @FieldResolver(() => Calculation, {
      nullable: true,
      description: '计分过程：规则、份额、所用的值及其来源、中间值、版本；得分说明不显示的，过程也不显示',
    })
    async calculation(
      @Root() { known, record, isCurrent, subject }: IndicatorEvaluation,
      @Ctx() context: SubgraphContext,
    ): Promise<Calculation | null> {
      const pending = isCurrent ? await pendingLoader(context, database, known.year).load(known.subject) : [];
      const found = calculations.explain({ known, record, pending });
      return found === null ? null : view.calculation(found, subject);
    }
  }
  return CalculationResolver;
}
