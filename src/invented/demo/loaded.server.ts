import { withConnection } from '#platform/one-connection.server';

/** What a database holds: nothing (perhaps not even tables), a demo that says so, or what must be taken for a real office. */
export async function whatIsLoaded(ownerUrl: string): Promise<'nothing' | 'demo' | 'office'> {
  return withConnection(ownerUrl, async (client) => {
    const { rows: tables } = await client.query(`select 1 where to_regclass('units.unit') is not null`);
    if (tables.length === 0) return 'nothing';
    const { rows } = await client.query<{ demo: boolean; filled: boolean }>(
      `select exists (select from platform.setting where key = 'demo.today') as demo,
         exists (select from units.unit) or exists (select from accounts.account where kind <> 'system') as filled`,
    );
    if (rows[0]!.demo) return 'demo';
    return rows[0]!.filled ? 'office' : 'nothing';
  });
}
