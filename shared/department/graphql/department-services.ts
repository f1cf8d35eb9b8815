import type { AuditTrailService } from '../../audit/audit-trail.service.ts';
import type { ChangeFeedService } from '../change-feed/change-feed.service.ts';
import type { ObservationService } from '../observation/observation.service.ts';
import type { PublicationService } from '../publication/publication.service.ts';
import type { PublishService } from '../publication/publish.service.ts';

/** Everything the resolvers of a department call. */
export interface DepartmentServices {
  readonly publish: PublishService;
  readonly publications: PublicationService;
  readonly observations: ObservationService;
  readonly changeFeed: ChangeFeedService;
  readonly auditTrail: AuditTrailService;
}
