import { CreatePerson } from './20261101T0900-create-person.ts';
import { CreateToken } from './20261101T0910-create-token.ts';
import { CreateAvailability } from './20261101T0920-create-availability.ts';
import { CreateAccessAudit } from './20261101T0930-create-access-audit.ts';

/** Migrations of the hub's database, oldest first. */
export const migrations = [CreatePerson, CreateToken, CreateAvailability, CreateAccessAudit];
