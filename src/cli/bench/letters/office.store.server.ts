import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';

/** A Bapas of the invented country with clients enough, and its head with a session of his own. */
export type LetterOffice = { unitId: number; caseIds: string[]; token: string };

export async function openLetterOffice(ownerUrl: string, letters: number): Promise<LetterOffice> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'simpul bench' });
  await client.connect();
  try {
    const { rows } = await client.query<{ unit: number; account: string; cases: string[] }>(
      `select c.unit_id as unit, (array_agg(c.id))[1:$1] as cases,
         (select a.id from units.posting p join accounts.account a on a.staff_id = p.staff_id
          where p.unit_id = c.unit_id and p.role = 'head_of_bapas' and p.approved_at is not null and p.withdrawn_at is null limit 1) as account
       from cases.client_case c
       where c.state = 'active' and not c.guarded and c.register_label is not null and c.pk_staff_id is not null
         and exists (select from cases.legal_basis b where b.case_id = c.id and b.replaced_at is null)
         and exists (select from people.address a where a.person_id = c.person_id and a.removed_at is null)
       group by 1 having count(*) >= $1 order by count(*) limit 1`,
      [letters],
    );
    const [office] = rows;
    if (!office?.account) throw new Error(`no office of this country has ${letters} clients to write to`);
    // What a summons names and an invented office may lack.
    await client.query(`update units.unit set phone = '(0711) 000000' where id = $1 and phone = ''`, [office.unit]);
    const token = randomBytes(32).toString('base64url');
    await client.query(
      `insert into accounts.session (token_hash, account_id, kind, stage, idle_limit, expires_at)
       values ($1, $2, 'browser', 'full', '2 hours', now() + interval '2 hours')`,
      [createHash('sha256').update(token).digest(), office.account],
    );
    return { unitId: office.unit, caseIds: office.cases, token };
  } finally {
    await client.end();
  }
}
