import type { EntityManager } from 'typeorm';

const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';

/** True where an act was held up by rows of another that is not yet committed; done again, it finds them. */
export function isHeldUp(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    (error.code === LOCK_NOT_AVAILABLE || error.code === DEADLOCK)
  );
}

const UNIT = "hashtext('large submission'), hashtext($1)";

/** Lets one large submission of a unit be stored after the other. Until the end of the transaction. */
export async function storeAsLargeOne(manager: EntityManager, memberUnit: string): Promise<void> {
  await manager.query(`select pg_advisory_xact_lock(${UNIT})`, [memberUnit]);
}

/** Waits, before the turn is taken, until no large submission of a unit is being stored. */
export async function waitForLargeOnes(manager: EntityManager, memberUnit: string): Promise<void> {
  await manager.query(`select pg_advisory_xact_lock_shared(${UNIT})`, [memberUnit]);
}
