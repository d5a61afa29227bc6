-- Whoever answers a client's question about a period signs with his own name.
create policy himself on check_ins.dispute as restrictive for update to app_staff using (true) with check (answered_by = (select platform.ctx_account()));
