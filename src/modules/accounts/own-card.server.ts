import { mustBeOwn } from '#modules/access';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { Visitor } from '#platform/visitor.server';
import { isPin, PIN_TRIES } from './client-access.server.ts';
import { privacyNotice } from './consent.ts';
import { claimPinTry, settlePinTry } from './door.store.server.ts';
import { dropConsent, findOwnCard, putConsent, type OwnCardRow } from './own-card.store.server.ts';

/** What a client's or guarantor's own pages must know of the card before they show anything. */
export type OwnCard = {
  kind: 'client' | 'guarantor';
  /** False while the printed PIN is still in use: it has to be changed first. */
  pinChosen: boolean;
  /** True when the notice in force now has been read and agreed to. */
  consented: boolean;
  consentAt: Date | null;
};

export async function readOwnCard(ctx: ReadCtx): Promise<OwnCard> {
  const row = await ownRow(ctx);
  return {
    kind: row.kind,
    pinChosen: row.pinHash !== null,
    consented: row.consentVersion === privacyNotice.version,
    consentAt: row.consentAt,
  };
}

/** The client has read what happens with his data and agrees; kept with the version of the notice and the moment. */
export async function giveConsent(
  ctx: Ctx,
  given: { version: string },
): Promise<{ ok: true } | { ok: false; refusal: 'notice_changed' }> {
  const row = await ownRow(ctx);
  mustBeOwn(ctx.actor, 'own:report', ctx.actor.own!.caseId);
  if (given.version !== privacyNotice.version) return { ok: false, refusal: 'notice_changed' };
  await putConsent(ctx.tx, row.accessId, given.version, ctx.now);
  journalConsent(ctx, 'given', row.accessId, given.version);
  return { ok: true };
}

/** He takes back what he agreed to; whoever had not agreed loses nothing by asking. What he sent before stays as long as the notice says. */
export async function withdrawConsent(ctx: Ctx): Promise<{ ok: true }> {
  const row = await ownRow(ctx);
  mustBeOwn(ctx.actor, 'own:report', ctx.actor.own!.caseId);
  if (row.consentVersion === null) return { ok: true };
  await dropConsent(ctx.tx, row.accessId);
  journalConsent(ctx, 'withdrawn', row.accessId, row.consentVersion);
  return { ok: true };
}

function journalConsent(ctx: Ctx, how: 'given' | 'withdrawn', accessId: string, version: string): void {
  const { unitId, caseId } = ctx.actor.own!;
  ctx.journal({ what: `client-access.consent-${how}`, unitId, caseId, about: { accessId, version } });
}

export type PinProof = { ok: true } | { ok: false; refusal: 'wrong' | 'locked'; triesLeft?: number };

/**
 * The PIN once more before it is changed, since a phone may lie open on a table. Tries count together with those at the door, and
 * hashing holds no transaction.
 */
export async function proveOwnPin(
  visitor: Visitor,
  read: <T>(query: (ctx: ReadCtx) => Promise<T>) => Promise<T>,
  pin: string,
): Promise<PinProof> {
  const row = await read(ownRow);
  const tries = await visitor.enter((ctx) => claimPinTry(ctx.tx, row.codeHash));
  if (tries === undefined) return { ok: false, refusal: 'locked' };
  const isRight = await isPin(row, pin);
  const locked = await visitor.enter((ctx) => settlePinTry(ctx.tx, row.codeHash, isRight));
  if (isRight) return { ok: true };
  return locked ? { ok: false, refusal: 'locked' } : { ok: false, refusal: 'wrong', triesLeft: PIN_TRIES - tries };
}

async function ownRow(ctx: ReadCtx): Promise<OwnCardRow> {
  const { own } = ctx.actor;
  if (!own) throw new NotFound('own card');
  mustBeOwn(ctx.actor, 'own:read', own.caseId);
  const row = await findOwnCard(ctx.tx, own.accessId);
  if (!row) throw new NotFound('own card');
  return row;
}
