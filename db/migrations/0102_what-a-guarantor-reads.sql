-- A guarantor stands for the client's duties: he is told by when the next report is due, not how earlier periods ended.
create policy ahead_for_guarantors on check_ins.obligation as restrictive for select to app_client using (
  (select accounts.ctx_client_kind()) is distinct from 'guarantor' or state in ('scheduled', 'submitted'));
