import type { SubgraphContext } from '../../../shared/graphql/context.ts';
import type { Act } from './act.ts';

export function actOf({ viewer, trace }: SubgraphContext): Act {
  return { viewer, traceId: trace.traceId };
}
