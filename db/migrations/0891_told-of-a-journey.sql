-- A client read the reason of every step that he may see, also of those that were written for others: what the head tells the Minister, and what an
-- officer notes when somebody is back. He reads the reason where something is decided about his journey, or where it is called off.

-- As src/modules/permits/rules.ts has them.
create function permits.is_told(of_step text) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select of_step in ('grant', 'refuse', 'record_grant', 'record_refusal', 'revoke', 'lapse', 'withdraw')
$$;
alter table permits.move add column told text generated always as (case when permits.is_told(step) then reason else '' end) stored;
comment on column permits.move.told is 'The reason, where it is told to the client.';
revoke all on function permits.is_told(text) from public;
grant execute on function permits.is_told(text) to app_staff, app_client, app_jobs;
revoke select on permits.move from app_client;
grant select (id, permit_id, case_id, step, to_state, day, told, document_number) on permits.move to app_client;
