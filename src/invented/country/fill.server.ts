import type pg from 'pg';
import { countryToday } from './days.ts';

/**
 * What hangs on people and cases, written by PostgreSQL itself: a statement for each table. Chance is a hash of a running number,
 * so that it falls the same way for the same people.
 */
export async function fillAround(client: pg.ClientBase, villages: readonly string[]): Promise<void> {
  await client.query(`
    create function pg_temp.chance(n bigint, salt int) returns int immutable language sql as
    $$ select ((hashint8extended(n, salt) & 9007199254740991) % 10000)::int $$`);
  // Who is asked for at the desk, who writes: looked up once.
  await client.query(`
    create temp table bench_client as
    select row_number() over (order by c.received_on, c.id) as n, c.id as case_id, c.person_id, c.unit_id, c.guarded, c.received_on, c.guidance_end,
      c.kind, c.register_label, c.pk_staff_id, a.id as pk_account,
      case when c.guarded then c.pk_staff_id else d.staff_id end as desk_staff, case when c.guarded then a.id else d.account_id end as desk_account
    from cases.client_case c
    join accounts.account a on a.staff_id = c.pk_staff_id
    join (select distinct on (p.unit_id) p.unit_id, p.staff_id, k.id as account_id from units.posting p
      join accounts.account k on k.staff_id = p.staff_id where p.role = 'counter' order by p.unit_id, p.id) d on d.unit_id = c.unit_id
    where c.state = 'active'`);
  await client.query('create unique index on pg_temp.bench_client (n)');
  await client.query('analyze pg_temp.bench_client');

  await client.query(
    `insert into people.address (id, person_id, unit_id, kind, line, rt, rw, area_code, since, made_at)
     select uuidv7(p.made_at - now()), p.id, p.unit_id, 'residence', format('Jalan Rekaan %s Nomor %s', 1 + n % 40, 1 + n % 199),
       lpad((1 + n % 30)::text, 3, '0'), lpad((1 + n % 12)::text, 3, '0'), ($1::text[])[1 + n % cardinality($1::text[])], p.made_at::date, p.made_at
     from (select row_number() over () as n, * from people.person) p`,
    [villages],
  );
  // 0800 is no mobile prefix: such a number rings at nobody's phone.
  await client.query(`
    insert into people.phone (id, person_id, unit_id, number, for_notices, made_at)
    select uuidv7(p.made_at - now()), p.id, p.unit_id, '+62800' || lpad((n * 7919 % 10000000)::text, 7, '0'), true, p.made_at
    from (select row_number() over () as n, * from people.person) p where pg_temp.chance(n, 11) < 8000`);
  await client.query(`
    insert into people.family_member (id, person_id, unit_id, relation, name, made_at)
    select uuidv7(p.made_at - now()), p.id, p.unit_id, 'mother', p.mother_name, p.made_at
    from people.person p join pg_temp.bench_client b on b.person_id = p.id where p.mother_name <> ''`);

  await client.query(`
    insert into cases.register_entry (id, unit_id, year, number, label, case_id, origin, given_on, made_at)
    select uuidv7(c.made_at - now()), c.unit_id, extract(year from c.received_on)::int, split_part(c.register_label, '/', 1)::int, c.register_label,
      c.id, 'given', c.registered_on, c.made_at
    from cases.client_case c`);
  await client.query(`
    insert into cases.register_series (unit_id, year, last_number)
    select unit_id, year, max(number) from cases.register_entry group by 1, 2`);
  await client.query(`
    insert into cases.assignment (id, case_id, unit_id, staff_id, starts_on, ends_on, made_at, ended_at)
    select uuidv7(c.made_at - now()), c.id, c.unit_id, c.pk_staff_id, c.received_on, c.ended_on, c.made_at, c.ended_on::timestamptz
    from cases.client_case c`);
  await client.query(`
    insert into cases.ending (id, case_id, unit_id, what, day, reason, proposed_at, decided_at, outcome)
    select uuidv7(c.ended_on::timestamptz - now()), c.id, c.unit_id, 'ended', c.ended_on, 'period_completed', c.ended_on, c.ended_on, 'approved'
    from cases.client_case c where c.state = 'ended'`);
  await client.query(`
    insert into cases.legal_basis (id, case_id, unit_id, kind, number, dated, issuer, made_at)
    select uuidv7(c.made_at - now()), c.id, c.unit_id, 'sk_integrasi', format('PAS-%s.PK.05.09 (rekaan)', 100 + row_number() over ()),
      c.received_on - 20, 'Direktorat Jenderal Pemasyarakatan', c.made_at
    from cases.client_case c`);
  await client.query(`
    insert into cases.condition (id, case_id, unit_id, type, code, text, source, starts_on, made_at)
    select uuidv7(b.received_on::timestamptz - now()), b.case_id, b.unit_id, r.type, r.code, r.text, 'law', b.received_on, b.received_on
    from (values ('general', 'no_offence', 'Tidak melakukan pelanggaran hukum'), ('special', 'report_to_bapas', 'Melaporkan diri kepada Bapas'),
      ('special', 'report_address_change', 'Melaporkan perubahan alamat'), ('special', 'follow_programme', 'Mengikuti program pembimbingan')) as r (type, code, text),
      pg_temp.bench_client b`);
  await client.query(`
    insert into cases.guarantor (id, case_id, unit_id, name, relation, signed_on, duties_confirmed_on, made_at)
    select uuidv7(b.received_on::timestamptz - now()), b.case_id, b.unit_id, coalesce(nullif(p.mother_name, ''), 'Penjamin Rekaan'), 'parent',
      b.received_on, b.received_on, b.received_on
    from pg_temp.bench_client b join people.person p on p.id = b.person_id`);
}

/** A face for every third client; the same few drawings over and over. */
export async function fillFaces(client: pg.ClientBase, faces: readonly Buffer[], uploader: string): Promise<void> {
  await client.query(
    `with face as (
       select row_number() over () - 1 as f, content, sha256(content) as hash from unnest($1::bytea[]) as content
     ), made as (
       insert into platform.file (id, sha256, media_type, bytes, width, height, content, unit_id, person_id, uploaded_by, uploaded_at)
       select uuidv7(b.received_on::timestamptz - now()), f.hash, 'image/jpeg', length(f.content), 180, 220, f.content, b.unit_id, b.person_id, $2::uuid, b.received_on
       from pg_temp.bench_client b join face f on f.f = b.n % $3 where b.n % 3 = 0
       returning id, person_id, unit_id, uploaded_at
     ), shown as (
       insert into people.photo (id, person_id, unit_id, file_id, taken_on, kind)
       select uuidv7(uploaded_at - now()), person_id, unit_id, id, uploaded_at::date, 'face' from made
     )
     update people.person p set photo_file_id = m.id from made m where m.person_id = p.id`,
    [faces, uploader, faces.length],
  );
}

/** Second and third misses that stand on the country's day, and those of the past that were dealt with. */
export async function fillTasks(client: pg.ClientBase): Promise<void> {
  await client.query(`
    insert into tasks.task (id, unit_id, case_id, kind, key, for_role, staff_id, facts, state, opened_at, closed_at)
    select uuidv7(o.closed_at - now()), o.unit_id, o.case_id,
      case when o.missed_in_a_row >= 3 then 'breach.third-miss' else 'check-ins.second-miss' end, o.id::text,
      case when o.missed_in_a_row >= 3 then 'section_head' else 'pk' end, case when o.missed_in_a_row < 3 then c.pk_staff_id end,
      jsonb_build_object('misses', o.missed_in_a_row, 'from', o.period_from, 'through', o.period_until),
      case when last then 'open' else 'done' end, o.closed_at, case when not last then o.closed_at + interval '9 days' end
    from (
      select x.*, x.period_until = date_trunc('month', '${countryToday}'::date)::date - 1 as last from check_ins.obligation x
      where x.state = 'missed' and x.missed_in_a_row >= 2) o
    join cases.client_case c on c.id = o.case_id`);
}
