-- An officer who is lent to, or rotates at, an office that does not use Simpul here has no posting there: his own office says that he is
-- away, until when, and who stands in. He is then counted as lent or rotating, like one who is posted elsewhere.
alter table units.absence drop constraint absence_kind_check;
alter table units.absence add constraint absence_kind_check check (kind in ('leave', 'sick', 'training', 'other', 'secondment', 'rotation'));
comment on table units.absence is 'When an officer is away, on leave or at an office that does not use Simpul here, and who stands in.';

create or replace function figures.officers_on(top int, day date)
returns table (unit_id int, grade text, officers int, lent int, rotating int, absent int)
language sql stable security definer set search_path = '' as $$
  select p.unit_id, coalesce(t.grade, 'other'), count(distinct t.id)::int,
    (count(distinct t.id) filter (where away.kind = 'secondment'))::int,
    (count(distinct t.id) filter (where away.kind = 'rotation'))::int,
    (count(distinct t.id) filter (where away.kind is null and exists (
      select 1 from units.absence a where a.staff_id = t.id and a.withdrawn_at is null and day between a.starts_on and a.ends_on)))::int
  from units.posting p
  join figures.scope(top) s on s.unit_id = p.unit_id
  join units.staff t on t.id = p.staff_id
  left join lateral (
    select k.kind from (
      select o.kind, o.starts_on from units.posting o
      where o.staff_id = t.id and o.kind in ('secondment', 'rotation') and o.unit_id <> p.unit_id and o.withdrawn_at is null and o.approved_at is not null
        and o.starts_on <= day and (o.ends_on is null or o.ends_on >= day)
      union all
      select a.kind, a.starts_on from units.absence a
      where a.staff_id = t.id and a.kind in ('secondment', 'rotation') and a.withdrawn_at is null and day between a.starts_on and a.ends_on) k
    order by k.starts_on desc limit 1) away on true
  where p.role in ('pk', 'apk') and p.kind = 'permanent' and p.withdrawn_at is null and p.approved_at is not null
    and p.starts_on <= day and (p.ends_on is null or p.ends_on >= day)
    and (t.left_on is null or t.left_on > day)
  group by 1, 2
  order by 1, 2
$$;
