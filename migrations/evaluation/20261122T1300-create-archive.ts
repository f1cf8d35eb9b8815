import type { MigrationInterface, QueryRunner } from 'typeorm';
import { grant } from './grant.ts';

/**
 * Sealed rounds (锁定归档). `value_lock` is which department has locked what, with its receipt; `archive` how far the sealing
 * of a round has come; `archive_block` the file, a block of leaves to a row. What is sealed is never changed.
 */
export class CreateArchive implements MigrationInterface {
  name = 'CreateArchive1795352400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table value_lock (
        subject text not null references subject (code),
        round text not null,
        department text not null,
        occasion text not null check (occasion in ('SELF_EVALUATION', 'ARCHIVE')),
        member_unit text not null default '',
        year integer not null,
        attempts integer not null default 0,
        last_fault text,
        last_tried_at timestamptz,
        receipt_hash text,
        receipt_content text,
        receipt_signature text,
        receipt_signed_by text,
        receipt_public_key text,
        position bigint,
        received_at timestamptz,
        primary key (subject, round, department, occasion, member_unit),
        check ((receipt_hash is null) = (received_at is null))
      )`);
    await runner.query('create index value_lock_by_round on value_lock (round, occasion, received_at)');
    await runner.query(`
      create table archive (
        round text primary key references round (code),
        state text not null check (state in ('LOCKING', 'SEALED')),
        requested_by text not null,
        requested_by_unit text,
        reason text not null,
        requested_at timestamptz not null,
        trace_id text not null,
        obstacle text,
        seal text,
        root text,
        key_id text,
        leaf_count bigint,
        sealed_at timestamptz,
        check ((state = 'SEALED') = (seal is not null and root is not null and sealed_at is not null))
      )`);
    await runner.query(`
      create table archive_block (
        round text not null references archive (round),
        block integer not null,
        section integer not null,
        first_key text collate "C" not null,
        content text not null,
        root bytea not null,
        primary key (round, block)
      )`);
    await runner.query('create index archive_block_by_key on archive_block (round, section, first_key)');
    await grant(runner, 'select, insert, update', 'value_lock');
    await grant(
      runner,
      'select, insert, update (state, obstacle, seal, root, key_id, leaf_count, sealed_at)',
      'archive',
    );
    await grant(runner, 'select, insert', 'archive_block');
    await this.keepSealed(runner);
  }

  /** Neither the service nor a slip can change what is sealed. */
  private async keepSealed(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function refuse_sealed() returns trigger language plpgsql as $$
      begin raise exception '% holds what is sealed', tg_table_name; end $$`);
    await runner.query(`
      create trigger archive_is_sealed before update or delete on archive
      for each row when (old.state = 'SEALED') execute function refuse_sealed()`);
    await runner.query(`
      create trigger archive_block_is_sealed before update or delete on archive_block
      for each row execute function refuse_sealed()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table archive_block');
    await runner.query('drop table archive');
    await runner.query('drop table value_lock');
    await runner.query('drop function refuse_sealed()');
  }
}
