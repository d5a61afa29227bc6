-- A client reads on which days he was heard, or found absent; never what was said, and nothing of others who were heard.
create policy own on breaches.examination for select to app_client using (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client' and about = 'client'
  and exists (select from breaches.breach b where b.id = breach_id));
grant select (id, breach_id, case_id, about, held_on, in_absence) on breaches.examination to app_client;
