import type { QueryRunner } from 'typeorm';

/** Roles of the service besides the owner; the runner names them, because installations may prefix them. */
export type GrantedRole = 'app' | 'maintenance';

/** Grants privileges on a table to a role of this service. */
export async function grant(
  runner: QueryRunner,
  privileges: string,
  table: string,
  role: GrantedRole = 'app',
): Promise<void> {
  await runner.query(
    `do $$ begin execute format('grant ${privileges} on ${table} to %I', current_setting('hub.${role}_role')); end $$`,
  );
}
