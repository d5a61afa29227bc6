import pg from 'pg';
import { countryToday } from '#invented/country/days';
import { addMonths, firstOfMonth, plainDate } from '#kernel/plain-date';

/** The first day after the month that is closed. */
const dayAfter = addMonths(firstOfMonth(plainDate(countryToday)), 1);

export type MonthEnd = Awaited<ReturnType<typeof openMonthEnd>>;

/** The country on the night after its month ended: sets that night up, counts what a close wrote, and takes it back. */
export async function openMonthEnd(ownerUrl: string) {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'simpul bench' });
  await client.connect();
  await client.query('set statement_timeout = 0');
  const number = async (sql: string, values: unknown[] = []) =>
    Number((await client.query<{ n: string }>(sql, values)).rows[0]!.n);
  const { rows: units } = await client.query<{ id: number }>(`select id from units.unit where type = 'bapas'`);
  const bapas = units.map(({ id }) => id);
  const tidy = () => client.query('vacuum (analyze) check_ins.obligation, check_ins.period_close, tasks.task');

  return {
    /** One in ten of the month's periods is left without a report; answers how many that are. */
    async prepare(): Promise<number> {
      await client.query('update units.unit set demo_today = $1', [dayAfter]);
      await client.query(
        `update check_ins.obligation o set state = 'fulfilled'
         from (select id, row_number() over (order by hashtextextended(id::text, 7)) > count(*) over () / 10 as reports
           from check_ins.obligation where period_until = $1::date - 1) drawn
         where drawn.id = o.id and o.state <> case when drawn.reports then 'fulfilled' else 'scheduled' end and drawn.reports`,
        [dayAfter],
      );
      await client.query(
        `update check_ins.obligation o set state = 'scheduled', fulfilled_by = null
         from (select id, row_number() over (order by hashtextextended(id::text, 7)) > count(*) over () / 10 as reports
           from check_ins.obligation where period_until = $1::date - 1) drawn
         where drawn.id = o.id and not drawn.reports and o.state <> 'scheduled'`,
        [dayAfter],
      );
      await client.query('create table platform.bench_written (id uuid, case_id uuid, number int)');
      await tidy();
      return number(
        `select count(*) as n from check_ins.obligation where period_until = $1::date - 1 and state = 'scheduled'`,
        [dayAfter],
      );
    },

    /** The rows that the close changed or added, everywhere. */
    async countWritten(): Promise<{ rows: number; missed: number }> {
      const missed = await number(
        `select count(*) as n from check_ins.obligation where period_until = $1::date - 1 and state = 'missed'`,
        [dayAfter],
      );
      const others = await number(
        `select (select count(*) from tasks.task where opened_at > now() - interval '10 minutes')
           + (select count(*) * 2 from check_ins.period_close where day = $1) as n`,
        [dayAfter],
      );
      return { missed, rows: missed + others };
    },

    async reset(): Promise<void> {
      await client.query(
        `update check_ins.obligation set state = 'scheduled', missed_in_a_row = 0, closed_at = null
         where period_until = $1::date - 1 and state = 'missed'`,
        [dayAfter],
      );
      await client.query(`delete from tasks.task where opened_at > now() - interval '10 minutes'`);
      await client.query('delete from check_ins.period_close where day = $1', [dayAfter]);
      await tidy();
    },

    /** Reads what the close reads (the periods that ended, and what stands before each that nobody reported for) and inserts so many rows. */
    async runBare(rows: number): Promise<void> {
      const { rowCount } = await client.query(
        `with ended as materialized (
           select o.id, o.case_id, o.period_from, o.state from check_ins.obligation o
           where o.unit_id = any ($1::int[]) and o.period_until >= $2::date and o.period_until < $3::date
         ), due as (
           select o.id, o.case_id, coalesce(p.missed_in_a_row, 0) + 1 as number
           from ended o
           left join lateral (
             select q.missed_in_a_row from check_ins.obligation q
             where q.case_id = o.case_id and q.period_from < o.period_from and q.lifted_id is null
             order by q.period_from desc limit 1) p on true
           where o.state = 'scheduled'
         )
         insert into platform.bench_written (id, case_id, number)
         select * from (select id, case_id, number from due union all select id, case_id, 0 from ended where state <> 'scheduled') written limit $4`,
        [bapas, countryToday, dayAfter, rows],
      );
      if (rowCount !== rows) throw new Error(`the bare statement wrote ${rowCount} rows instead of ${rows}`);
    },

    async emptyBare(): Promise<void> {
      await client.query('truncate platform.bench_written');
      await client.query('vacuum platform.bench_written');
    },

    end: () => client.end(),
  };
}
