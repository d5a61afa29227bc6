import { sql, type RawBuilder } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Role } from '#modules/access';
import type { ReadCtx, Tx } from '#platform/ctx';

type Asking = Pick<ReadCtx, 'tx' | 'actor'>;

export type OwnFactors = {
  totpSince: Date | null;
  passkeys: { id: string; label: string; madeAt: Date; lastUsedAt: Date | null }[];
  spareCodesLeft: number;
  spareCodesMadeAt: Date | null;
};

export async function findOwnFactors({ tx, actor }: Asking): Promise<OwnFactors> {
  const account = await tx
    .selectFrom('accounts.account')
    .select('totp_confirmed_at')
    .where('id', '=', actor.accountId)
    .executeTakeFirst();
  const passkeys = await tx
    .selectFrom('accounts.passkey')
    .select(['id', 'label', 'made_at', 'last_used_at'])
    .where('account_id', '=', actor.accountId)
    .where('removed_at', 'is', null)
    .orderBy('made_at')
    .execute();
  const codes = await tx
    .selectFrom('accounts.spare_code')
    .where('account_id', '=', actor.accountId)
    .select(({ fn }) => [
      fn.count<number>('code_hash').filterWhere('used_at', 'is', null).as('left'),
      fn.max('made_at').as('made_at'),
    ])
    .executeTakeFirstOrThrow();
  return {
    totpSince: account?.totp_confirmed_at ?? null,
    passkeys: passkeys.map((row) => ({
      id: row.id,
      label: row.label,
      madeAt: row.made_at,
      lastUsedAt: row.last_used_at,
    })),
    spareCodesLeft: codes.left,
    spareCodesMadeAt: codes.made_at,
  };
}

export type SessionLine = {
  id: string;
  kind: 'browser' | 'client' | 'token';
  label: string;
  address: string;
  madeAt: Date;
  lastSeenAt: Date;
  isThisOne: boolean;
};

/** Sessions that still run, the latest seen first. */
export async function listSessions({ tx, actor }: Asking, accountId: string): Promise<SessionLine[]> {
  const rows = await tx
    .selectFrom('accounts.session')
    .select(['id', 'kind', 'label', 'address', 'made_at', 'last_seen_at'])
    .where('account_id', '=', accountId)
    .where('kind', '=', 'browser')
    .where('ended_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .where(sql<boolean>`last_seen_at > now() - idle_limit`)
    .orderBy('last_seen_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as SessionLine['kind'],
    label: row.label,
    address: row.address,
    madeAt: row.made_at,
    lastSeenAt: row.last_seen_at,
    isThisOne: row.id === actor.sessionId,
  }));
}

export type AccountLine = {
  id: string;
  staffId: string;
  username: string;
  name: string;
  state: 'active' | 'suspended' | 'closed';
  passwordSetAt: Date | null;
  hasFactor: boolean;
  roles: { role: Role; waits: boolean }[];
  lastSeenAt: Date | null;
};

/** What of the accounts waits for their administrator; each is a list as well as a number. */
export const accountWaits = ['no_factor', 'open_link', 'ending_post'] as const;
export type AccountWait = (typeof accountWaits)[number];

type AccountFilter = { name?: string; waits?: AccountWait };

function accountRows(tx: Tx, unitIds: readonly number[], { name, waits }: AccountFilter) {
  let query = tx
    .selectFrom('accounts.account as a')
    .innerJoin('units.staff as s', 's.id', 'a.staff_id')
    .where('a.kind', '=', 'staff')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('units.posting as p')
          .whereRef('p.staff_id', '=', 'a.staff_id')
          .where('p.unit_id', 'in', [...unitIds])
          .select('p.id'),
      ),
    );
  if (name)
    query = query.where((eb) =>
      eb.or([eb('s.name', 'ilike', `%${escapeLike(name)}%`), eb('a.username', 'ilike', `%${escapeLike(name)}%`)]),
    );
  if (waits) query = query.where('a.state', '=', 'active').where(waiting[waits](unitIds));
  return query;
}

const waiting: Record<AccountWait, (unitIds: readonly number[]) => RawBuilder<boolean>> = {
  // Whoever has no password yet signs in nowhere; programs never have one.
  no_factor: () => sql<boolean>`a.password_set_at is not null and a.totp_confirmed_at is null
    and not exists (select 1 from accounts.passkey k where k.account_id = a.id and k.removed_at is null)`,
  open_link: () => sql<boolean>`exists (select 1 from accounts.one_time_link l
    where l.account_id = a.id and l.used_at is null and l.withdrawn_at is null and l.expires_at > now())`,
  ending_post: (unitIds) => sql<boolean>`exists (select 1 from units.posting p join units.unit u on u.id = p.unit_id
    where p.staff_id = a.staff_id and p.unit_id = any (${sql.val([...unitIds])}::int[]) and p.withdrawn_at is null and p.approved_at is not null
      and p.ends_on between (now() at time zone u.zone)::date
        and (date_trunc('month', now() at time zone u.zone) + interval '1 month')::date - 1)`,
};

/** How many of these units' accounts wait for what, by the same conditions as the lists. */
export async function countAccountsWaiting(
  { tx }: Asking,
  unitIds: readonly number[],
): Promise<Record<AccountWait, number>> {
  const counts: Record<AccountWait, number> = { no_factor: 0, open_link: 0, ending_post: 0 };
  if (unitIds.length === 0) return counts;
  for (const waits of accountWaits)
    counts[waits] = (
      await accountRows(tx, unitIds, { waits })
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
    ).count;
  return counts;
}

/** The accounts of everybody posted to these units now or later, and of those who were and have no other post. */
export async function listAccounts(
  { tx }: Asking,
  unitIds: readonly number[],
  options: AccountFilter & { limit?: number; offset?: number } = {},
): Promise<AccountLine[]> {
  if (unitIds.length === 0) return [];
  const query = accountRows(tx, unitIds, options);
  const rows = await query
    .select((eb) => [
      'a.id',
      's.id as staff_id',
      'a.username',
      's.name',
      'a.state',
      'a.password_set_at',
      'a.totp_confirmed_at',
      eb
        .exists(
          eb
            .selectFrom('accounts.passkey as k')
            .whereRef('k.account_id', '=', 'a.id')
            .where('k.removed_at', 'is', null)
            .select('k.id'),
        )
        .as('has_passkey'),
      sql<
        { role: Role; waits: boolean }[]
      >`coalesce((select jsonb_agg(distinct jsonb_build_object('role', p.role, 'waits', p.approved_at is null))
        from units.posting p where p.staff_id = s.id and p.unit_id = any (${sql.val([...unitIds])}::int[]) and p.withdrawn_at is null
          and (p.ends_on is null or p.ends_on >= current_date)), '[]')`.as('roles'),
      sql<Date | null>`(select max(last_seen_at) from accounts.session e where e.account_id = a.id and e.kind = 'browser')`.as(
        'last_seen_at',
      ),
    ])
    .orderBy('s.name')
    .orderBy('a.id')
    .limit(options.limit ?? 50)
    .offset(options.offset ?? 0)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    staffId: row.staff_id,
    username: row.username ?? '',
    name: row.name,
    state: row.state as AccountLine['state'],
    passwordSetAt: row.password_set_at,
    hasFactor: row.totp_confirmed_at !== null || Boolean(row.has_passkey),
    roles: row.roles,
    lastSeenAt: row.last_seen_at,
  }));
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

export type AccountFacts = {
  id: string;
  staffId: string;
  username: string;
  state: 'active' | 'suspended' | 'closed';
  passwordSetAt: Date | null;
  totpSince: Date | null;
  passkeys: number;
  openLink: { id: string; expiresAt: Date; madeBy: string | null } | null;
  tokens: number;
  hadLink: boolean;
};

export async function findAccount({ tx }: Asking, id: string): Promise<AccountFacts | undefined> {
  const row = await tx
    .selectFrom('accounts.account as a')
    .where('a.id', '=', id)
    .where('a.kind', '=', 'staff')
    .select(['a.id', 'a.staff_id', 'a.username', 'a.state', 'a.password_set_at', 'a.totp_confirmed_at'])
    .executeTakeFirst();
  if (!row?.staff_id) return undefined;
  const passkeys = await tx
    .selectFrom('accounts.passkey')
    .where('account_id', '=', id)
    .where('removed_at', 'is', null)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const links = await tx
    .selectFrom('accounts.one_time_link')
    .select(['id', 'expires_at', 'made_by', 'used_at', 'withdrawn_at'])
    .where('account_id', '=', id)
    .orderBy('made_at', 'desc')
    .execute();
  const open = links.find((link) => !link.used_at && !link.withdrawn_at);
  return {
    id: row.id,
    staffId: row.staff_id,
    username: row.username ?? '',
    state: row.state as AccountFacts['state'],
    passwordSetAt: row.password_set_at,
    totpSince: row.totp_confirmed_at,
    passkeys: passkeys.count,
    openLink: open ? { id: open.id, expiresAt: open.expires_at, madeBy: open.made_by } : null,
    tokens: (await listTokens({ tx }, [id])).length,
    hadLink: links.length > 0,
  };
}

/** Whether this administrator handed out a link for the account since a moment. */
export async function madeLinkSince(
  { tx }: Pick<ReadCtx, 'tx'>,
  accountId: string,
  by: string,
  since: Date,
): Promise<boolean> {
  const row = await tx
    .selectFrom('accounts.one_time_link')
    .select('id')
    .where('account_id', '=', accountId)
    .where('made_by', '=', by)
    .where('made_at', '>', since)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the asker took this account's second factor away since a moment, by his own lines in the journal. */
export async function removedFactorSince({ tx, actor }: Asking, accountId: string, since: Date): Promise<boolean> {
  const row = await tx
    .selectFrom('platform.journal')
    .select('id')
    .where('actor_id', '=', actor.accountId)
    .where('what', '=', 'second-factor.removed')
    .where('at', '>', since)
    .where(sql<boolean>`about ->> 'accountId' = ${accountId}`)
    .executeTakeFirst();
  return row !== undefined;
}

export type TokenLine = {
  id: string;
  accountId: string;
  label: string;
  scopes: string[];
  madeAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  accountName: string;
};

export async function listTokens({ tx }: Pick<ReadCtx, 'tx'>, accountIds: readonly string[]): Promise<TokenLine[]> {
  if (accountIds.length === 0) return [];
  const rows = await tx
    .selectFrom('accounts.session as t')
    .innerJoin('accounts.account as a', 'a.id', 't.account_id')
    .innerJoin('units.staff as s', 's.id', 'a.staff_id')
    .select([
      't.id',
      't.account_id',
      't.label',
      't.scopes',
      't.made_at',
      't.last_seen_at',
      't.expires_at',
      's.name as account_name',
    ])
    .where('t.kind', '=', 'token')
    .where('t.account_id', 'in', [...accountIds])
    .where('t.ended_at', 'is', null)
    .where('t.expires_at', '>', sql<Date>`now()`)
    .orderBy('t.made_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    accountId: row.account_id,
    label: row.label,
    scopes: row.scopes ?? [],
    madeAt: row.made_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    accountName: row.account_name,
  }));
}

export async function findToken(
  { tx }: Pick<ReadCtx, 'tx'>,
  id: string,
): Promise<{ id: string; accountId: string } | undefined> {
  const row = await tx
    .selectFrom('accounts.session')
    .select(['id', 'account_id'])
    .where('id', '=', id)
    .where('kind', '=', 'token')
    .executeTakeFirst();
  return row && { id: row.id, accountId: row.account_id };
}

/** Active accounts at these units that never had a password: tokens may be made for them. */
export async function listServiceAccounts(
  { tx }: Pick<ReadCtx, 'tx'>,
  unitIds: readonly number[],
): Promise<{ id: string; name: string }[]> {
  if (unitIds.length === 0) return [];
  return tx
    .selectFrom('accounts.account as a')
    .innerJoin('units.staff as s', 's.id', 'a.staff_id')
    .where('a.state', '=', 'active')
    .where('a.password_set_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('accounts.one_time_link as l').whereRef('l.account_id', '=', 'a.id').select('l.id'))),
    )
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('units.posting as p')
          .whereRef('p.staff_id', '=', 'a.staff_id')
          .where('p.unit_id', 'in', [...unitIds])
          .where('p.withdrawn_at', 'is', null)
          .select('p.id'),
      ),
    )
    .select(['a.id', 's.name'])
    .orderBy('s.name')
    .execute();
}

export type Opened = { thisHour: number; today: number; hourExtra: number; dayExtra: number };

/** How many different people an account opened, and what was granted beyond the usual. */
export async function countWholeListsOf({ tx, actor }: Asking, since: Date): Promise<number> {
  const { n } = await tx
    .selectFrom('platform.access_log')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('actor_id', '=', actor.accountId)
    .where('what', '=', 'list.whole')
    .where('at', '>', since)
    .executeTakeFirstOrThrow();
  return n;
}

export async function countOpenedBy(tx: Tx, accountId: string, day: PlainDate): Promise<Opened> {
  const { rows } = await sql<Record<'this_hour' | 'today' | 'hour_extra' | 'day_extra', number>>`
    select
      (select count(distinct person_id)::int from accounts.opened_person where account_id = ${accountId} and at > now() - interval '1 hour') as this_hour,
      (select count(*)::int from accounts.opened_person where account_id = ${accountId} and day = ${day}) as today,
      (select coalesce(sum(extra), 0)::int from accounts.budget_release
        where account_id = ${accountId} and kind = 'hour_reason' and made_at > now() - interval '1 hour') as hour_extra,
      (select coalesce(sum(extra), 0)::int from accounts.budget_release
        where account_id = ${accountId} and kind = 'day_unlock' and day = ${day}) as day_extra`.execute(tx);
  const row = rows[0]!;
  return { thisHour: row.this_hour, today: row.today, hourExtra: row.hour_extra, dayExtra: row.day_extra };
}
