-- Whoever leads an institution that holds people lets its officers open more people for a day, as the head of a Bapas does.
alter policy own on accounts.budget_release using (account_id = (select platform.ctx_account())
  or exists (select 1 from accounts.account a join units.posting p on p.staff_id = a.staff_id
    where a.id = account_id and p.withdrawn_at is null
      and p.unit_id = any ((select platform.ctx_units('auditor', 'head_of_bapas', 'head_of_custody'))::int[])));
alter policy give_reason on accounts.budget_release with check (
  made_by = (select platform.ctx_account()) and
  ((kind = 'hour_reason' and account_id = (select platform.ctx_account()))
   or (kind = 'day_unlock' and account_id <> (select platform.ctx_account()) and exists (
     select 1 from accounts.account a join units.posting p on p.staff_id = a.staff_id
     where a.id = account_id and p.withdrawn_at is null
       and p.unit_id = any ((select platform.ctx_units('head_of_bapas', 'head_of_custody'))::int[])))));
