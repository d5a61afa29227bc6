import { sql } from 'kysely';
import type { Tx } from '#platform/ctx';
import type { PasswordPolicy } from './password.rules.ts';
import type { Stage } from './sign-in.rules.ts';
import type { Tries } from './throttle.rules.ts';

/** The functions that open to somebody who is not signed in; there is no other way to these tables before a full session. */

type Purpose = 'password' | 'second_factor' | 'link' | 'pin';

export async function lockTries(tx: Tx, key: Buffer): Promise<void> {
  await sql`select accounts.lock_tries(${key})`.execute(tx);
}

export async function triesOf(tx: Tx, key: Buffer, address: string): Promise<Tries> {
  const { rows } = await sql<{
    known_here: boolean;
    by_account: number;
    account_last: Date | null;
    by_address: number;
    address_last: Date | null;
  }>`
    select * from accounts.tries(${key}, ${address})`.execute(tx);
  const row = rows[0]!;
  return {
    knownHere: row.known_here,
    byAccount: row.by_account,
    accountLast: row.account_last,
    byAddress: row.by_address,
    addressLast: row.address_last,
  };
}

export async function beginTry(tx: Tx, key: Buffer, address: string, purpose: Purpose): Promise<number> {
  const { rows } = await sql<{ id: number }>`select accounts.begin_try(${key}, ${address}, ${purpose}) as id`.execute(
    tx,
  );
  return rows[0]!.id;
}

export async function confirmTry(tx: Tx, tryId: number): Promise<void> {
  await sql`select accounts.confirm_try(${tryId})`.execute(tx);
}

export type LookedUp = {
  accountId: string;
  passwordHash: string | null;
  state: string;
  locale: 'id' | 'en';
  unitId: number | null;
};

export async function lookUp(tx: Tx, username: string): Promise<LookedUp | undefined> {
  const { rows } = await sql<{
    account_id: string;
    password_hash: string | null;
    state: string;
    locale: 'id' | 'en';
    unit_id: number | null;
  }>`
    select * from accounts.look_up(${username})`.execute(tx);
  const row = rows[0];
  return (
    row && {
      accountId: row.account_id,
      passwordHash: row.password_hash,
      state: row.state,
      locale: row.locale,
      unitId: row.unit_id,
    }
  );
}

export type NewSession = {
  tokenHash: Buffer;
  accountId: string;
  kind: 'browser' | 'client';
  stage: Stage;
  label: string;
  address: string;
  idle: string;
  lasts: string;
};

export async function startSession(tx: Tx, made: NewSession): Promise<string> {
  const { rows } = await sql<{
    id: string;
  }>`select accounts.start_session(${made.tokenHash}, ${made.accountId}, ${made.kind}, ${made.stage},
    ${made.label}, ${made.address}, ${made.idle}::interval, ${made.lasts}::interval, false) as id`.execute(tx);
  return rows[0]!.id;
}

export type DoorState = {
  accountId: string;
  stage: Stage;
  mustChange: boolean;
  passwordSetAt: Date | null;
  hasTotp: boolean;
  hasPasskey: boolean;
  hasFactor: boolean;
  spareCodes: number;
  roles: string[];
  username: string;
  name: string;
  offices: string[];
  unitId: number | null;
  locale: 'id' | 'en';
};

export async function signInState(tx: Tx, token: string): Promise<DoorState | undefined> {
  const { rows } = await sql<{
    account_id: string;
    stage: Stage;
    must_change: boolean;
    password_set_at: Date | null;
    has_totp: boolean;
    has_passkey: boolean;
    spare_codes: number;
    roles: string[];
    username: string | null;
    name: string | null;
    offices: string[];
    unit_id: number | null;
    locale: 'id' | 'en';
  }>`select * from accounts.sign_in_state(${token})`.execute(tx);
  const row = rows[0];
  return (
    row && {
      accountId: row.account_id,
      stage: row.stage,
      mustChange: row.must_change,
      passwordSetAt: row.password_set_at,
      hasTotp: row.has_totp,
      hasPasskey: row.has_passkey,
      hasFactor: row.has_totp || row.has_passkey,
      spareCodes: row.spare_codes,
      roles: row.roles,
      username: row.username ?? '',
      name: row.name ?? '',
      offices: row.offices,
      unitId: row.unit_id,
      locale: row.locale,
    }
  );
}

export async function advanceSession(tx: Tx, token: string, stage: Stage, proved: boolean): Promise<void> {
  await sql`select accounts.advance_session(${token}, ${stage}, ${proved})`.execute(tx);
}

export async function endSessionOf(tx: Tx, token: string, why: 'signed_out' | 'replaced'): Promise<void> {
  await sql`select accounts.end_session(${token}, ${why})`.execute(tx);
}

export type StoredPasskey = { id: string; publicKey: string; counter: number; transports: string[] };

export async function secondFactors(
  tx: Tx,
  token: string,
): Promise<{ totpSealed: Buffer | null; passkeys: StoredPasskey[] } | undefined> {
  const { rows } = await sql<{ totp_sealed: Buffer | null; passkeys: StoredPasskey[] }>`
    select totp_sealed, passkeys from accounts.second_factors(${token})`.execute(tx);
  const row = rows[0];
  return row && { totpSealed: row.totp_sealed, passkeys: row.passkeys };
}

export async function spendTotpStep(tx: Tx, token: string, step: number): Promise<boolean> {
  return yes(await sql<{ yes: boolean }>`select accounts.spend_totp_step(${token}, ${step}) as yes`.execute(tx));
}

export async function spendSpareCode(tx: Tx, token: string, hash: Buffer): Promise<boolean> {
  return yes(await sql<{ yes: boolean }>`select accounts.spend_spare_code(${token}, ${hash}) as yes`.execute(tx));
}

export async function spendPasskey(tx: Tx, token: string, id: string, counter: number): Promise<boolean> {
  return yes(await sql<{ yes: boolean }>`select accounts.use_passkey(${token}, ${id}, ${counter}) as yes`.execute(tx));
}

export async function enrolTotp(tx: Tx, token: string, sealed: Buffer, step: number): Promise<boolean> {
  return yes(await sql<{ yes: boolean }>`select accounts.enrol_totp(${token}, ${sealed}, ${step}) as yes`.execute(tx));
}

export async function putChallenge(tx: Tx, token: string, challenge: string | null): Promise<void> {
  await sql`select accounts.set_challenge(${token}, ${challenge})`.execute(tx);
}

export async function findChallenge(tx: Tx, token: string): Promise<string | null> {
  const { rows } = await sql<{
    challenge: string | null;
  }>`select challenge from accounts.find_session(${token})`.execute(tx);
  return rows[0]?.challenge ?? null;
}

/** Only for a session at the step of choosing a new password, or a full one. */
export async function setPassword(tx: Tx, token: string, hash: string): Promise<boolean> {
  const { rows } = await sql<{ id: string | null }>`select accounts.set_password(${token}, ${hash}) as id`.execute(tx);
  return rows[0]?.id != null;
}

export type LinkState = {
  linkId: string;
  accountId: string;
  purpose: string;
  username: string;
  name: string;
  offices: string[];
  unitId: number | null;
};

export async function linkState(tx: Tx, token: string): Promise<LinkState | undefined> {
  const { rows } = await sql<{
    link_id: string;
    account_id: string;
    purpose: string;
    username: string | null;
    name: string | null;
    offices: string[];
    unit_id: number | null;
  }>`select * from accounts.link_state(${token})`.execute(tx);
  const row = rows[0];
  return (
    row && {
      linkId: row.link_id,
      accountId: row.account_id,
      purpose: row.purpose,
      username: row.username ?? '',
      name: row.name ?? '',
      offices: row.offices,
      unitId: row.unit_id,
    }
  );
}

export async function spendLink(tx: Tx, token: string, hash: string): Promise<boolean> {
  const { rows } = await sql<{ id: string | null }>`select accounts.use_link(${token}, ${hash}) as id`.execute(tx);
  return rows[0]?.id != null;
}

export async function passwordPolicy(tx: Tx): Promise<PasswordPolicy> {
  return (await settingOf(tx, 'password_policy')) === 'bssn' ? 'bssn' : 'ours';
}

export async function settingOf(tx: Tx, key: string): Promise<unknown> {
  const row = await tx.selectFrom('platform.setting').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value;
}

export type FoundAccess = {
  accessId: string;
  accountId: string;
  kind: 'client' | 'guarantor';
  version: number;
  pinHash: string | null;
  pinLocked: boolean;
  unitId: number;
};

export async function findClientAccess(tx: Tx, codeHash: Buffer): Promise<FoundAccess | undefined> {
  const { rows } = await sql<{
    access_id: string;
    account_id: string;
    kind: 'client' | 'guarantor';
    version: number;
    pin_hash: string | null;
    pin_locked: boolean;
    unit_id: number;
  }>`select * from accounts.find_client_access(${codeHash})`.execute(tx);
  const row = rows[0];
  return (
    row && {
      accessId: row.access_id,
      accountId: row.account_id,
      kind: row.kind,
      version: row.version,
      pinHash: row.pin_hash,
      pinLocked: row.pin_locked,
      unitId: row.unit_id,
    }
  );
}

/** The number of this try, or nothing where the PIN is locked. */
export async function claimPinTry(tx: Tx, codeHash: Buffer): Promise<number | undefined> {
  const { rows } = await sql<{ tries: number | null }>`select accounts.claim_pin_try(${codeHash}) as tries`.execute(tx);
  return rows[0]?.tries ?? undefined;
}

export async function settlePinTry(tx: Tx, codeHash: Buffer, ok: boolean): Promise<boolean> {
  return yes(await sql<{ yes: boolean }>`select accounts.settle_pin_try(${codeHash}, ${ok}) as yes`.execute(tx));
}

export type BoundDevice = { device: 'first' | 'same' | 'changed'; accessId: string; caseId: string; unitId: number };

export async function bindDevice(tx: Tx, token: string, hash: Buffer): Promise<BoundDevice | undefined> {
  const { rows } = await sql<{ device: BoundDevice['device']; access_id: string; case_id: string; unit_id: number }>`
    select * from accounts.bind_device(${token}, ${hash})`.execute(tx);
  const row = rows[0];
  return row && { device: row.device, accessId: row.access_id, caseId: row.case_id, unitId: row.unit_id };
}

function yes(result: { rows: { yes: boolean | null }[] }): boolean {
  return result.rows[0]?.yes === true;
}
