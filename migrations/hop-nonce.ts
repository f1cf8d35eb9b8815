/** How far a signed time may lie from the clock of whoever checks it; the window of the signed hop. */
const WINDOW = '5 minutes';
/** Seconds whose nonces lie in one part. A part is emptied when all of it is out of every window, be clocks another window apart. */
const PART_SECONDS = 600;
/** Parts in turn: one before, one now, one to come, and the one that is emptied. */
const PARTS = [0, 1, 2, 3] as const;

/**
 * The nonces that the processes of one service have taken together. The app role cannot see or change them: it takes
 * some by `claim_hop_nonces`, which says what became of each, and has old ones forgotten by `turn_hop_nonces`.
 *
 * Nothing of this is worth a write-ahead log. Where a crash empties it, it knows since when it holds nothing
 * (`hop_nonce_epoch`), and takes no call signed before: such a call might have been taken already.
 */
export const CREATE_HOP_NONCE = `
create table hop_nonce (
  part smallint not null,
  nonce text not null,
  primary key (part, nonce)
) partition by list (part);
${PARTS.map((part) => `create unlogged table hop_nonce_${part} partition of hop_nonce for values in (${part});`).join('\n')}

create unlogged table hop_nonce_epoch (
  is_only boolean primary key default true check (is_only),
  began_at timestamptz not null
);
-- The structure is older than the first call that a program asks it about.
insert into hop_nonce_epoch (began_at) values ('-infinity');

create function hop_nonce_part(at timestamptz) returns smallint language sql immutable as $$
  select (floor(extract(epoch from at) / ${PART_SECONDS})::bigint % ${PARTS.length})::smallint
$$;

-- CLAIMED: nobody had it; TOO_OLD: nobody can say; no row: it was taken before.
create function claim_hop_nonces(nonces text[], signed_at timestamptz[])
returns table (claimed text, state text) language plpgsql security definer as $$
declare
  began timestamptz;
begin
  select e.began_at into began from hop_nonce_epoch e;
  if began is null then
    insert into hop_nonce_epoch (began_at) values (clock_timestamp()) on conflict do nothing;
    select e.began_at into began from hop_nonce_epoch e;
  end if;
  return query
    with taken as (
      insert into hop_nonce as n (part, nonce)
      select hop_nonce_part(c.at), c.nonce from unnest(nonces, signed_at) as c (nonce, at) where c.at >= began
      on conflict do nothing
      returning n.nonce
    )
    select t.nonce, 'CLAIMED' from taken t
    union all
    select c.nonce, 'TOO_OLD' from unnest(nonces, signed_at) as c (nonce, at) where c.at < began;
end $$;

-- Whoever comes first does it. The next part but one holds, until its turn comes, what is out of every window.
create function turn_hop_nonces() returns void language plpgsql security definer as $$
declare
  old constant text := format('hop_nonce_%s', hop_nonce_part(now() + interval '${2 * PART_SECONDS} seconds'));
  is_filled boolean;
begin
  if not pg_try_advisory_xact_lock(hashtext('workforce-reform-hub nonces')) then return; end if;
  execute format('select exists (select from %I)', old) into is_filled;
  if is_filled then execute format('truncate %I', old); end if;
end $$;

revoke execute on function claim_hop_nonces(text[], timestamptz[]), turn_hop_nonces(), hop_nonce_part(timestamptz) from public;
do $$ begin
  -- A schema of the caller's own must not come before ours, and pg_temp, which comes first unless it is named, comes last.
  execute format('alter function claim_hop_nonces(text[], timestamptz[]) set search_path = %I, pg_temp', current_schema());
  execute format('alter function turn_hop_nonces() set search_path = %I, pg_temp', current_schema());
  execute format('grant execute on function claim_hop_nonces(text[], timestamptz[]), turn_hop_nonces() to %I', current_setting('hub.app_role'));
end $$;
comment on table hop_nonce is 'Signed times within ${WINDOW} of the clock; parts of ${PART_SECONDS} seconds, emptied in turn';
`;

export const DROP_HOP_NONCE = `
drop function turn_hop_nonces();
drop function claim_hop_nonces(text[], timestamptz[]);
drop function hop_nonce_part(timestamptz);
drop table hop_nonce_epoch;
drop table hop_nonce;
`;
