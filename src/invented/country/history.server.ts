import type pg from 'pg';
import { beginning, headOf } from '#platform/journal/chain.server';
import { countryToday, ledgerStart, monthsKnown } from './days.ts';

/**
 * The journal of two years: each client taken over, each report, a note a quarter. A transaction a month, each a link of the chain.
 * The lines' seals are made by PostgreSQL, because making two million here takes minutes; the key travels to a database that holds
 * nothing but invented people. `verify-journal` finds no fault in them, and a test says so.
 */
export async function fillJournal(client: pg.ClientBase, key: Buffer): Promise<void> {
  await client.query(`
    create function pg_temp.mac(key bytea, id uuid, at timestamptz, what text, actor uuid, role text, unit int, kase uuid, person uuid, about text)
    returns bytea immutable language sql as $$
      select public.hmac(convert_to(format('["journal","%s","%s","%s","%s","%s",null,null,%s,"%s","%s",%s]', id,
        to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), what, actor, role, unit, kase, person, about), 'UTF8'), key, 'sha256') $$`);
  await client.query(`select platform.make_months($1::date - 30, $2)`, [ledgerStart, monthsKnown + 2]);
  await client.query(`
    create temp table bench_line as
    select uuidv7(l.at - now()) as id, l.* from (
      select ('${ledgerStart}'::date - 10 + time '02:00') at time zone 'UTC' + make_interval(secs => b.n % 20000) as at, 'case.imported' as what,
        b.pk_account as actor, 'pk' as role, b.unit_id, b.case_id, b.person_id, format('{"kind":"%s","label":"%s"}', b.kind, b.register_label) as about
      from pg_temp.bench_client b
      union all
      select p.reported_at, 'check-in.recorded', case p.channel when 'in_person' then b.desk_account else b.pk_account end,
        case p.channel when 'in_person' then case when b.guarded then 'pk' else 'counter' end else 'pk' end, b.unit_id, b.case_id, b.person_id,
        format('{"channel":"%s","checkInId":"%s","counts":true,"happenedOn":"%s","obligationId":"%s","standing":"on_time"}', p.channel,
          p.check_in_id, (p.reported_at at time zone 'UTC')::date, p.obligation_id)
      from pg_temp.bench_period p join pg_temp.bench_client b using (n) where p.check_in_id is not null
      union all
      select m.happened_at, 'case.noted', m.made_by, 'pk', m.unit_id, m.case_id, b.person_id, format('{"noteId":"%s"}', m.id)
      from cases.contact_note m join pg_temp.bench_client b using (case_id)
    ) l`);
  await client.query('create index on pg_temp.bench_line (at)');
  await client.query('analyze pg_temp.bench_line');

  let previous: Buffer = beginning;
  const months = await client.query<{ month: string }>(
    `select distinct date_trunc('month', at at time zone 'UTC')::date::text as month from pg_temp.bench_line order by 1`,
  );
  for (const [index, { month }] of months.rows.entries()) {
    await client.query('begin');
    await client.query(
      `insert into platform.journal (id, at, what, actor_id, actor_role, unit_id, case_id, person_id, about, mac)
       select id, at, what, actor, role, unit_id, case_id, person_id, about::jsonb,
         pg_temp.mac($2, id, at, what, actor, role, unit_id, case_id, person_id, about)
       from pg_temp.bench_line
       where at >= $1::date::timestamp at time zone 'UTC' and at < ($1::date + interval '1 month') at time zone 'UTC' order by at`,
      [month, key],
    );
    const { rows } = await client.query<{ until: string; seqs: string[]; macs: Buffer }>(
      `select (xid::text::bigint + 1)::text as until, array_agg(seq order by seq) as seqs, string_agg(mac, ''::bytea order by seq) as macs
       from platform.journal where xid = pg_current_xact_id() group by xid`,
    );
    const { until, seqs, macs } = rows[0]!;
    const link = {
      log: 'journal',
      number: index + 1,
      seqs: seqs.map(Number),
      macs,
      untilXid: BigInt(until),
      previous,
    } as const;
    const head = headOf(key, link);
    await client.query(
      `insert into platform.sealed_batch (log, number, seqs, macs, until_xid, previous, head) values ('journal', $1, $2, $3, $4, $5, $6)`,
      [link.number, link.seqs, macs, until, previous, head],
    );
    await client.query('commit');
    previous = head;
  }
}

/** What counsellors wrote down, once a quarter for each client. */
export async function fillNotes(client: pg.ClientBase): Promise<void> {
  await client.query(`
    insert into cases.contact_note (id, case_id, unit_id, happened_at, text, made_by, made_at)
    select uuidv7(n.at - now()), n.case_id, n.unit_id, n.at, format('Catatan rekaan ke-%s: keadaan klien baik, bekerja seperti biasa.', n.n * 8 + n.q), n.pk_account, n.at
    from (
      select b.*, q, ('${ledgerStart}'::date + q * 90 + pg_temp.chance(b.n * 8 + q, 5) % 80 + time '03:00') at time zone 'UTC'
        + make_interval(secs => pg_temp.chance(b.n * 8 + q, 6)) as at
      from pg_temp.bench_client b cross join generate_series(0, 7) q) n
    where n.at < '${countryToday}'::date
    order by n.at`);
}
