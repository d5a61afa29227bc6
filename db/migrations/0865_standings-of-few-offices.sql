-- That a scope is a handful of offices is nothing that the planner can know of a function: it joined the standings of one office to the
-- clients of the whole country. An array tells it. What is counted is as before.

create or replace function assessments.standings(top int, today date) returns table (case_id uuid, unit_id int, standing text)
language sql stable security definer set search_path = ''
as $$
  select c.id, c.unit_id, case
    when t.state is null then 'never'
    when t.state = 'assessed' then case when t.due_on < standings.today then 'overdue' else 'current' end
    else t.state end
  from cases.client_case c
  left join assessments.standing t on t.case_id = c.id
  where c.unit_id = any (array(select r.unit_id from figures.named_in(top) r)) and c.state in ('received', 'active', 'paused')
$$;
