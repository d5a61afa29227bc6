-- A tier decided on typed reasons alone. What the office sends up is now accompanied by the case for the decision as it stood that day, set
-- as pages and never changed, and by the papers that the proposal names: the client's own examination, and the minutes of a sitting that
-- was not kept here. Nothing else of his file comes up: what a witness said, and who petitioned, stays below.

create table revocations.annex (
  id            uuid primary key default uuidv7(),
  proceeding_id uuid not null,
  case_id       uuid not null,
  unit_id       int not null,
  as_of         date not null,
  step          text not null check (step in ('report', 'answer_kanwil', 'answer_ditjenpas', 'send_to_prosecutor', 'send_report', 'send_letter')),
  content       bytea not null check (octet_length(content) between 100 and 20000000),
  sha256        bytea not null check (octet_length(sha256) = 32),
  made_by       uuid not null,
  made_at       timestamptz not null default now(),
  foreign key (proceeding_id, case_id, unit_id) references revocations.proceeding (id, case_id, unit_id)
);
comment on table revocations.annex is 'The case for a decision as pages, as it stood when the office sent a proposal or an answer with it. Never changed.';
comment on column revocations.annex.step is 'With which step of the office it went up.';
alter table revocations.annex alter column content set storage external;
create index annex_proceeding on revocations.annex (proceeding_id, made_at);
create index annex_case on revocations.annex (case_id);

-- It shows bands of risk, so at the office it is for whoever reads assessments; above, for the tiers that the proceeding came to.
call platform.guard('revocations.annex');
create policy with_case on revocations.annex for select to app_staff using (
  ((case_id = any ((select cases.ctx_guided())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
    and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = annex.unit_id))
  or proceeding_id = any ((select revocations.ctx_above())::uuid[]));
create policy add on revocations.annex for insert to app_staff with check (
  made_by = (select platform.ctx_account())
  and (case_id = any ((select cases.ctx_guided())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = annex.unit_id));
grant select, insert on revocations.annex to app_staff;

-- A proposal for revocation does not go up without it, in the same transaction and by the same hand.
create function revocations.keep_annex() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user = 'app_staff' and not exists (select from revocations.proceeding r where r.id = new.proceeding_id and r.kind = 'cancellation')
     and not exists (select from revocations.annex a where a.proceeding_id = new.proceeding_id and a.step = new.step and a.made_by = new.made_by and a.made_at = now()) then
    raise exception 'what goes up goes with the case for it' using errcode = 'check_violation';
  end if;
  return null;
end $$;
-- After the policies have been asked.
create trigger keep_annex after insert on revocations.move for each row
  when (new.step in ('report', 'answer_kanwil', 'answer_ditjenpas', 'send_to_prosecutor', 'send_report', 'send_letter'))
  execute function revocations.keep_annex();
revoke all on function revocations.keep_annex() from public;

-- The minutes of the client's own examination, or of his absence, once they are signed; not those of a witness, who may be who petitioned.
create policy examined on letters.letter for select to app_staff using (
  desk = 'case' and kind in ('letters.examination', 'breaches.absence') and state in ('signed', 'sent', 'received') and concerns_thing = 'breaches.breach'
  and cardinality((select revocations.ctx_above())::uuid[]) > 0
  and exists (select 1 from revocations.proceeding r where r.breach_id = concerns_id and r.id = any ((select revocations.ctx_above())::uuid[])));
create index letter_examined_page on letters.letter (file_id) where desk = 'case' and concerns_thing = 'breaches.breach';
create index letter_examined_copy on letters.letter (signed_file_id) where desk = 'case' and concerns_thing = 'breaches.breach';
create policy of_examination_up on platform.file for select to app_staff using (
  case_id is not null and cardinality((select revocations.ctx_above())::uuid[]) > 0 and exists (
    select 1 from letters.letter l join revocations.proceeding r on r.breach_id = l.concerns_id and r.id = any ((select revocations.ctx_above())::uuid[])
    where l.desk = 'case' and l.concerns_thing = 'breaches.breach' and l.kind in ('letters.examination', 'breaches.absence')
      and l.state in ('signed', 'sent', 'received') and (l.file_id = file.id or l.signed_file_id = file.id)));

-- The minutes of a sitting that was not kept here, with the paper. Those of one kept here name many clients: of them the annex has what
-- was advised about this one, and nothing else comes up.
create policy came_up on revocations.outside_minutes for select to app_staff using (proceeding_id = any ((select revocations.ctx_above())::uuid[]));
create policy of_minutes_up on platform.file for select to app_staff using (
  case_id is not null and cardinality((select revocations.ctx_above())::uuid[]) > 0 and exists (
    select 1 from revocations.outside_minutes n where n.file_id = file.id and n.proceeding_id = any ((select revocations.ctx_above())::uuid[])));
