-- A tier that decides on a proposal reads the signed minutes of the office's own sitting, whole and as they were signed: only the tier that has
-- the proposal, only while it has it, and none that name somebody whose file is closed to it. docs/decisions/840.

create index item_revocation on tpp.item (subject_id) where kind = 'revocation';

-- The sitting that advised on a proceeding which lies with a tier of the asker now, and whether its minutes name anybody who is kept from him: a
-- child, somebody restricted or sealed (all of them guarded), or from whom he is shut out. The client himself is no reason; his proceeding came up.
create function revocations.held_above() returns table (proceeding_id uuid, sitting_id uuid, held_on date, closed boolean)
language plpgsql stable security definer set search_path = '' as $$
declare
  as_kanwil int[] := platform.ctx_units('kanwil');
  as_centre int[] := platform.ctx_units('ditjenpas');
  excluded uuid[];
begin
  if cardinality(as_kanwil) = 0 and cardinality(as_centre) = 0 then return; end if;
  excluded := people.ctx_excluded();
  return query
    select r.id, s.id, s.day, exists (
      select from tpp.item o join cases.client_case c on c.id = o.case_id
      where o.sitting_id = s.id and o.off_at is null and o.case_id <> r.case_id
        and (c.guarded or c.person_id = any (excluded)))
    from revocations.proceeding r
    join tpp.item i on i.kind = 'revocation' and i.subject_id = r.id and i.case_id = r.case_id and i.off_at is null
      and i.outcome = 'told' and i.recommendation in ('approve', 'reject')
    join tpp.sitting s on s.id = i.sitting_id
    where r.id = any (revocations.ctx_above())
      and ((r.state = 'at_kanwil' and r.unit_id = any (as_kanwil))
        or (r.state in ('at_ditjenpas', 'decree_drafted', 'refusal_drafted') and r.unit_id = any (as_centre)));
end $$;
create function revocations.ctx_sittings_above() returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(distinct h.sitting_id), '{}') from revocations.held_above() h where not h.closed
$$;
-- What a tier is shown of those minutes: that they are there, or why not.
create function revocations.minutes_above(wanted uuid)
returns table (sitting_id uuid, held_on date, letter_id uuid, label text, sha256 text, standing text)
language sql stable security definer set search_path = '' as $$
  select h.sitting_id, h.held_on, case when not h.closed then l.id end, coalesce(l.label, ''), case when not h.closed then encode(l.signed_sha256, 'hex') end,
    case when h.closed then 'closed' when l.id is null then 'unsigned' else 'signed' end
  from revocations.held_above() h
  left join lateral (
    select x.id, x.label, x.signed_sha256 from letters.letter x
    where x.desk = 'sitting' and x.kind = 'letters.sitting-minutes' and x.concerns_thing = 'tpp.sitting' and x.concerns_id = h.sitting_id
      and x.state in ('signed', 'sent', 'received') order by x.id desc limit 1) l on true
  where h.proceeding_id = wanted order by h.held_on
$$;
revoke all on function revocations.held_above(), revocations.ctx_sittings_above(), revocations.minutes_above(uuid) from public;
grant execute on function revocations.ctx_sittings_above(), revocations.minutes_above(uuid) to app_staff;

-- Their pages follow the letter (of_letter on platform.file).
create policy minutes_up on letters.letter for select to app_staff using (
  desk = 'sitting' and kind = 'letters.sitting-minutes' and state in ('signed', 'sent', 'received')
  and concerns_id = any ((select revocations.ctx_sittings_above())::uuid[]));
