import { createHash } from 'node:crypto';
import type { Code } from '#kernel/codes';
import { addDays, daysBetween, type PlainDate } from '#kernel/plain-date';
import { dayAt, timeAt, instantAt } from '#kernel/zone';
import { codeFrom } from '#modules/accounts/server';
import { isOpen } from '#modules/cases';
import { reachCase } from '#modules/cases/server';
import { closeTasks } from '#modules/tasks/server';
import { realTodayAt } from '#modules/units';
import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { wasMet, type ObserverKind } from './contact.ts';
import {
  decideObservationRow,
  findObservation,
  findObserver,
  insertObserver,
  revokeRow,
} from './observer.store.server.ts';
import { isReasonSaid, linkMoves, linkSteps, nextOf, observationMoves, observationSteps } from './moves.ts';
import { observerLink } from './rules.ts';
import { settlePlan } from './record-contact.server.ts';
import { findPlanFor, insertContact, lockContacts } from './store.server.ts';
import { sayObservation } from './words.ts';

/** 26 random characters hold 128 bits (kernel/codes.ts). */
export const OBSERVER_CODE_LENGTH = 27;

/** The code of a link: always the same for the same link, so that it can be shown again; only its hash is stored. */
export function observerCode(observerId: string): Code {
  return codeFrom('observer-link', OBSERVER_CODE_LENGTH, observerId);
}
/** By which somebody with several links tells them apart; it opens nothing. */
export function observerMark(observerId: string): Code {
  return codeFrom('observer-mark', 5, observerId);
}
export function hashOfCode(code: Code): Buffer {
  return createHash('sha256').update(code).digest();
}

export type ObserverRefusal =
  'supervision_ended' | 'already_revoked' | 'reason_missing' | 'already_decided' | 'note_missing';

/** A personal link for somebody near the client. It holds for as many days as the office allows, and opens nothing of the file. */
export async function inviteObserver(
  ctx: Ctx,
  input: { caseId: string; kind: ObserverKind; name: string },
): Promise<{ ok: true; observerId: string } | { ok: false; refusal: ObserverRefusal }> {
  const of = await reachCase(ctx, input.caseId, 'observer:invite');
  if (!isOpen(of.state)) return { ok: false, refusal: 'supervision_ended' };
  const observerId = ctx.newId();
  const chosen = await optionsOf(ctx.tx, of.unitId, observerLink, of.today);
  // Links hold in real days, like sessions and tokens, also where a demo clock stands.
  const expiresOn = observerLink.decide({ today: realTodayAt(of, ctx.now) }, chosen).result;
  await insertObserver(ctx, of, {
    id: observerId,
    kind: input.kind,
    name: input.name,
    codeHash: hashOfCode(observerCode(observerId)),
    expiresOn,
  });
  ctx.journal({
    what: 'observer.invited',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { observerId, kind: input.kind, until: expiresOn },
  });
  return { ok: true, observerId };
}

export async function revokeObserver(
  ctx: Ctx,
  input: { caseId: string; observerId: string; reason: string },
): Promise<{ ok: true } | { ok: false; refusal: ObserverRefusal }> {
  const of = await reachCase(ctx, input.caseId, linkSteps.revoke.by);
  const observer = await findObserver(ctx.tx, input.observerId);
  if (observer?.caseId !== of.id) throw new NotFound('no such link of this case');
  if (!isReasonSaid(linkSteps.revoke, input.reason)) return { ok: false, refusal: 'reason_missing' };
  const open = nextOf(linkMoves, observer.revokedAt ? 'revoked' : 'open', 'revoke');
  if (!open || !(await revokeRow(ctx, observer.id, input.reason.trim())))
    return { ok: false, refusal: 'already_revoked' };
  ctx.journal({
    what: 'observer.revoked',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { observerId: observer.id },
  });
  return { ok: true };
}

/** An officer confirms what an observer answered, and only then it is a contact of the client; or sets it aside with a reason. */
export async function decideObservation(
  ctx: Ctx,
  input: { caseId: string; observationId: string; decision: 'confirmed' | 'set_aside'; note: string },
): Promise<{ ok: true; contactId: string | null } | { ok: false; refusal: ObserverRefusal }> {
  const step = input.decision === 'confirmed' ? 'confirm' : 'set_aside';
  const row = observationSteps[step];
  const of = await reachCase(ctx, input.caseId, row.by);
  await lockContacts(ctx, of.id);
  const seen = await findObservation(ctx.tx, input.observationId);
  if (seen?.caseId !== of.id) throw new NotFound('no such observation of this case');
  const note = input.note.trim();
  if (!isReasonSaid(row, note)) return { ok: false, refusal: 'note_missing' };
  const decision = nextOf(observationMoves, seen.decision ?? 'sent', step);
  if (!decision || !(await decideObservationRow(ctx, seen.id, decision, note)))
    return { ok: false, refusal: 'already_decided' };
  await closeTasks(ctx, { unitId: of.unitId, kind: 'contacts.observation', key: seen.id });
  const contactId = decision === 'confirmed' ? ctx.newId() : null;
  if (contactId) {
    const happenedOn = dutyDayOf(of, seen.sentAt, ctx.now);
    const plan = await findPlanFor(ctx.tx, { caseId: of.id, kind: 'observation', day: happenedOn, late: true });
    await insertContact(ctx, of, {
      id: contactId,
      kind: 'observation',
      happenedOn,
      happenedAt: instantAt(of.zone, happenedOn, timeAt(of.zone, seen.sentAt)),
      staffId: ctx.actor.staffId,
      outcome: null,
      evidenceUntil: null,
      medium: null,
      observedBy: seen.kind,
      toldBy: seen.name,
      source: null,
      finding: null,
      note: [sayObservation(seen), seen.words].filter(Boolean).join('\n'),
      followUp: note,
      checkInId: null,
      plannedId: plan?.id ?? null,
      observationId: seen.id,
    });
    if (plan) await settlePlan(ctx, of, plan, wasMet(null));
  }
  ctx.journal({
    what: contactId ? 'observation.confirmed' : 'observation.set-aside',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { observationId: seen.id, kind: seen.kind, ...(contactId ? { contactId } : {}) },
  });
  return { ok: true, contactId };
}

/** The day of duties on which something came in: where a demo clock stands, as many days before it as it really is ago. */
function dutyDayOf(of: { zone: Parameters<typeof dayAt>[0]; today: PlainDate }, at: Date, now: Date): PlainDate {
  return addDays(of.today, -daysBetween(dayAt(of.zone, at), dayAt(of.zone, now)));
}
