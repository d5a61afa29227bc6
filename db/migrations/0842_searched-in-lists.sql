-- A list that an office brings may name somebody who was revoked and is not back in custody. Whoever takes the list is told, as whoever books
-- one person is; many rows are asked at once, by the job that reads them. What a name alone says of a row says nothing here: of thousands of
-- rows some bear the name of anybody.
create function at_large.recognise(rows jsonb) returns table (line int, id uuid, unit_id int, band text, agrees text[])
language sql stable security definer set search_path = '' as $$
  with away as materialized (
    select t.id, t.unit_id, t.person_id, p.nik, case when p.birth_precision = 'day' then p.birth_date end as birth
    from at_large.told() t join people.person p on p.id = t.person_id
    where t.ended_on is null and cardinality((select platform.ctx_units('system'))::int[]) > 0
  ), typed as materialized (
    select r.line, nullif(r.nik, '') as nik, r.birth, r.keys from jsonb_to_recordset(rows) as r (line int, nik text, birth date, keys text[])
  ), named as materialized (
    select y.line, a.id, count(distinct w.word)::int as words
    from away a join people.name_word w on w.person_id = a.person_id join people.word_key k on k.word = w.word
    join (select t.line, unnest(t.keys) as key from typed t) y on y.key = k.key
    group by 1, 2
  ), judged as (
    select t.line, a.id, a.unit_id, t.nik is not null and a.nik = t.nik as same_nik, t.birth is not null and a.birth = t.birth as same_birth,
      coalesce(n.words, 0) as words
    from typed t join away a on a.nik = t.nik or a.birth = t.birth left join named n on n.line = t.line and n.id = a.id
  )
  select j.line, j.id, j.unit_id, case when j.same_nik and j.words > 0 then 'strong' else 'likely' end,
    array_remove(array[case when j.same_nik then 'nik' end, case when j.same_birth then 'birth' end, case when j.words > 0 then 'name' end], null)
  from judged j where coalesce(j.same_nik, false) or (j.same_birth and j.words >= 2)
  order by j.line, j.same_nik desc nulls last, j.words desc, j.id
$$;
revoke all on function at_large.recognise(jsonb) from public;
grant execute on function at_large.recognise(jsonb) to app_jobs;
