-- What an office proposed, it proposed to somebody: once it was sent, its proposal and the temporary revocation that goes with it are read by
-- every tier that the proceeding came to, with their signed copies. What else the office writes to its client stays with his file.
create policy came_up on letters.letter for select to app_staff using (
  desk = 'case' and kind in ('letters.revocation-proposal', 'letters.temporary-revocation') and concerns_thing = 'revocations.proceeding'
  and concerns_id = any ((select revocations.ctx_above())::uuid[]) and letters.went_out(id));

create index letter_page_up on letters.letter (file_id) where desk = 'case' and concerns_thing = 'revocations.proceeding';
create index letter_copy_up on letters.letter (signed_file_id) where desk = 'case' and concerns_thing = 'revocations.proceeding';
create policy of_letter_up on platform.file for select to app_staff using (
  case_id is not null and cardinality((select revocations.ctx_above())::uuid[]) > 0 and exists (
    select 1 from letters.letter l where l.desk = 'case' and l.concerns_thing = 'revocations.proceeding'
      and l.kind in ('letters.revocation-proposal', 'letters.temporary-revocation') and l.concerns_id = any ((select revocations.ctx_above())::uuid[])
      and (l.file_id = file.id or l.signed_file_id = file.id)));
