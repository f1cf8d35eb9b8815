import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bearer tokens, known by their SHA-256 only. The three administrators exclude each other here, not in code alone. */
export class CreateToken implements MigrationInterface {
  name = 'CreateToken1793524200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
create table token (
  id uuid primary key,
  hash bytea not null,
  subject text not null check (subject <> ''),
  member_unit text,
  roles text[] not null,
  purpose text not null check (purpose <> ''),
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  constraint token_hash unique (hash),
  constraint token_hash_is_sha256 check (octet_length(hash) = 32),
  constraint token_has_role check (cardinality(roles) > 0),
  constraint token_expires check (expires_at > created_at),
  constraint token_one_administrator check (
    ('system-administrator' = any (roles))::integer
    + ('security-administrator' = any (roles))::integer
    + ('auditor' = any (roles))::integer <= 1
  )
);
create index token_by_subject on token (subject, created_at);

do $$ begin
  -- A token is never changed or deleted; it can only be revoked.
  execute format('grant select, insert, update (revoked_at) on token to %I', current_setting('hub.app_role'));
end $$;
`;

const DOWN = 'drop table token';
