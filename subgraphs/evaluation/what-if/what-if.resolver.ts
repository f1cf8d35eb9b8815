import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import { Requires } from '../../../shared/graphql/requires.ts';
import { toUserError } from '../../../shared/graphql/user-error.type.ts';
import { toAskedChange } from '../impact/impact.resolver.ts';
import { selects } from '../input-store/selection.ts';
import type { WhatIfQuestion } from './what-if.ts';
import type { WhatIfService } from './what-if.service.ts';
import { WhatIf } from './what-if.type.ts';
import { WhatIfInput } from './what-if-input.type.ts';
import type { WhatIfView } from './what-if-view.ts';

/** What an evaluation would be under an assumption, for the office. */
export function createWhatIfResolver(whatIfs: WhatIfService, view: WhatIfView) {
  @Resolver()
  class WhatIfResolver {
    @Requires('evaluation:simulate')
    @Query(() => WhatIf, {
      nullable: true,
      description: '假设测算：权重、标准、类别起点或值若为其他，得分和建议类别会怎样；不改动正式结果，限协调小组办公室',
    })
    async whatIf(
      @Ctx() context: SubgraphContext,
      @Info() info: GraphQLResolveInfo,
      @Arg('input', () => WhatIfInput, { description: '一个假设；什么都不改时即测算现状的敏感程度' })
      input: WhatIfInput,
    ): Promise<WhatIf> {
      const found = await whatIfs.find(context, toQuestion(input), selects(info, 'sensitivity'));
      return found.ok ? view.whatIf(found.value) : { ...NOTHING, errors: found.error.map(toUserError) };
    }
  }
  return WhatIfResolver;
}

const NOTHING = {
  ...{
    impact: null,
    weights: [],
    version: null,
    officialDigest: null,
    isBaselineOfficial: false,
    findings: [],
    sensitivity: [],
  },
};

function toQuestion(input: WhatIfInput): WhatIfQuestion {
  return {
    subject: input.subject,
    year: input.year,
    weights: input.weights ?? [],
    isRestScaled: input.isRestScaled ?? false,
    parameters: input.parameters ?? [],
    bands: input.gradeBands ?? [],
    version: input.version ?? null,
    variant: input.variant ?? null,
    values: (input.values ?? []).map(toAskedChange),
  };
}
