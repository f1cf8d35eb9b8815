import { CreatePerson } from './20261101T0900-create-person.ts';
import { CreateToken } from './20261101T0910-create-token.ts';
import { CreateAvailability } from './20261101T0920-create-availability.ts';
import { CreateAccessAudit } from './20261101T0930-create-access-audit.ts';
import { CreateEntitlement } from './20261120T1000-create-entitlement.ts';
import { CreatePersonRole } from './20261120T1010-create-person-role.ts';
import { CreateReadGrant } from './20261120T1020-create-read-grant.ts';
import { CreateDataRead } from './20261120T1030-create-data-read.ts';
import { CreateAuditRetention } from './20261120T1040-create-audit-retention.ts';
import { ShareAuditRetention } from './20261121T0800-share-audit-retention.ts';
import { AddSourceAddress } from './20261121T0810-add-source-address.ts';
import { CreateHopNonce } from './20261123T0930-create-hop-nonce.ts';
import { CreateGatewaySpend } from './20261123T0940-create-gateway-spend.ts';
import { ShowStructure } from './20261123T0950-show-structure.ts';

/** Migrations of the hub's database, oldest first. */
export const migrations = [
  CreatePerson,
  CreateToken,
  CreateAvailability,
  CreateAccessAudit,
  CreateEntitlement,
  CreatePersonRole,
  CreateReadGrant,
  CreateDataRead,
  CreateAuditRetention,
  ShareAuditRetention,
  AddSourceAddress,
  CreateHopNonce,
  CreateGatewaySpend,
  ShowStructure,
];
