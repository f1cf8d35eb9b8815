import { hasRole } from '../../shared/identity/viewer.ts';
import type { Refusal } from '../http/reply.ts';
import { costOf } from '../limits/document-cost.ts';
import { findDuplicateKey } from '../limits/duplicate-keys.ts';
import { limitRefusals } from '../limits/limit-refusals.ts';
import type { Limits } from '../limits/limits.ts';
import { pagesOf } from '../limits/page-size.ts';
import { isDeeperThan } from '../limits/value-depth.ts';
import type { AdmissionStep, AskedRequest } from './admission.ts';

/** Limits of documents, from the cheapest to count to the dearest; each relies on those before it. */
export function documentLimitSteps(limits: Limits): AdmissionStep[] {
  return [
    ({ parsed }) => over(parsed.measure.depth, limits.depth, limitRefusals.depth),
    ({ parsed }) => over(parsed.measure.rootFields, limits.rootFields, limitRefusals.rootFields),
    ({ parsed }) => over(parsed.measure.aliases, limits.aliases, limitRefusals.aliases),
    ({ parsed }) => over(parsed.measure.directives, limits.directives, limitRefusals.directives),
    ({ params }) => (isDeeperThan(params.variables, limits.depth) ? limitRefusals.variablesDepth(limits.depth) : null),
    (request) => checkPages(request, limits),
    (request) => checkCost(request, limits),
    ({ parsed }) => {
      const found = findDuplicateKey(parsed.document, limits.duplicateKeys);
      return found ? limitRefusals.duplicateKeys(found, limits.duplicateKeys) : null;
    },
  ];
}

function over(value: number, limit: number, refusal: (value: number, limit: number) => Refusal): Refusal | null {
  return value > limit ? refusal(value, limit) : null;
}

/** Root fields that page through a department's change feed. */
const FEED = /Changes$/;

function checkPages({ viewer, parsed, operation, params }: AskedRequest, limits: Limits): Refusal | null {
  const isService = viewer !== null && hasRole(viewer, 'service');
  for (const page of pagesOf(parsed.document, operation, params.variables)) {
    const limit = isService && FEED.test(page.field) ? limits.feedPageSize : limits.pageSize;
    if (page.size > limit) return limitRefusals.pageSize(page, limit);
  }
  return null;
}

function checkCost({ viewer, parsed, operation, params, schema }: AskedRequest, limits: Limits): Refusal | null {
  const limit = viewer !== null && hasRole(viewer, 'service') ? limits.serviceCost : limits.cost;
  return over(costOf(parsed.document, { operation, variables: params.variables }, schema), limit, limitRefusals.cost);
}
