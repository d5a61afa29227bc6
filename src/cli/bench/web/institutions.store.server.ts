import { createHash, randomBytes } from 'node:crypto';
import { formatNumericDate } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import { withConnection } from '#platform/one-connection.server';
import type { Registrar, Suspect } from './kinds.ts';

/**
 * Gives the copy of the country so many institutions, each with a registrar who has signed in, and each with people to book: clients whose
 * counsellor has a session of his own, so that he can be seen to read of it. Nobody is booked twice.
 */
export async function signInRegistrars(ownerUrl: string, count: number, each: number): Promise<Registrar[]> {
  return withConnection(ownerUrl, async (client) => {
    const { rows: registrars } = await client.query<{ accountId: string; name: string }>(
      `with place as (
         insert into units.unit (code, name, type, class, parent_id, path, address, zone, ledger_starts_on, demo_today)
         select 'rutan-bench-' || n, 'Rutan Rekaan ' || n, 'rutan', 'IIB', k.id, k.path, 'Jalan Rekaan 1', k.zone, k.ledger_starts_on, k.demo_today
         from generate_series(1, $1) n join (select *, row_number() over (order by id) as nth, count(*) over () as of from units.unit where type = 'kanwil') k
           on k.nth = 1 + (n - 1) % k.of
         returning id, code),
       pathed as (update units.unit u set path = u.path || u.id from place where u.id = place.id),
       person as (
         insert into units.staff (name) select 'Petugas Registrasi ' || code from place returning id, name),
       post as (
         insert into units.posting (staff_id, unit_id, role, kind, starts_on, approved_at)
         select p.id, l.id, 'registrar', 'permanent', '2024-01-01', now() from person p join place l on p.name = 'Petugas Registrasi ' || l.code)
       insert into accounts.account (kind, staff_id, username) select 'staff', id, lower(replace(name, ' ', '.')) from person
       returning id as "accountId", (select name from person where person.id = staff_id) as name`,
      [count],
    );
    const { rows: suspects } = await client.query<
      Omit<Suspect, 'counsellorToken'> & { counsellor: string; birth: PlainDate }
    >(
      `select distinct on (p.name) c.id as "caseId", p.name, p.sex, p.birth_date::text as birth, p.birth_place as "birthPlace",
         p.mother_name as "motherName", a.id as counsellor
       from cases.client_case c join people.person p on p.id = c.person_id join accounts.account a on a.staff_id = c.pk_staff_id
       where c.state = 'active' and not c.guarded and p.birth_precision = 'day' and p.mother_name <> '' and p.birth_place <> '' and p.sex is not null
         and p.name ~ '^[A-Za-z ]+$' and p.name !~* '\\m(bin|binti|alias)\\M' and p.name ~ '[A-Za-z]{5}' and c.id::text like '%7'
       order by p.name, c.id limit $1`,
      [count * each],
    );
    const tokens = new Map<string, string>();
    const signIn = async (accountId: string) => {
      const token = tokens.get(accountId) ?? randomBytes(32).toString('base64url');
      if (tokens.has(accountId)) return token;
      tokens.set(accountId, token);
      await client.query(
        `insert into accounts.session (token_hash, account_id, kind, stage, label, idle_limit, expires_at, proved_at)
         values ($1, $2, 'browser', 'full', 'bench', interval '8 hours', now() + interval '12 hours', now())`,
        [createHash('sha256').update(token).digest(), accountId],
      );
      return token;
    };
    const signedIn: Registrar[] = registrars.map((one) => ({ ...one, token: '', suspects: [] }));
    for (const one of signedIn) one.token = await signIn(one.accountId);
    for (const [index, { counsellor, birth, ...suspect }] of suspects.entries())
      signedIn[index % signedIn.length]!.suspects.push({
        ...suspect,
        birth: formatNumericDate(birth),
        counsellorToken: await signIn(counsellor),
      });
    return signedIn;
  });
}
