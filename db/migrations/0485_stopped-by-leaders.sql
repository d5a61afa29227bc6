-- Stopping a breach by hand takes somebody who leads, as every other end of it does: what is over with the supervision, a job stops.
drop policy decided_by_leader on breaches.move;
create policy decided_by_leader on breaches.move as restrictive for insert to app_staff with check (
  case
    when step = 'propose_revocation' then unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[])
    when step in ('send_back', 'reprimand', 'close_unfounded', 'stop') then unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])
    else true end);
