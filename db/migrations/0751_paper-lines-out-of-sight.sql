-- A line about a client whose file is closed to the head who decides is neither recorded behind his back nor lost: he is told its number,
-- and it stays open on the list for whoever may open the file. Only the last decision closes the list.

-- Which lines of a list there are, and which still wait, without saying whose they are: also those out of the asker's sight.
create function check_ins.paper_lines(of_batch uuid) returns table (line_id uuid, number int, outcome text)
language sql stable security definer set search_path = '' as $$
  select l.id, (row_number() over (order by l.made_at, l.id))::int, l.outcome
  from check_ins.paper_line l join check_ins.paper_batch b on b.id = l.batch_id
  where b.id = of_batch and l.removed_at is null
    and b.unit_id = any (platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))
$$;

-- Whether a post of the office is held by somebody other than whoever typed the list to whom the file of an open line is open (or, of a
-- list without lines, by anybody else). The same limits as the policies `led` and `not_excluded` of a case, for somebody who is not here.
create function check_ins.decidable_by(of_role text, of_batch uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from check_ins.paper_batch b join units.unit u on u.id = b.unit_id
    join units.posting p on p.role = of_role and p.unit_id = any (u.path)
    join accounts.account a on a.staff_id = p.staff_id and a.state = 'active' and a.id <> b.typed_by
    where b.id = of_batch and b.unit_id = any (platform.units_of(a.staff_id, array[of_role]))
      and exists (
        select from check_ins.paper_line l join cases.client_case c on c.id = l.case_id
        where l.batch_id = b.id and l.removed_at is null and l.outcome is null
          and (not c.guarded or (not c.sealed
            and not exists (select from people.access_list x where x.account_id = a.id and x.person_id = c.person_id and x.kind = 'exclusion'
              and x.removed_at is null and x.starts_on <= current_date and (x.ends_on is null or x.ends_on >= current_date))
            and (not c.restricted or exists (select from people.access_list x where x.account_id = a.id and x.person_id = c.person_id
              and x.kind = 'restriction' and x.removed_at is null and x.starts_on <= current_date and (x.ends_on is null or x.ends_on >= current_date)))))))
$$;

-- Who decides on what still waits: a head other than whoever typed it who may open a file of it; else, on the list of a head who is the
-- only one and where no head may open what is left, who leads a section.
create or replace function check_ins.decider_of(of_batch uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when check_ins.decidable_by('head_of_bapas', b.id) then 'head_of_bapas'
    when (b.unit_id = any (platform.units_of(a.staff_id, array['head_of_bapas'])) or units.held_by_another('head_of_bapas', b.unit_id, b.typed_by))
      and check_ins.decidable_by('section_head', b.id) then 'section_head' end
  from check_ins.paper_batch b join accounts.account a on a.id = b.typed_by
  where b.id = of_batch and b.unit_id = any (platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))
$$;
revoke all on function check_ins.paper_lines(uuid), check_ins.decidable_by(text, uuid) from public;
grant execute on function check_ins.paper_lines(uuid) to app_staff;
