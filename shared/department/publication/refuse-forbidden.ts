import { forbidden } from '../../graphql/errors.ts';
import { canonicalJson, sha256Hex } from '../../primitives/canonical-json.ts';
import { recordRefused } from '../audit/audit.repository.ts';
import type { PublishAct, PublishDependencies } from './publish-outcome.ts';

/** What somebody may not do, why not, and what it was about. */
export interface ForbiddenAct {
  readonly action: string;
  readonly reason: string;
  readonly about: object;
}

/** Puts an act that is not the viewer's to do on record, and only then says so. */
export async function refuseForbidden(
  { dataSource, clock }: Pick<PublishDependencies, 'dataSource' | 'clock'>,
  { viewer, traceId }: PublishAct,
  { action, reason, about }: ForbiddenAct,
): Promise<never> {
  await recordRefused(dataSource.manager, {
    actor: viewer.subject,
    actorUnit: viewer.memberUnit,
    action,
    traceId,
    codes: ['FORBIDDEN'],
    payloadHash: sha256Hex(canonicalJson({ ...about })),
    detail: { reason, ...about },
    at: clock.now(),
  });
  throw forbidden(reason);
}
