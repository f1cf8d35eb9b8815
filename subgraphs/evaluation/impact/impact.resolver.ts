import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { Requires } from '../../../shared/graphql/requires.ts';
import { toUserError } from '../../../shared/graphql/user-error.type.ts';
import { formatDimensions } from '../../../shared/primitives/dimensions.ts';
import { maySeeSuggestedGrades } from '../result/permission.ts';
import type { AskedChange } from './impact.ts';
import type { ImpactService } from './impact.service.ts';
import { ChangeImpact, ObservationChangeInput, PublicationImpact } from './impact.type.ts';
import type { ImpactView } from './impact-view.ts';

/** What accepting, amending or withdrawing values would do to evaluations. */
export function createImpactResolver(impacts: ImpactService, view: ImpactView) {
  @Resolver()
  class ImpactResolver {
    @Requires('evaluation:read')
    @Query(() => PublicationImpact, {
      nullable: true,
      description:
        '核收一个待核收的报送批次会带来什么：值、指标、得分和建议类别的变动；撤回申请核收前无从得知，须以空值逐格问 changeImpact；限协调小组办公室和报送单位',
    })
    async publicationImpact(
      @Ctx() { viewer }: SubgraphContext,
      @Arg('publication', () => ID, { description: '报送批次的标识' }) publication: string,
    ): Promise<PublicationImpact> {
      const found = await impacts.ofPublication(viewer, publication);
      if (!found.ok) return { ...NOTHING, publication, errors: found.error.map(toUserError) };
      const { memberUnit, evaluations, ...counts } = found.value;
      return {
        ...counts,
        memberUnit: memberUnit === null ? null : { code: memberUnit },
        evaluations: evaluations.map((impact) => view.evaluation(impact, maySeeSuggestedGrades(viewer))),
        errors: [],
      };
    }

    @Requires('evaluation:read')
    @Query(() => ChangeImpact, {
      nullable: true,
      description: '改动或撤回所列的值会给一个年度的评价带来什么；单位只能测算本单位报送的值',
    })
    async changeImpact(
      @Ctx() { viewer }: SubgraphContext,
      @Arg('subject', () => ID, { description: '评价对象代码' }) subject: string,
      @Arg('year', () => Int, { description: '评价年度' }) year: number,
      @Arg('changes', () => [ObservationChangeInput], { description: '值的变动，1 至 200 格' })
      changes: readonly ObservationChangeInput[],
    ): Promise<ChangeImpact> {
      const found = await impacts.ofChanges(viewer, { subject, year, changes: changes.map(toAskedChange) });
      if (!found.ok) return { evaluation: null, errors: found.error.map(toUserError) };
      return { evaluation: view.evaluation(found.value, maySeeSuggestedGrades(viewer)), errors: [] };
    }
  }
  return ImpactResolver;
}

const NOTHING = { memberUnit: null, valueCount: 0, evaluationCount: 0, evaluations: [] };

/** A change as the graph takes it in. */
export function toAskedChange({ measure, period, dimensions, value }: ObservationChangeInput): AskedChange {
  return { measure, period, dimensions: formatDimensions(dimensions ?? []), value: value ?? null };
}
