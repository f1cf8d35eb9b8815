import type { AuditTrailService } from '../../audit/audit-trail.service.ts';
import type { ActService } from '../act/act.service.ts';
import type { ChangeFeedService } from '../change-feed/change-feed.service.ts';
import type { FreezeService } from '../freeze/freeze.service.ts';
import type { ObservationService } from '../observation/observation.service.ts';
import type { PolicyService } from '../policy/policy.service.ts';
import type { PublicationService } from '../publication/publication.service.ts';
import type { PublishService } from '../publication/publish.service.ts';
import type { ReceiptService } from '../receipt/receipt.service.ts';
import type { UploadService } from '../upload/upload.service.ts';
import type { RuleService } from '../validation/rule.service.ts';
import type { WaiverService } from '../waiver/waiver.service.ts';
import type { WithdrawalService } from '../withdrawal/withdrawal.service.ts';

/** Everything the resolvers of a department call. */
export interface DepartmentServices {
  readonly publish: PublishService;
  readonly withdrawals: WithdrawalService;
  readonly acts: ActService;
  readonly publications: PublicationService;
  readonly policies: PolicyService;
  readonly waivers: WaiverService;
  readonly freezes: FreezeService;
  readonly observations: ObservationService;
  readonly uploads: UploadService;
  readonly receipts: ReceiptService;
  readonly rules: RuleService;
  readonly changeFeed: ChangeFeedService;
  readonly auditTrail: AuditTrailService;
}
