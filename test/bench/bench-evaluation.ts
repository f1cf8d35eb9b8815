import { execute, type ExecutionResult, type GraphQLSchema, type parse } from 'graphql';
import type { DataSource } from 'typeorm';
import { loadCatalogue } from '../../shared/catalogue/load-catalogue.ts';
import { createSubgraphContext } from '../../shared/graphql/context.ts';
import type { Viewer } from '../../shared/identity/viewer.ts';
import { createLogger } from '../../shared/observability/logger.ts';
import { newTrace } from '../../shared/observability/trace.ts';
import { openDataSource } from '../../shared/persistence/data-source.ts';
import { systemClock } from '../../shared/primitives/clock.ts';
import { FrameworkRegister } from '../../subgraphs/evaluation/framework/framework-register.ts';
import { digestCatalogue } from '../../subgraphs/evaluation/result/recalculation/catalogue-digest.ts';
import { RecalculationService } from '../../subgraphs/evaluation/result/recalculation/recalculation.service.ts';
import { createEvaluationSubgraph } from '../../subgraphs/evaluation/subgraph.ts';

const office: Viewer = { subject: 'bench:office', memberUnit: 'union', roles: ['lead-evaluator'], purpose: '测试' };

/** One for all questions, as a service has it. */
const silent = createLogger('bench', 'silent');

/** The evaluation subgraph, asked in this process as it is after the gateway. */
export class BenchEvaluation {
  private constructor(
    readonly dataSource: DataSource,
    readonly recalculation: RecalculationService,
    private readonly schema: GraphQLSchema,
  ) {}

  static async open(url: string): Promise<BenchEvaluation> {
    const catalogue = loadCatalogue();
    const log = createLogger('bench', 'error');
    const dataSource = await openDataSource({ service: 'evaluation', url, entities: [], log });
    const register = new FrameworkRegister(catalogue);
    const recalculation = new RecalculationService({
      ...{ dataSource, catalogue, register },
      catalogueDigest: digestCatalogue(),
    });
    const schema = await createEvaluationSubgraph({ database: dataSource, catalogue, clock: systemClock });
    return new BenchEvaluation(dataSource, recalculation, schema);
  }

  /** A question of the lead office; a refusal is a fault of the bench. */
  async ask(
    document: ReturnType<typeof parse>,
    variableValues: Record<string, unknown> = {},
  ): Promise<ExecutionResult> {
    const contextValue = createSubgraphContext(office, newTrace(), silent);
    const result = await execute({ schema: this.schema, document, variableValues, contextValue });
    if (result.errors) throw new Error(JSON.stringify(result.errors).slice(0, 500));
    return result;
  }

  close(): Promise<void> {
    return this.dataSource.destroy();
  }
}
