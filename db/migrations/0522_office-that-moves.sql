-- An office that moves to another server, or across a major version of PostgreSQL, takes its journal along. The chain goes by the numbers
-- of transactions, and a new server counts them from its own beginning: so lines are numbered from where the old one left off. The
-- import of everything sets the offset, once.
create function platform.xact_offset() returns bigint language sql immutable parallel safe return 0::bigint;
comment on function platform.xact_offset() is 'By how much our numbers of transactions lie above those of this server; other than 0 only where an office came from another one.';
create function platform.our_xact() returns xid8 language sql volatile
  return (pg_catalog.pg_current_xact_id()::text::numeric + platform.xact_offset())::text::xid8;
create function platform.finished_xact() returns xid8 language sql stable
  return (pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text::numeric + platform.xact_offset())::text::xid8;
comment on function platform.finished_xact() is 'Every transaction with a lower number is over.';
alter table platform.journal alter column xid set default platform.our_xact();
alter table platform.access_log alter column xid set default platform.our_xact();
