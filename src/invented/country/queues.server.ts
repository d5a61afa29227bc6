import type pg from 'pg';
import { countryToday } from './days.ts';

/**
 * What waits in the offices: so many open breaches in the whole country, as many that have ended, a phase that waits for a sitting for
 * every second of them, and the letter that belongs to each. Spread evenly over the clients, so that an office has as much as its share.
 */
export async function fillQueues(client: pg.ClientBase, open: number): Promise<void> {
  await client.query(
    `create temp table bench_breach as
     select uuidv7(openedon::timestamptz - now()) as id, x.* from (
       select b.n, b.case_id, b.person_id, b.unit_id, b.pk_account, nth <= share as is_open,
         '${countryToday}'::date - (case when nth <= share then 1 + pg_temp.chance(b.n, 41) % 90 else 120 + pg_temp.chance(b.n, 41) % 400 end) as openedon
       from (select b.*, row_number() over (partition by b.unit_id order by pg_temp.chance(b.n, 40), b.n) as nth,
               ceil(count(*) over (partition by b.unit_id) * $1::numeric / count(*) over ()) as share from pg_temp.bench_client b) b
       where nth <= 2 * share) x`,
    [open],
  );
  await client.query(`
    insert into breaches.breach (id, case_id, unit_id, state, source, opened_on, note, alleged, due_on, due_counts, ended_on, decision_told,
      made_by, made_at)
    select id, case_id, unit_id,
      case when is_open then (array['open', 'summoned', 'examined', 'recommended', 'proposed'])[1 + n % 5]
           else (array['reprimanded', 'reprimanded', 'proposed_for_revocation', 'closed_unfounded'])[1 + n % 4] end,
      case when is_open and n % 5 = 4 then 'petition' else 'officer' end, openedon, 'Catatan rekaan.', 'Saudara diduga tidak melapor.',
      case when is_open then openedon + 5 + (pg_temp.chance(n, 42) % 40)::int end, case when is_open then 'working' end,
      case when not is_open then openedon + 30 end, case when is_open then '' else 'Putusan rekaan tentang laporan Saudara.' end, pk_account, openedon
    from pg_temp.bench_breach`);
  await client.query(`
    insert into breaches.ground (id, breach_id, case_id, unit_id, code, made_by, made_at)
    select uuidv7(openedon::timestamptz - now()), id, case_id, unit_id,
      (array['missed_in_a_row', 'missed_in_a_row', 'programme', 'unrest', 'address_change'])[1 + n % 5], pk_account, openedon
    from pg_temp.bench_breach`);
  await client.query(`
    insert into cases.phase_change (id, case_id, unit_id, to_phase, state, requested_on, report, requested_by, made_at)
    select uuidv7(openedon::timestamptz - now()), case_id, unit_id, 'advanced', 'requested', openedon, 'Laporan perkembangan rekaan.', pk_account, openedon
    from (select *, row_number() over (partition by unit_id order by n) as nth from pg_temp.bench_breach where is_open) b where nth % 2 = 1`);
  await fillLetters(client);
}

/** A summons for each of them, with a number as an office types it. The pages of one office are the same page. */
async function fillLetters(client: pg.ClientBase): Promise<void> {
  await client.query(`
    create temp table bench_sheet as
    select b.unit_id, uuidv7() as file_id, min(a.id::text)::uuid as head_account, min(s.name) as head
    from (select distinct unit_id from pg_temp.bench_breach) b join units.posting p on p.unit_id = b.unit_id and p.role = 'head_of_bapas'
    join units.staff s on s.id = p.staff_id join accounts.account a on a.staff_id = s.id group by 1`);
  await client.query(`
    insert into platform.file (id, sha256, media_type, bytes, content, unit_id, uploaded_by)
    select file_id, sha256('%PDF-1.4 rekaan'::bytea), 'application/pdf', 15, '%PDF-1.4 rekaan'::bytea, unit_id, head_account from pg_temp.bench_sheet`);
  await client.query(`
    insert into letters.letter (id, unit_id, case_id, kind, state, subject, recipient, body, concerns_thing, concerns_id, origin, year, label, dated,
      signer, numbered_by, numbered_at, file_id, sha256, made_by, made_at)
    select uuidv7(b.openedon::timestamptz - now()), b.unit_id, b.case_id, 'letters.summons-1', 'numbered', 'Panggilan I', p.name, 'Isi rekaan.',
      'breaches.breach', b.id, 'typed', extract(year from b.openedon)::int, format('W-%s.PK.%s', b.unit_id, b.n), b.openedon,
      jsonb_build_object('title', 'Kepala', 'name', s.head, 'nip', ''), s.head_account, b.openedon, s.file_id, sha256('%PDF-1.4 rekaan'::bytea),
      b.pk_account, b.openedon
    from pg_temp.bench_breach b join pg_temp.bench_sheet s using (unit_id) join people.person p on p.id = b.person_id`);
}
