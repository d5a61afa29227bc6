import { sql } from 'kysely';
import type { Tx } from '#platform/ctx';

/** How many clients an officer guides, whose files the asker may not open. */
export async function countGuidedBy(tx: Tx, staffId: string): Promise<number> {
  const { rows } = await sql<{ clients: number | null }>`select cases.guided_by(${staffId}) as clients`.execute(tx);
  return rows[0]?.clients ?? 0;
}

export type EndedWhy = 'by_owner' | 'by_administrator' | 'account_closed' | 'replaced';

/** Ends sessions that still run, all of an account but one, or one of them; says how many. */
export async function endSessions(
  tx: Tx,
  which: { accountId: string; only?: string; except?: string },
  why: EndedWhy,
  at: Date,
): Promise<number> {
  let query = tx
    .updateTable('accounts.session')
    .set({ ended_at: at, ended_why: why })
    .where('account_id', '=', which.accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`);
  if (which.only) query = query.where('id', '=', which.only);
  // A token is no session of a person: it is ended by name.
  else query = query.where('kind', '<>', 'token');
  if (which.except) query = query.where('id', '<>', which.except);
  return Number((await query.executeTakeFirst()).numUpdatedRows);
}

export async function ownPasswordHash(tx: Tx): Promise<string | null> {
  const { rows } = await sql<{ hash: string | null }>`select accounts.own_password_hash() as hash`.execute(tx);
  return rows[0]?.hash ?? null;
}

/** How many other sessions ended with the old password. */
export async function changeOwnPasswordHash(tx: Tx, hash: string): Promise<number> {
  const { rows } = await sql<{ ended: number | null }>`select accounts.change_own_password(${hash}) as ended`.execute(
    tx,
  );
  return rows[0]?.ended ?? 0;
}

export async function putTotp(tx: Tx, accountId: string, sealed: Buffer, step: number, at: Date): Promise<void> {
  await tx
    .updateTable('accounts.account')
    .set({ totp_sealed: sealed, totp_confirmed_at: at, totp_last_step: step })
    .where('id', '=', accountId)
    .execute();
}

export async function forgetOwnTotp(tx: Tx): Promise<void> {
  await sql`select accounts.forget_own_totp()`.execute(tx);
}

/** An administrator takes every second factor away; the owner sets up new ones at his next sign-in. */
export async function forgetFactors(tx: Tx, accountId: string, at: Date): Promise<void> {
  await tx
    .updateTable('accounts.account')
    .set({ totp_sealed: null, totp_confirmed_at: null, totp_last_step: null })
    .where('id', '=', accountId)
    .execute();
  await tx
    .updateTable('accounts.passkey')
    .set({ removed_at: at })
    .where('account_id', '=', accountId)
    .where('removed_at', 'is', null)
    .execute();
}

export async function insertPasskey(
  tx: Tx,
  row: { id: string; accountId: string; publicKey: Buffer; counter: number; transports: string[]; label: string },
): Promise<boolean> {
  const added = await tx
    .insertInto('accounts.passkey')
    .values({
      id: row.id,
      account_id: row.accountId,
      public_key: row.publicKey,
      counter: row.counter,
      transports: row.transports,
      label: row.label,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function removePasskeyRow(tx: Tx, id: string, accountId: string, at: Date): Promise<void> {
  await tx
    .updateTable('accounts.passkey')
    .set({ removed_at: at })
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .where('removed_at', 'is', null)
    .execute();
}

export async function replaceSpareCodeHashes(tx: Tx, accountId: string, hashes: readonly Buffer[]): Promise<void> {
  await tx.deleteFrom('accounts.spare_code').where('account_id', '=', accountId).execute();
  await tx
    .insertInto('accounts.spare_code')
    .values(hashes.map((hash) => ({ account_id: accountId, code_hash: hash })))
    .execute();
}

export async function putLocale(tx: Tx, accountId: string, locale: string): Promise<void> {
  await tx.updateTable('accounts.account').set({ locale }).where('id', '=', accountId).execute();
}

export async function insertAccount(
  tx: Tx,
  row: {
    id: string;
    kind: 'staff' | 'client' | 'guarantor';
    staffId: string | null;
    username: string | null;
    locale?: string;
  },
): Promise<void> {
  await tx
    .insertInto('accounts.account')
    .values({ id: row.id, kind: row.kind, staff_id: row.staffId, username: row.username, locale: row.locale ?? 'id' })
    .execute();
}

export async function usernameIsTaken(tx: Tx, username: string): Promise<boolean> {
  const found = await tx
    .selectFrom('accounts.account')
    .select('id')
    .where('username', '=', username)
    .executeTakeFirst();
  return found !== undefined;
}

export async function putAccountState(
  tx: Tx,
  accountId: string,
  state: 'active' | 'suspended' | 'closed',
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('accounts.account')
    .set({ state })
    .where('id', '=', accountId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The password is let in once more, and only to choose another one. */
export async function putMustChange(tx: Tx, accountId: string): Promise<void> {
  await tx.updateTable('accounts.account').set({ must_change_password: true }).where('id', '=', accountId).execute();
}

export async function withdrawLinks(tx: Tx, accountId: string, at: Date): Promise<void> {
  await tx
    .updateTable('accounts.one_time_link')
    .set({ withdrawn_at: at })
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .execute();
}

export async function insertLink(
  tx: Tx,
  row: {
    id: string;
    tokenHash: Buffer;
    accountId: string;
    purpose: 'first_password' | 'reset_password';
    madeBy: string;
    expiresAt: Date;
  },
): Promise<void> {
  await tx
    .insertInto('accounts.one_time_link')
    .values({
      id: row.id,
      token_hash: row.tokenHash,
      account_id: row.accountId,
      purpose: row.purpose,
      made_by: row.madeBy,
      expires_at: row.expiresAt,
    })
    .execute();
}

export async function insertToken(
  tx: Tx,
  row: { tokenHash: Buffer; accountId: string; label: string; scopes: string[]; expiresAt: Date },
): Promise<void> {
  await tx
    .insertInto('accounts.session')
    .values({
      token_hash: row.tokenHash,
      account_id: row.accountId,
      kind: 'token',
      stage: 'full',
      scopes: row.scopes,
      label: row.label,
      idle_limit: '1 year',
      expires_at: row.expiresAt,
    })
    .execute();
}

export async function endToken(tx: Tx, tokenId: string, why: EndedWhy, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('accounts.session')
    .set({ ended_at: at, ended_why: why })
    .where('id', '=', tokenId)
    .where('kind', '=', 'token')
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function endTokensOf(tx: Tx, accountId: string, why: EndedWhy, at: Date): Promise<void> {
  await tx
    .updateTable('accounts.session')
    .set({ ended_at: at, ended_why: why })
    .where('account_id', '=', accountId)
    .where('kind', '=', 'token')
    .where('ended_at', 'is', null)
    .execute();
}

/** Notes that an account opened a person's record on a day; a second time is not counted again. */
export async function noteOpened(tx: Tx, accountId: string, day: string, personId: string): Promise<boolean> {
  const noted = await tx
    .insertInto('accounts.opened_person')
    .values({ account_id: accountId, day, person_id: personId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (noted.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** One account's openings are counted one after the other, or two tabs would share the last one. */
export async function lockBudget(tx: Tx, accountId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`accounts.budget ${accountId}`}, 0))`.execute(tx);
}

export async function insertRelease(
  tx: Tx,
  row: {
    id: string;
    accountId: string;
    day: string;
    kind: 'hour_reason' | 'day_unlock';
    reason: string;
    madeBy: string;
    extra: number;
  },
): Promise<void> {
  await tx
    .insertInto('accounts.budget_release')
    .values({
      id: row.id,
      account_id: row.accountId,
      day: row.day,
      kind: row.kind,
      reason: row.reason,
      made_by: row.madeBy,
      extra: row.extra,
    })
    .execute();
}

export type AccessRow = {
  id: string;
  accountId: string;
  caseId: string;
  unitId: number;
  kind: 'client' | 'guarantor';
  guarantorId: string | null;
  version: number;
  state: 'active' | 'lost' | 'closed';
  pinHash: string | null;
  locked: boolean;
  deviceSince: Date | null;
  issuedAt: Date;
};

const accessColumns = [
  'id',
  'account_id',
  'case_id',
  'unit_id',
  'kind',
  'guarantor_id',
  'version',
  'state',
  'pin_hash',
  'pin_failures',
  'pin_locked_at',
  'device_since',
  'issued_at',
] as const;

export async function insertAccess(
  tx: Tx,
  row: {
    id: string;
    accountId: string;
    kind: string;
    caseId: string;
    personId: string | null;
    guarantorId: string | null;
    unitId: number;
    codeHash: Buffer;
    issuedBy: string;
  },
): Promise<void> {
  await tx
    .insertInto('accounts.client_access')
    .values({
      id: row.id,
      account_id: row.accountId,
      kind: row.kind,
      case_id: row.caseId,
      person_id: row.personId,
      guarantor_id: row.guarantorId,
      unit_id: row.unitId,
      code_hash: row.codeHash,
      issued_by: row.issuedBy,
    })
    .execute();
}

export async function listAccessRows(tx: Tx, caseIds: readonly string[]): Promise<AccessRow[]> {
  if (caseIds.length === 0) return [];
  const rows = await tx
    .selectFrom('accounts.client_access')
    .select(accessColumns)
    .where('case_id', 'in', [...caseIds])
    .orderBy('issued_at')
    .execute();
  return rows.map(asAccess);
}

export async function lockAccess(tx: Tx, accessId: string): Promise<AccessRow | undefined> {
  const row = await tx
    .selectFrom('accounts.client_access')
    .select(accessColumns)
    .where('id', '=', accessId)
    .forUpdate()
    .executeTakeFirst();
  return row && asAccess(row);
}

function asAccess(row: {
  id: string;
  account_id: string;
  case_id: string;
  unit_id: number;
  kind: string;
  guarantor_id: string | null;
  version: number;
  state: string;
  pin_hash: string | null;
  pin_failures: number;
  pin_locked_at: Date | null;
  device_since: Date | null;
  issued_at: Date;
}): AccessRow {
  return {
    id: row.id,
    accountId: row.account_id,
    caseId: row.case_id,
    unitId: row.unit_id,
    kind: row.kind as AccessRow['kind'],
    guarantorId: row.guarantor_id,
    version: row.version,
    state: row.state as AccessRow['state'],
    pinHash: row.pin_hash,
    locked: row.pin_locked_at !== null || row.pin_failures >= 5,
    deviceSince: row.device_since,
    issuedAt: row.issued_at,
  };
}

export async function renewAccess(
  tx: Tx,
  accessId: string,
  version: number,
  codeHash: Buffer,
  issuedBy: string,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('accounts.client_access')
    .set({
      version,
      code_hash: codeHash,
      pin_hash: null,
      pin_failures: 0,
      pin_locked_at: null,
      device_hash: null,
      device_since: null,
      state: 'active',
      issued_by: issuedBy,
      issued_at: at,
      printed_at: null,
      printed_by: null,
    })
    .where('id', '=', accessId)
    .execute();
}

/** Many first cards at once, set by set: accounts, then what opens them. A case that has a card is passed over. */
export async function insertCards(
  tx: Tx,
  cards: readonly {
    accessId: string;
    accountId: string;
    caseId: string;
    personId: string;
    unitId: number;
    codeHash: Buffer;
  }[],
  issuedBy: string,
): Promise<Set<string>> {
  const told = JSON.stringify(cards.map(({ codeHash, ...card }) => ({ ...card, codeHash: codeHash.toString('hex') })));
  await sql`
    insert into accounts.account (id, kind)
    select x."accountId", 'client' from jsonb_to_recordset(${told}::jsonb) as x("accountId" uuid)`.execute(tx);
  const { rows } = await sql<{ id: string }>`
    insert into accounts.client_access (id, account_id, kind, case_id, person_id, unit_id, code_hash, issued_by)
    select x."accessId", x."accountId", 'client', x."caseId", x."personId", x."unitId", decode(x."codeHash", 'hex'), ${issuedBy}
    from jsonb_to_recordset(${told}::jsonb)
      as x("accessId" uuid, "accountId" uuid, "caseId" uuid, "personId" uuid, "unitId" int, "codeHash" text)
    on conflict (case_id) where kind = 'client' and state <> 'closed' do nothing
    returning id`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** Whoever prints next waits until this transaction has said which cards it took, and so takes the ones after them. */
export async function lockCardSheets(tx: Tx, unitId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('card-sheets:' || ${unitId}::text, 0))`.execute(tx);
}

/** Cards that have just been put on paper. */
export async function notePrinted(tx: Tx, accessIds: readonly string[], by: string, at: Date): Promise<void> {
  if (accessIds.length === 0) return;
  await tx
    .updateTable('accounts.client_access')
    .set({ printed_at: at, printed_by: by })
    .where('id', 'in', [...accessIds])
    .execute();
}

export async function putPin(tx: Tx, accessId: string, pinHash: string): Promise<void> {
  await tx
    .updateTable('accounts.client_access')
    .set({ pin_hash: pinHash, pin_failures: 0, pin_locked_at: null })
    .where('id', '=', accessId)
    .execute();
}

/** A client's own change; what only the office may touch is not in it. */
export async function putOwnPin(tx: Tx, accessId: string, pinHash: string): Promise<void> {
  await tx.updateTable('accounts.client_access').set({ pin_hash: pinHash }).where('id', '=', accessId).execute();
}

export async function clearPinLock(tx: Tx, accessId: string): Promise<void> {
  await tx
    .updateTable('accounts.client_access')
    .set({ pin_failures: 0, pin_locked_at: null })
    .where('id', '=', accessId)
    .execute();
}

/** `lost`: worth nothing until it is replaced. `closed`: for good. */
export async function stopAccess(tx: Tx, accessId: string, state: 'lost' | 'closed'): Promise<void> {
  await tx.updateTable('accounts.client_access').set({ state }).where('id', '=', accessId).execute();
}

/** Ends a client's sessions through the card, which is what the office may reach. */
export async function endClientSessions(tx: Tx, accountId: string, why: EndedWhy, at: Date): Promise<void> {
  await tx
    .updateTable('accounts.session')
    .set({ ended_at: at, ended_why: why })
    .where('account_id', '=', accountId)
    .where('kind', '=', 'client')
    .where('ended_at', 'is', null)
    .execute();
}
