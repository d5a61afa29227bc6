import { createHash, randomBytes } from 'node:crypto';
import { countryToday } from '#invented/country/days';
import { withConnection } from '#platform/one-connection.server';

/** An officer before whom something waits, with a session of his own and one of the cases in his queue. */
export type Asker = {
  role: string;
  unitId: number;
  token: string;
  caseId: string | null;
  breachId: string | null;
  /** A revocation lies with him that is past its day. */
  hasRevocations: boolean;
};

/**
 * Signs in, for each role, officers of the offices in which most waits; `all` at most of them. A tier above the offices has one queue of
 * everything below it.
 */
export async function signInAskers(ownerUrl: string, roles: readonly string[], all: number): Promise<Asker[]> {
  return withConnection(ownerUrl, async (client) => {
    const { rows } = await client.query<{
      account: string;
      role: string;
      unitId: number;
      caseId: string | null;
      breachId: string | null;
      hasRevocations: boolean;
    }>(
      `with waits as (select u.id, count(*) as open from units.unit u join units.unit o on o.path @> array[u.id]
         join breaches.breach b on b.unit_id = o.id and b.ended_on is null group by 1),
       posts as (
         select distinct on (p.unit_id, p.role) a.id as account, p.role, p.unit_id, w.open
         from units.posting p join accounts.account a on a.staff_id = p.staff_id join waits w on w.id = p.unit_id
         where p.role = any ($1) and p.approved_at is not null and p.withdrawn_at is null order by p.unit_id, p.role, p.id),
       ranked as (select *, row_number() over (partition by role order by open desc, unit_id) as rank, count(*) over (partition by role) as of from posts)
       select account, role, unit_id as "unitId", first.case_id as "caseId", first.id as "breachId",
         exists (select from revocations.proceeding r join units.unit o on o.id = r.unit_id
           where o.path @> array[unit_id] and r.due_on < $3::date
             and case role when 'kanwil' then r.state = 'at_kanwil' when 'ditjenpas' then r.state = 'at_ditjenpas' else true end) as "hasRevocations"
       from ranked left join lateral (select b.id, b.case_id from breaches.breach b join cases.client_case c on c.id = b.case_id
         where b.unit_id = ranked.unit_id and b.ended_on is null and not c.guarded order by b.id limit 1) first on true
       order by rank, role limit $2`,
      [roles, all, countryToday],
    );
    const askers: Asker[] = [];
    for (const { account, ...one } of rows) {
      const token = randomBytes(32).toString('base64url');
      await client.query(
        `insert into accounts.session (token_hash, account_id, kind, stage, label, idle_limit, expires_at, proved_at)
         values ($1, $2, 'browser', 'full', 'bench', interval '8 hours', now() + interval '12 hours', now())`,
        [createHash('sha256').update(token).digest(), account],
      );
      askers.push({ ...one, token });
    }
    return askers;
  });
}

export type Open = { breaches: number; proceedings: number; sittings: number; letters: number };

/** How much waits in the whole country: a figure means nothing without it. */
export async function countOpen(ownerUrl: string): Promise<Open> {
  return withConnection(ownerUrl, async (client) => {
    const { rows } = await client.query<Open>(
      `select (select count(*)::int from breaches.breach where ended_on is null) as breaches,
         (select count(*)::int from revocations.proceeding where ended_on is null) as proceedings,
         (select count(*)::int from cases.phase_change where state = 'requested') as sittings,
         (select count(*)::int from letters.letter where label is not null) as letters`,
    );
    return rows[0]!;
  });
}
