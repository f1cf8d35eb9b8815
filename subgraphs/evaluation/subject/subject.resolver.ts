import type { GraphQLResolveInfo } from 'graphql';
import { Requires } from '../../../shared/graphql/requires.ts';
import { Arg, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { type Connection, pageRequest, toConnection, mapPage } from '../../../shared/graphql/connection.ts';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { badUserInput } from '../../../shared/graphql/errors.ts';
import { DateTimeScalar } from '../../../shared/graphql/scalars.ts';
import type { Clock } from '../../../shared/primitives/clock.ts';
import { wordOf } from '../framework/enum-of.ts';
import type { FrameworkRegister } from '../framework/framework-register.ts';
import type { FrameworkDirectory } from '../framework/framework-directory.ts';
import { SubjectKind } from '../framework/framework-enums.ts';
import {
  type AcceptedObservation,
  AcceptedObservationConnection,
  AcceptedObservationFilterInput,
} from '../input-store/accepted-observation.type.ts';
import { toAcceptedObservationView } from '../input-store/accepted-observation-view.ts';
import type { ProvisionalEvaluationService } from '../impact/provisional-evaluation.service.ts';
import { observationListLoader } from '../input-store/observation-list.loader.ts';
import type { ObservationListService } from '../input-store/observation-list.service.ts';
import { selects } from '../input-store/selection.ts';
import { evaluationLoader } from '../result/evaluation.loader.ts';
import type { EvaluationService } from '../result/evaluation.service.ts';
import { Evaluation } from '../result/evaluation.type.ts';
import type { EvaluationView } from '../result/evaluation-view.ts';
import { SUBJECT_KINDS } from './subject.ts';
import { subjectLoader } from './subject.loader.ts';
import type { SubjectService } from './subject.service.ts';
import { Subject, SubjectConnection, toSubject } from './subject.type.ts';

export interface SubjectResolverDependencies {
  readonly subjects: SubjectService;
  readonly observations: ObservationListService;
  readonly evaluations: EvaluationService;
  readonly evaluationView: EvaluationView;
  readonly provisionalEvaluations: ProvisionalEvaluationService;
  readonly frameworks: FrameworkDirectory;
  readonly register: FrameworkRegister;
  readonly clock: Clock;
}

/** Subjects, and what is known about them. */
export function createSubjectResolver(dependencies: SubjectResolverDependencies) {
  const { subjects, observations, evaluations, evaluationView, frameworks, register, clock } = dependencies;
  const { provisionalEvaluations } = dependencies;

  @Resolver(() => Subject)
  class SubjectResolver {
    @Requires('catalogue:read')
    @Query(() => Subject, { nullable: true, description: '按代码查评价对象；没有时为空' })
    async subject(
      @Arg('code', () => String, { description: '评价对象代码' }) code: string,
      @Ctx() context: SubgraphContext,
    ): Promise<Subject | null> {
      const subject = await subjectLoader(context, subjects).load(code);
      return subject === null ? null : toSubject(subject);
    }

    @Requires('catalogue:read')
    @Query(() => SubjectConnection, { nullable: true, description: '评价对象名录，按名录顺序' })
    async subjects(
      @Ctx() { viewer }: SubgraphContext,
      @Arg('kind', () => SubjectKind, { nullable: true, description: '只取这一种评价对象' }) kind?: SubjectKind | null,
      @Arg('first', () => Int, { nullable: true, description: '取前几项，1 至 500，默认 20' }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: '从这个游标之后取' }) after?: string | null,
    ): Promise<Connection<Subject>> {
      const word = kind == null ? null : wordOf(SUBJECT_KINDS, kind);
      const page = await subjects.page(viewer, word, pageRequest(first, after));
      return toConnection(mapPage(page, toSubject));
    }

    @FieldResolver(() => Subject, { nullable: true, description: '所属的评价对象，如成员单位所在的区；没有时为空' })
    async parent(@Root() { parentCode }: Subject, @Ctx() context: SubgraphContext): Promise<Subject | null> {
      const parent = parentCode === null ? null : await subjectLoader(context, subjects).load(parentCode);
      return parent === null ? null : toSubject(parent);
    }

    @FieldResolver(() => Evaluation, { nullable: true, description: '一个评价年度的评价结果；当时尚无任何数据时为空' })
    async evaluation(
      @Root() subject: Subject,
      @Ctx() context: SubgraphContext,
      @Arg('year', () => Int, { description: '评价年度' }) year: number,
      @Arg('framework', () => String, { nullable: true, description: '指标体系代码；未指明时取该年度适用的' })
      framework?: string | null,
      @Arg('asOf', () => DateTimeScalar, { nullable: true, description: '查看这一时刻所知的结果；未指明时为现在' })
      asOf?: Date | null,
      @Arg('provisional', () => Boolean, {
        nullable: true,
        description: '为真时给出预评：假定待核收的值全部核收，只供协调小组办公室；不能与 asOf 同用',
      })
      provisional?: boolean | null,
    ): Promise<Evaluation | null> {
      const now = clock.now();
      const at = pastOnly(asOf, now);
      const surroundings = { subject, asOf: at, now };
      if (provisional === true) {
        const code = framework ?? frameworkOf(subject, year);
        return code === null ? null : provisionalEvaluation(context, { year, framework: code, ...surroundings });
      }
      const codes = framework != null ? [framework] : frameworksAt(subject, year, at);
      const keys = codes.map((code) => ({ subject: subject.code, year, framework: code }));
      const found = await Promise.all(keys.map((key) => evaluationLoader(context, evaluations, at).load(key)));
      const known = found.find((evaluation) => evaluation !== null) ?? null;
      return known && evaluationView.evaluation(known, { ...surroundings, provisional: null });
    }

    @FieldResolver(() => AcceptedObservationConnection, {
      nullable: true,
      description: '已核收的指标值，不论由哪个部门报送',
    })
    async observations(
      @Root() subject: Subject,
      @Ctx() context: SubgraphContext,
      @Info() info: GraphQLResolveInfo,
      @Arg('filter', () => AcceptedObservationFilterInput, { nullable: true, description: '筛选条件' })
      filter?: AcceptedObservationFilterInput | null,
      @Arg('first', () => Int, { nullable: true, description: '取前几项，1 至 500，默认 20' }) first?: number | null,
      @Arg('after', () => String, { nullable: true, description: '从这个游标之后取' }) after?: string | null,
      @Arg('asOf', () => DateTimeScalar, { nullable: true, description: '查看这一时刻所知的值；未指明时为现在' })
      asOf?: Date | null,
      @Arg('provisional', () => Boolean, {
        nullable: true,
        description: '为真时以待核收的值代替现行的值：本单位的，办公室可见全部；不能与 asOf 同用',
      })
      provisional?: boolean | null,
    ): Promise<Connection<AcceptedObservation>> {
      const request = {
        filter: toFilter(filter),
        asOf: pastOnly(asOf, clock.now()),
        page: pageRequest(first, after),
        withTotal: selects(info, 'totalCount'),
        isProvisional: provisional === true,
      };
      const page = await observationListLoader(context, observations, request).load(subject.code);
      const framework = measureFramework(subject);
      const measureOf = (code: string) => frameworks.measureIn(framework, code);
      return toConnection(mapPage(page, (value) => toAcceptedObservationView(value, { subject, measureOf })));
    }
  }
  return SubjectResolver;

  async function provisionalEvaluation(
    context: SubgraphContext,
    { subject, year, framework, asOf, now }: ProvisionalRequest,
  ): Promise<Evaluation | null> {
    if (asOf !== null) throw badUserInput('provisional 只反映现在，不能与 asOf 同用');
    if (framework !== frameworkOf(subject, year)) throw badUserInput('预评只按该年度适用的指标体系测算');
    const found = await provisionalEvaluations.find(context, { subject: subject.code, year });
    if (found === null) return null;
    return evaluationView.evaluation(found.header, { subject, asOf, now, provisional: found.indicators });
  }

  /** Of an instant that is past: all that judge the year now, the newest that had a result then is the one that counted. */
  function frameworksAt({ kind }: Subject, year: number, at: Date | null): string[] {
    const codes = register.allForYear(wordOf(SUBJECT_KINDS, kind), year).map(({ id }) => id);
    return at === null ? codes.slice(0, 1) : codes;
  }

  function frameworkOf({ kind }: Subject, year: number): string | null {
    return register.forYear(wordOf(SUBJECT_KINDS, kind), year)?.id ?? null;
  }

  /** Measures are shown as the newest framework for subjects of this kind has them. */
  function measureFramework({ kind }: Subject): string | null {
    return register.newestFor(wordOf(SUBJECT_KINDS, kind))?.id ?? null;
  }
}

/** Of an instant to come nothing is known: it is answered as now, and the answer says so. */
function pastOnly(asOf: Date | null | undefined, now: Date): Date | null {
  return asOf == null || asOf > now ? null : asOf;
}

interface ProvisionalRequest {
  readonly subject: Subject;
  readonly year: number;
  readonly framework: string;
  readonly asOf: Date | null;
  readonly now: Date;
}

function toFilter(filter: AcceptedObservationFilterInput | null | undefined) {
  return {
    period: filter?.period ?? null,
    exactPeriod: filter?.exactPeriod ?? false,
    measures: filter?.measures ?? null,
    memberUnits: filter?.memberUnits ?? null,
    dimensions: filter?.dimensions ?? null,
  };
}
