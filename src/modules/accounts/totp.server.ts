import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { secondFactorKey } from './keys.server.ts';

/** SHA-1, six digits, 30 seconds: what every app on every phone reads. */
const PERIOD = 30;

function totpOf(secret: string, username = ''): TOTP {
  return new TOTP({
    issuer: 'Simpul',
    label: username,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD,
    secret: Secret.fromBase32(secret),
  });
}

export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What a phone reads from the QR code. */
export function totpAddress(secret: string, username: string): string {
  return totpOf(secret, username).toString();
}

/** The step of time that a code belongs to, one step early or late at most; nothing when it is wrong. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const delta = totpOf(secret).validate({ token: code, window: 1, timestamp: now.getTime() });
  return delta === null ? undefined : Math.floor(now.getTime() / 1000 / PERIOD) + delta;
}

/** The code of a moment, for tests that play the phone. */
export function codeAt(secret: string, moment: Date): string {
  return totpOf(secret).generate({ timestamp: moment.getTime() });
}

/** AES-256-GCM under the key of second factors; bound to its account, so that one row's secret does not open in another's. */
export function sealSecret(secret: string, bound: string): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secondFactorKey(), iv);
  cipher.setAAD(Buffer.from(bound));
  const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([1]), iv, cipher.getAuthTag(), body]);
}

export function openSecret(sealed: Buffer, bound: string): string | undefined {
  if (sealed.length < 30 || sealed[0] !== 1) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', secondFactorKey(), sealed.subarray(1, 13));
    decipher.setAAD(Buffer.from(bound));
    decipher.setAuthTag(sealed.subarray(13, 29));
    return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

const pendingMinutes = 30;

/** A secret on its way: the page carries it back sealed, so that nothing is stored before the first right code. */
export function sealPending(secret: string, accountId: string, now: Date): string {
  return sealSecret(
    JSON.stringify({ secret, until: now.getTime() + pendingMinutes * 60_000 }),
    `pending ${accountId}`,
  ).toString('base64url');
}

export function openPending(pending: string, accountId: string, now: Date): string | undefined {
  const text = openSecret(Buffer.from(pending.slice(0, 1000), 'base64url'), `pending ${accountId}`);
  if (text === undefined) return undefined;
  const { secret, until } = JSON.parse(text) as { secret: string; until: number };
  return until > now.getTime() ? secret : undefined;
}

/** A new secret as the page of one's own account shows it, with what the form carries back. */
export function newTotpForPage(
  account: { id: string; username: string },
  now: Date,
): { secret: string; address: string; pending: string } {
  const secret = newTotpSecret();
  return { secret, address: totpAddress(secret, account.username), pending: sealPending(secret, account.id, now) };
}

/** The same again after a wrong code: a phone that has read the first QR code must not be asked to read another. */
export function sameTotpForPage(
  account: { id: string; username: string },
  pending: unknown,
  now: Date,
): { secret: string; address: string; pending: string } | undefined {
  const secret = typeof pending === 'string' ? openPending(pending, account.id, now) : undefined;
  return secret ? { secret, address: totpAddress(secret, account.username), pending: pending as string } : undefined;
}
