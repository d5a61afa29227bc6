import { createHash, randomBytes } from 'node:crypto';
import { withConnection } from '#platform/one-connection.server';
import { demoPassword } from '#invented/demo/accounts';
import type { Arriving, Player, PlayedClient } from './kinds.ts';

/** How an hour at the offices is staffed; the rest are counsellors. */
const shares = { counter: 0.14, section_head: 0.05, head_of_bapas: 0.05, kanwil: 0.03 };

/**
 * Signs so many officers in, of all offices, by sessions that stand as long as a working day, and tells whom each looks after: a
 * counsellor his own clients, the desk and the heads those of their office.
 */
export async function signInPlayers(ownerUrl: string, count: number): Promise<Player[]> {
  return withConnection(ownerUrl, async (client) => {
    const { rows: officers } = await client.query<{
      accountId: string;
      staffId: string;
      role: string;
      unitId: number;
      name: string;
      nth: number;
      of: number;
    }>(`
      select a.id as "accountId", s.id as "staffId", p.role, p.unit_id as "unitId", s.name,
        (row_number() over (partition by p.unit_id, p.role order by s.id))::int as nth, (count(*) over (partition by p.unit_id, p.role))::int as of
      from accounts.account a join units.staff s on s.id = a.staff_id join units.posting p on p.staff_id = s.id
      where p.role in ('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil')
      order by hashtextextended(s.id::text, 1)`);
    const wanted = new Map(
      Object.entries(shares).map(([role, share]) => [role, Math.max(1, Math.round(count * share))]),
    );
    const others = Math.max(1, count - [...wanted.values()].reduce((sum, one) => sum + one, 0));
    wanted.set('pk', others);
    const chosen: typeof officers = [];
    for (const officer of officers) {
      const role = officer.role === 'apk' ? 'pk' : officer.role;
      const left = wanted.get(role) ?? 0;
      if (left === 0) continue;
      wanted.set(role, left - 1);
      chosen.push(officer);
    }

    const players: Player[] = [];
    for (const { accountId, staffId, role, unitId, name, nth, of } of chosen) {
      const token = randomBytes(32).toString('base64url');
      await client.query(
        `insert into accounts.session (token_hash, account_id, kind, stage, label, idle_limit, expires_at, proved_at)
         values ($1, $2, 'browser', 'full', 'bench', interval '8 hours', now() + interval '12 hours', now())`,
        [createHash('sha256').update(token).digest(), accountId],
      );
      const { rows: clients } = await client.query<PlayedClient>(
        role === 'pk' || role === 'apk'
          ? `${select} where c.state = 'active' and c.pk_staff_id = $1 order by c.id limit 150`
          : role === 'kanwil'
            ? `${select} where c.state = 'active' and not c.guarded and c.unit_id in (select id from units.unit where parent_id = $1) order by c.id limit 60`
            : `select * from (${select} where c.state = 'active' and not c.guarded and c.unit_id = $1) x order by "caseId" limit 2000`,
        [role === 'pk' || role === 'apk' ? staffId : unitId],
      );
      // Two desks of an office serve different people.
      const own = role === 'counter' ? clients.filter((_, index) => index % of === nth - 1) : clients;
      if (own.length > 0) players.push({ accountId, token, role, name, unitId, clients: own });
    }
    return players;
  });
}

const select = `select c.id as "caseId", c.person_id as "personId", p.name, c.register_label as label
  from cases.client_case c join people.person p on p.id = c.person_id`;

/** Officers with a password who are not among those at work, as they come in the morning. */
export async function listArriving(ownerUrl: string, count: number, atWork: readonly string[]): Promise<Arriving[]> {
  return withConnection(ownerUrl, async (client) => {
    const { rows } = await client.query<{ username: string; name: string }>(
      `select a.username, s.name from accounts.account a join units.staff s on s.id = a.staff_id
       where a.password_hash is not null and a.id <> all ($1::uuid[]) order by hashtextextended(a.id::text, 2) limit $2`,
      [atWork, count],
    );
    return rows.map((row) => ({ ...row, password: demoPassword }));
  });
}

/** The database's own clock, and how many writes of these accounts it holds since a moment. */
export async function countSubmissions(ownerUrl: string, accounts: readonly string[], since: Date): Promise<number> {
  return withConnection(ownerUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from platform.submission where account_id = any ($1::uuid[]) and received_at >= $2 and answer is not null`,
      [accounts, since],
    );
    return rows[0]!.count;
  });
}

export async function clockOf(ownerUrl: string): Promise<Date> {
  return withConnection(ownerUrl, async (client) => {
    const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now');
    return rows[0]!.now;
  });
}
