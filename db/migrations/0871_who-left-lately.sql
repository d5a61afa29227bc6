-- Whoever is complained of may since have gone to the office above, where complaints of his old one are answered. An office remains his for a year
-- after he has left it, also where his post was withdrawn once it had begun: what complains of it he neither reads nor counts.
create or replace function petitions.ctx_homes() returns int[]
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := platform.ctx_staff();
begin
  if me is null then return '{}'; end if;
  return coalesce((
    select array_agg(distinct part) from units.posting p join units.unit home on home.id = p.unit_id, unnest(home.path) part
    where p.staff_id = me
      and (p.withdrawn_at is null or (p.approved_at is not null and p.starts_on <= (p.withdrawn_at at time zone home.zone)::date))
      and coalesce(least(p.ends_on, (p.withdrawn_at at time zone home.zone)::date), 'infinity'::date)
        >= ((now() at time zone home.zone)::date - interval '1 year')::date
  ), '{}');
end $$;
