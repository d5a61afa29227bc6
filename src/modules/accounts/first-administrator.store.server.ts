import type { Zone } from '#kernel/zone';
import { newId } from '#kernel/id';
import { withConnection } from '#platform/one-connection.server';
import { linkToken } from './link-message.server.ts';
import { hashOfToken } from './keys.server.ts';

export type FirstOffice = { code: string; name: string; type: string; zone: Zone };
/** What an office is called until somebody says its name. */
export const unnamed: FirstOffice = {
  code: 'kantor',
  name: 'Kantor (ganti nama ini)',
  type: 'bapas',
  zone: 'Asia/Jakarta',
};

/**
 * The one-time address by which the first administrator of an empty office sets his password: there is no default one anywhere. It
 * lives 24 hours; a further start makes a new one and takes the old one back, until somebody has signed in. Afterwards: nothing.
 */
export async function makeFirstAdministratorLink(
  ownerUrl: string,
  office: FirstOffice = unnamed,
): Promise<{ path: string; expiresAt: Date; username: string } | undefined> {
  return withConnection(ownerUrl, async (client) => {
    await client.query('begin');
    try {
      await client.query(`select pg_advisory_xact_lock(hashtext('accounts.first_administrator'))`);
      const { rows: known } = await client.query<{ id: string; username: string; has_password: boolean }>(`
        select a.id, a.username, a.password_set_at is not null as has_password
        from accounts.account a join units.posting p on p.staff_id = a.staff_id
        where p.role = 'account_admin' and p.withdrawn_at is null order by a.password_set_at is not null desc, a.made_at limit 1`);
      let first = known[0];
      if (first?.has_password) {
        await client.query('rollback');
        return undefined;
      }
      if (!first) {
        const { rows: units } = await client.query<{ id: number }>(
          'select id from units.unit where parent_id is null order by id limit 1',
        );
        const unit =
          units[0] ??
          (
            await client.query<{ id: number }>(
              'insert into units.unit (code, name, type, zone) values ($1, $2, $3, $4) returning id',
              [office.code, office.name, office.type, office.zone],
            )
          ).rows[0]!;
        const [staffId, accountId] = [newId(), newId()];
        await client.query(`insert into units.staff (id, name) values ($1, 'Administrator')`, [staffId]);
        await client.query(
          `insert into units.posting (staff_id, unit_id, role, kind, starts_on, approved_at)
           select $1, $2, role, 'permanent', current_date - 1, now() from unnest(array['account_admin', 'office_admin']) as role`,
          [staffId, unit.id],
        );
        await client.query(
          `insert into accounts.account (id, kind, staff_id, username) values ($1, 'staff', $2, 'admin')`,
          [accountId, staffId],
        );
        first = { id: accountId, username: 'admin', has_password: false };
      }
      const linkId = newId();
      const token = linkToken(linkId);
      await client.query(
        'update accounts.one_time_link set withdrawn_at = now() where account_id = $1 and used_at is null and withdrawn_at is null',
        [first.id],
      );
      const { rows } = await client.query<{ expires_at: Date }>(
        `insert into accounts.one_time_link (id, token_hash, account_id, purpose, expires_at)
         values ($1, $2, $3, 'first_administrator', now() + interval '24 hours') returning expires_at`,
        [linkId, hashOfToken(token), first.id],
      );
      await client.query('commit');
      return { path: `/sign-in/link/${token}`, expiresAt: rows[0]!.expires_at, username: first.username };
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    }
  });
}
