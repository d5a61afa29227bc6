-- Auditors take along what they searched: lines of the journal and the access log, and what else they may look at. No list of clients.
drop policy ask on exports.export;
create policy ask on exports.export for insert to app_staff with check (
  made_by = (select platform.ctx_account()) and decided_by is null and state in ('asked', 'ready')
  and unit_id = any ((select platform.ctx_units('pk', 'section_head', 'head_of_bapas', 'kanwil', 'ditjen_analyst', 'account_admin', 'office_admin', 'auditor'))::int[]));
