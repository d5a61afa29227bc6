import { createHash, timingSafeEqual } from 'node:crypto';
import { parseCode, type Code } from '#kernel/codes';
import { pinProblem, plainPin } from '#kernel/pin';
import type { PlainDate } from '#kernel/plain-date';
import { mustBeAllowed, mustBeOwn, type Subject } from '#modules/access';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { Visitor } from '#platform/visitor.server';
import {
  bindDevice,
  claimPinTry,
  findClientAccess,
  settlePinTry,
  startSession,
  type FoundAccess,
} from './door.store.server.ts';
import { codeFrom, hashOfToken, macFor } from './keys.server.ts';
import { hashSecret, isSecret } from './passwords.server.ts';
import { beginTryAt, newToken } from './sign-in.server.ts';
import {
  clearPinLock,
  endClientSessions,
  insertAccess,
  insertAccount,
  insertCards,
  listAccessRows,
  lockAccess,
  lockCardSheets,
  notePrinted,
  putOwnPin,
  putPin,
  renewAccess,
  stopAccess,
  type AccessRow,
} from './store.server.ts';

export const CARD_CODE_LENGTH = 20;
const IDLE = '15 minutes';
const LASTS = '2 hours';
export const PIN_TRIES = 5;

/** The code on a card: the same for the same card, so it can be printed again; another for each version. */
export function cardCode(accessId: string, version: number): Code {
  return codeFrom('client-card', CARD_CODE_LENGTH, accessId, version);
}

/** Six figures that are not among the easy ones. */
export function firstPin(accessId: string, version: number): string {
  return pinFrom(accessId, version, 'first');
}

/** The PIN that one request of the counter made; the page of that request shows it, and nothing stores it. */
export function pinOfReset(accessId: string, submissionId: string): string {
  return pinFrom(accessId, submissionId.toLowerCase(), 'reset');
}

function pinFrom(...told: readonly (string | number)[]): string {
  for (let round = 0; ; round++) {
    const number = macFor('client-card', ...told, 'pin', round).readUInt32BE(0);
    // Above the last whole million some figures would come more often than others.
    if (number >= 4_294_000_000) continue;
    const pin = String(number % 1_000_000).padStart(6, '0');
    if (!pinProblem(pin)) return pin;
  }
}

/** The code has 94 random bits, so a plain hash of it cannot be guessed. */
function codeHash(code: Code): Buffer {
  return createHash('sha256').update(code).digest();
}

/** The facts of the case by which the card's use is judged; the module of cases knows them. */
export type CaseOfCard = Subject & { caseId: string; unitId: number };

export type Card = {
  accessId: string;
  caseId: string;
  kind: 'client' | 'guarantor';
  /** Whose it is, where it is a guarantor's. */
  guarantorId: string | null;
  state: 'active' | 'lost' | 'closed';
  version: number;
  issuedAt: Date;
  /** Nobody has signed in with it yet, so its first PIN may still be printed. */
  unused: boolean;
  locked: boolean;
  deviceSince: Date | null;
};

/** A card as it is printed. */
export type PrintedCard = Card & { code: Code; firstPin: string | null };

function asCard(row: AccessRow): Card {
  return {
    accessId: row.id,
    caseId: row.caseId,
    kind: row.kind,
    guarantorId: row.guarantorId,
    state: row.state,
    version: row.version,
    issuedAt: row.issuedAt,
    unused: row.pinHash === null && row.deviceSince === null,
    locked: row.locked,
    deviceSince: row.deviceSince,
  };
}

export async function listCards(ctx: ReadCtx, cases: readonly CaseOfCard[]): Promise<Card[]> {
  for (const one of cases) mustBeAllowed(ctx.actor, 'card:issue', one);
  return (
    await listAccessRows(
      ctx.tx,
      cases.map(({ caseId }) => caseId),
    )
  ).map(asCard);
}

/**
 * Cards to print: one, or the clients' own of many cases, also for a whole office at once. A PIN is printed only while nobody has used
 * the card.
 */
export async function printCards(ctx: Ctx, cases: readonly CaseOfCard[], accessId?: string): Promise<PrintedCard[]> {
  const cards = (await listCards(ctx, cases)).filter(
    (card) => card.state === 'active' && (accessId ? card.accessId === accessId : card.kind === 'client'),
  );
  for (const card of cards) {
    const { unitId } = cases.find(({ caseId }) => caseId === card.caseId)!;
    ctx.journal({
      what: 'client-access.card-printed',
      unitId,
      caseId: card.caseId,
      about: { accessId: card.accessId, version: card.version, withPin: card.unused },
    });
  }
  await notePrinted(
    ctx.tx,
    cards.map(({ accessId }) => accessId),
    ctx.actor.accountId,
    ctx.now,
  );
  return cards.map(printed);
}

/**
 * A sheet of an office's cards: whose turn it is asks which ones only now, so that two who print at the same moment get two sheets and
 * no client two cards with a PIN.
 */
export async function printSheet(
  ctx: Ctx,
  unitId: number,
  next: () => Promise<readonly CaseOfCard[]>,
): Promise<{ ok: true; caseIds: string[] }> {
  await lockCardSheets(ctx.tx, unitId);
  const cases = await next();
  await printCards(ctx, cases);
  return { ok: true, caseIds: cases.map(({ caseId }) => caseId) };
}

/** What a card shows, for somebody who has just been allowed to see it. */
function printed(card: Card): PrintedCard {
  return {
    ...card,
    code: cardCode(card.accessId, card.version),
    firstPin: card.unused ? firstPin(card.accessId, card.version) : null,
  };
}

export type CardRefusal = 'already_issued' | 'closed' | 'not_locked' | 'already_blocked';
type Issued = { ok: true; accessId: string } | { ok: false; refusal: CardRefusal };

export type CardHolder = { kind: 'client'; personId: string | null } | { kind: 'guarantor'; guarantorId: string };

/** The first card of a client, or of one of his guarantors, whom the module of cases knows. */
export async function issueCard(ctx: Ctx, input: { of: CaseOfCard; holder: CardHolder }): Promise<Issued> {
  const { caseId, unitId } = input.of;
  const { holder } = input;
  mustBeAllowed(ctx.actor, 'card:issue', input.of);
  const guarantorId = holder.kind === 'guarantor' ? holder.guarantorId : null;
  const issued = (await listAccessRows(ctx.tx, [caseId])).some(
    (row) => row.kind === holder.kind && row.guarantorId === guarantorId && row.state !== 'closed',
  );
  if (issued) return { ok: false, refusal: 'already_issued' };
  const [accountId, accessId] = [ctx.newId(), ctx.newId()];
  await insertAccount(ctx.tx, { id: accountId, kind: holder.kind, staffId: null, username: null });
  await insertAccess(ctx.tx, {
    id: accessId,
    accountId,
    kind: holder.kind,
    caseId,
    personId: holder.kind === 'client' ? holder.personId : null,
    guarantorId,
    unitId,
    codeHash: codeHash(cardCode(accessId, 1)),
    issuedBy: ctx.actor.accountId,
  });
  ctx.journal({
    what: 'client-access.issued',
    unitId,
    caseId,
    about: { accessId, kind: holder.kind, ...(guarantorId ? { guarantorId } : {}) },
  });
  return { ok: true, accessId };
}

/**
 * The first cards of a whole office, in one transaction: either all of them or, when the machine stops on the way, none. Nothing is
 * hashed slowly here, because a first PIN is derived from a key outside the database and never stored; so thousands are a matter of
 * seconds. Answers how many were issued: somebody who got a card meanwhile keeps that one.
 */
export async function issueCards(
  ctx: Ctx,
  clients: readonly { of: CaseOfCard; personId: string }[],
): Promise<{ ok: true; issued: number }> {
  for (const { of } of clients) mustBeAllowed(ctx.actor, 'card:issue', of);
  const cards = clients.map(({ of, personId }) => {
    const accessId = ctx.newId();
    return {
      accessId,
      accountId: ctx.newId(),
      caseId: of.caseId,
      personId,
      unitId: of.unitId,
      codeHash: codeHash(cardCode(accessId, 1)),
    };
  });
  const issued = await insertCards(ctx.tx, cards, ctx.actor.accountId);
  for (const { accessId, unitId, caseId } of cards)
    if (issued.has(accessId))
      ctx.journal({ what: 'client-access.issued', unitId, caseId, about: { accessId, kind: 'client' } });
  return { ok: true, issued: issued.size };
}

/** A lost card: a new code and a new first PIN; the old card, its PIN, its device and its sessions are worth nothing from now on. */
export async function replaceCard(ctx: Ctx, input: { of: CaseOfCard; accessId: string }): Promise<Issued> {
  const row = await cardInReach(ctx, input);
  if (row.state === 'closed') return { ok: false, refusal: 'closed' };
  const version = row.version + 1;
  await renewAccess(ctx.tx, row.id, version, codeHash(cardCode(row.id, version)), ctx.actor.accountId, ctx.now);
  await endClientSessions(ctx.tx, row.accountId, 'replaced', ctx.now);
  ctx.journal({
    what: 'client-access.card-replaced',
    unitId: row.unitId,
    caseId: row.caseId,
    about: { accessId: row.id, version },
  });
  return { ok: true, accessId: row.id };
}

/** After five wrong PINs: the same PIN may be tried again. */
export async function unlockPin(ctx: Ctx, input: { of: CaseOfCard; accessId: string }): Promise<Issued> {
  const row = await cardInReach(ctx, input);
  if (row.state !== 'active') return { ok: false, refusal: 'closed' };
  if (!row.locked) return { ok: false, refusal: 'not_locked' };
  await clearPinLock(ctx.tx, row.id);
  ctx.journal({
    what: 'client-access.pin-unlocked',
    unitId: row.unitId,
    caseId: row.caseId,
    about: { accessId: row.id },
  });
  return { ok: true, accessId: row.id };
}

/** A forgotten PIN: the page shows `pinOfReset(accessId, submissionId)`. The card stays. */
export async function resetPin(ctx: Ctx, input: { of: CaseOfCard; accessId: string }): Promise<Issued> {
  const row = await cardInReach(ctx, input);
  if (row.state !== 'active') return { ok: false, refusal: 'closed' };
  await putPin(ctx.tx, row.id, await hashSecret(pinOfReset(row.id, ctx.submissionId!)));
  await endClientSessions(ctx.tx, row.accountId, 'replaced', ctx.now);
  ctx.journal({ what: 'client-access.pin-reset', unitId: row.unitId, caseId: row.caseId, about: { accessId: row.id } });
  return { ok: true, accessId: row.id };
}

/** Card or phone in somebody else's hands: worth nothing from now on, until a new card is made. */
export async function blockCard(ctx: Ctx, input: { of: CaseOfCard; accessId: string }): Promise<Issued> {
  const row = await cardInReach(ctx, input);
  if (row.state === 'closed') return { ok: false, refusal: 'closed' };
  if (row.state === 'lost') return { ok: false, refusal: 'already_blocked' };
  await stopAccess(ctx.tx, row.id, 'lost');
  await endClientSessions(ctx.tx, row.accountId, 'replaced', ctx.now);
  ctx.journal({ what: 'client-access.blocked', unitId: row.unitId, caseId: row.caseId, about: { accessId: row.id } });
  return { ok: true, accessId: row.id };
}

/** Where a guarantor steps back, or the supervision ends: his card goes with his promise. Whoever decides that has been judged already. */
export async function closeGuarantorCards(ctx: Ctx, of: { caseId: string; guarantorId?: string }): Promise<void> {
  for (const row of await listAccessRows(ctx.tx, [of.caseId])) {
    if (row.kind !== 'guarantor' || row.state === 'closed') continue;
    if (of.guarantorId !== undefined && row.guarantorId !== of.guarantorId) continue;
    await stopAccess(ctx.tx, row.id, 'closed');
    await endClientSessions(ctx.tx, row.accountId, 'account_closed', ctx.now);
    ctx.journal({ what: 'client-access.closed', unitId: row.unitId, caseId: row.caseId, about: { accessId: row.id } });
  }
}

async function cardInReach(ctx: Ctx, { of, accessId }: { of: CaseOfCard; accessId: string }): Promise<AccessRow> {
  mustBeAllowed(ctx.actor, 'card:issue', of);
  const row = await lockAccess(ctx.tx, accessId);
  if (!row || row.caseId !== of.caseId) throw new NotFound('card');
  return row;
}

export type ClientSignIn =
  | { ok: true; token: string; device: 'first' | 'same' | 'changed'; deviceToken: string; kind: 'client' | 'guarantor' }
  | { ok: false; refusal: 'wrong' | 'locked' | 'wait'; triesLeft?: number; waitSeconds?: number };

/** Whether a code is one that is in use: the page before the PIN asks it, and says nothing else about it. */
export async function isCardCode(visitor: Visitor, typed: string): Promise<boolean> {
  return (await findCard(visitor, typed)) !== undefined;
}

/** The office behind a card whose PIN is locked: where to go or to call. Nothing for a code that is not in use, or not locked. */
export async function officeOfLockedCard(visitor: Visitor, typed: string): Promise<{ unitId: number } | undefined> {
  const found = await findCard(visitor, typed);
  return found?.pinLocked ? { unitId: found.unitId } : undefined;
}

async function findCard(visitor: Visitor, typed: string): Promise<FoundAccess | undefined> {
  const code = parseCode(typed, CARD_CODE_LENGTH);
  return code && visitor.enter((ctx) => findClientAccess(ctx.tx, codeHash(code)));
}

/**
 * A client or guarantor signs in with the code of his card and his PIN. Five wrong PINs lock it until the office helps; another device
 * than before is told, and refuses nobody.
 */
export async function signInClient(
  visitor: Visitor,
  typed: { code: string; pin: string; deviceToken: string | null },
): Promise<ClientSignIn> {
  const code = parseCode(typed.code, CARD_CODE_LENGTH);
  const hash = code && codeHash(code);
  type Begun = { found: FoundAccess; tries: number } | { waitSeconds: number } | { refused: 'wrong' | 'locked' };
  const begun = await visitor.enter(async (ctx): Promise<Begun> => {
    // Unknown codes count against the address only, under one name for all of them.
    const found = hash && (await findClientAccess(ctx.tx, hash));
    if (!found || !hash) {
      const attempt = await beginTryAt(visitor, ctx, 'pin', `unknown ${typed.code.slice(0, 64)}`);
      return 'waitSeconds' in attempt ? attempt : { refused: 'wrong' };
    }
    const tries = await claimPinTry(ctx.tx, hash);
    return tries === undefined ? { refused: 'locked' } : { found, tries };
  });
  if ('waitSeconds' in begun) return { ok: false, refusal: 'wait', waitSeconds: begun.waitSeconds };
  if ('refused' in begun) return { ok: false, refusal: begun.refused };

  const { found, tries } = begun;
  const isRight = await isPin(found, typed.pin);
  return visitor.enter(async (ctx): Promise<ClientSignIn> => {
    const locked = await settlePinTry(ctx.tx, hash!, isRight);
    if (!isRight) {
      ctx.journal({
        what: 'client-access.pin-wrong',
        unitId: found.unitId,
        about: { accessId: found.accessId, tries, locked },
      });
      return locked ? { ok: false, refusal: 'locked' } : { ok: false, refusal: 'wrong', triesLeft: PIN_TRIES - tries };
    }
    const token = newToken();
    await startSession(ctx.tx, {
      tokenHash: hashOfToken(token),
      accountId: found.accountId,
      kind: 'client',
      stage: 'full',
      label: visitor.label,
      address: visitor.address,
      idle: IDLE,
      lasts: LASTS,
    });
    const deviceToken = typed.deviceToken && /^[\w-]{43}$/.test(typed.deviceToken) ? typed.deviceToken : newToken();
    const bound = await bindDevice(ctx.tx, token, hashOfToken(deviceToken));
    if (!bound) return { ok: false, refusal: 'wrong' };
    ctx.journal({
      what: 'client-access.signed-in',
      unitId: found.unitId,
      caseId: bound.caseId,
      about: { accessId: found.accessId, device: bound.device },
    });
    if (bound.device === 'changed')
      ctx.journal({
        what: 'client-access.device-changed',
        unitId: found.unitId,
        caseId: bound.caseId,
        about: { accessId: found.accessId },
      });
    return { ok: true, token, device: bound.device, deviceToken, kind: found.kind };
  });
}

/** The printed first PIN is compared with what it is derived from; one that was chosen, with its hash. */
export async function isPin(
  found: Pick<FoundAccess, 'accessId' | 'version' | 'pinHash'>,
  typed: string,
): Promise<boolean> {
  const pin = plainPin(typed);
  if (found.pinHash) return isSecret(pin, found.pinHash);
  const first = firstPin(found.accessId, found.version);
  return pin.length === first.length && timingSafeEqual(Buffer.from(pin), Buffer.from(first));
}

/** The client's or guarantor's own new PIN. */
export async function changeOwnPin(
  ctx: Ctx,
  input: { newPin: string; birth?: PlainDate },
): Promise<{ ok: true } | { ok: false; refusal: NonNullable<ReturnType<typeof pinProblem>> }> {
  const { own } = ctx.actor;
  if (!own) throw new NotFound('own case');
  mustBeOwn(ctx.actor, 'own:change_pin', own.caseId);
  const problem = pinProblem(input.newPin, input.birth);
  if (problem) return { ok: false, refusal: problem };
  await putOwnPin(ctx.tx, own.accessId, await hashSecret(input.newPin));
  ctx.journal({
    what: 'client-access.pin-changed',
    unitId: own.unitId,
    caseId: own.caseId,
    about: { accessId: own.accessId },
  });
  return { ok: true };
}
