import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { newId } from '#kernel/id';
import type { Facts } from '#modules/people/recognition';

/** Somebody of a register, by his own id where questions know him by it. */
export type Registered = { id?: string; facts: Facts };
export type MatchOffice = Awaited<ReturnType<typeof openMatchOffice>>;

/** Two offices, of which the first asks and the second holds whom it asks about; and officers of the first with their sessions. */
export async function openMatchOffice(ownerUrl: string, officers: number) {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'simpul bench' });
  await client.connect();
  await client.query('set statement_timeout = 0');
  const unit = async (code: string) => {
    const { rows } = await client.query<{ id: number }>(
      `insert into units.unit (code, name, type, zone, ledger_starts_on, class)
       values ($1, 'Bapas ' || $1, 'bapas', 'Asia/Jakarta', '2020-01-01', 'II') returning id`,
      [code],
    );
    return rows[0]!.id;
  };
  const [asks, holds] = [await unit('tanya'), await unit('simpan')];
  const accounts: { accountId: string; token: string }[] = [];
  for (let at = 0; at < officers; at++) {
    const token = randomBytes(32).toString('base64url');
    const { rows } = await client.query<{ id: string }>(
      `with staff as (insert into units.staff (name) values ('Petugas ' || $1) returning id),
         posting as (insert into units.posting (staff_id, unit_id, role, kind, starts_on, approved_at)
           select id, $2, 'section_head', 'permanent', '2020-01-01', now() from staff),
         account as (insert into accounts.account (kind, staff_id, username) select 'staff', id, 'petugas.' || $1 from staff returning id)
       insert into accounts.session (token_hash, account_id, kind, stage, idle_limit, expires_at)
       select $3, id, 'browser', 'full', '8 hours', now() + interval '8 hours' from account returning account_id as id`,
      [String(at), asks, createHash('sha256').update(token).digest()],
    );
    accounts.push({ accountId: rows[0]!.id, token });
  }

  return {
    asks,
    holds,
    tokens: accounts.map(({ token }) => token),

    /** By way of a table of its own: nothing is copied straight into one with row-level security. */
    async register(unitId: number, people: AsyncIterable<Registered> | Iterable<Registered>): Promise<void> {
      const columns = 'id, name, nik, birth_date, birth_precision, birth_place, sex, mother_name';
      await client.query(
        `create temporary table if not exists read_in (id uuid, name text, nik text, birth_date date, birth_precision text, birth_place text,
           sex text, mother_name text);
         truncate read_in`,
      );
      await pipeline(Readable.from(lines(people)), client.query(copyFrom(`copy read_in (${columns}) from stdin`)));
      await client.query(
        `insert into people.person (unit_id, ask_due, ${columns}) select $1, false, ${columns} from read_in`,
        [unitId],
      );
    },

    /**
     * As many of the other office, with a number, whom none of these officers may know of; from everywhere in its register. Whose number stands
     * in the register of their own office as well, they would be told of.
     */
    async hide(many: number): Promise<string[]> {
      const { rows } = await client.query<{ nik: string }>(
        `with hidden as (select p.id, p.nik from people.person p where p.unit_id = $1 and length(p.nik) = 16
             and not exists (select 1 from people.person own where own.nik = p.nik and own.unit_id <> $1) order by md5(p.id::text) limit $2),
           listed as (insert into people.access_list (person_id, unit_id, account_id, kind, starts_on, reason)
             select h.id, $1, a, 'exclusion', '2020-01-01', 'pengukuran' from hidden h, unnest($3::uuid[]) a)
         select nik from hidden`,
        [holds, many, accounts.map(({ accountId }) => accountId)],
      );
      // Else the database does it by itself, in the middle of what is measured.
      await client.query('vacuum analyze people.access_list');
      return rows.map(({ nik }) => nik);
    },

    /** Which of these numbers nobody bears. */
    async ofNobody(niks: readonly string[]): Promise<Set<string>> {
      const { rows } = await client.query<{ nik: string }>(
        `select n.nik from unnest($1::text[]) n (nik) where not exists (select 1 from people.person p where p.nik = n.nik)`,
        [niks],
      );
      return new Set(rows.map(({ nik }) => nik));
    },

    analyze: () => client.query('analyze'),
    end: () => client.end(),
  };
}

async function* lines(people: AsyncIterable<Registered> | Iterable<Registered>): AsyncGenerator<string> {
  const field = (value: string | null | undefined) => (value ?? '').replace(/[\\\t\n\r]/g, ' ');
  const orNothing = (value: string | null | undefined) => (value ? field(value) : '\\N');
  for await (const { id = newId(), facts } of people) {
    const { name, nik, birth, birthPlace, sex, mother } = facts;
    const day = [orNothing(birth?.text), birth ? 'day' : 'unknown'];
    yield `${[id, field(name), orNothing(nik), ...day, field(birthPlace), orNothing(sex), field(mother)].join('\t')}\n`;
  }
}
