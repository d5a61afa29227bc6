import type { PlainDate } from '#kernel/plain-date';
import { holds, may, unitsWhere } from '#modules/access';
import type { Ctx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { insertServiceEnd, listServiceEnds, type Ending } from './endings.store.server.ts';
import { getStaff, listPostingsOf, type Posting } from './queries.server.ts';
import {
  absenceOverlaps,
  insertAbsence,
  insertStaff,
  isPostedTo,
  lockAbsence,
  lockPostings,
  nipIsTaken,
  updateStaff,
  withdrawAbsenceRow,
  type StaffFields,
} from './store.server.ts';
import type { AbsenceKind } from './unit.ts';

export type StaffRefusal =
  'nip_taken' | 'ends_before_it_starts' | 'already_absent' | 'own_substitute' | 'already_withdrawn';
type Refused = { ok: false; refusal: StaffRefusal };

export async function addStaff(ctx: Ctx, fields: StaffFields): Promise<{ ok: true; staffId: string } | Refused> {
  mayKeepStaff(ctx);
  await lockPostings(ctx.tx);
  if (fields.nip && (await nipIsTaken(ctx.tx, fields.nip, null))) return { ok: false, refusal: 'nip_taken' };
  const staffId = ctx.newId();
  await insertStaff(ctx.tx, staffId, fields);
  ctx.journal({ what: 'staff.added', unitId: ownUnit(ctx), about: { staffId } });
  return { ok: true, staffId };
}

/** Changing an officer's own facts. He belongs to no unit but through his postings: one of them must lie in the asker's reach. */
export async function changeStaff(
  ctx: Ctx,
  input: { staffId: string; fields: StaffFields },
): Promise<{ ok: true } | Refused> {
  mayKeepStaff(ctx);
  const before = await getStaff(ctx, input.staffId);
  const postings = await listPostingsOf(ctx, before.id);
  const inReach = (one: Posting) => may(ctx.actor, 'account:administer', one) || may(ctx.actor, 'unit:administer', one);
  if (postings.length > 0 && !postings.some(inReach)) throw new NotFound('officer of another unit');
  if (input.fields.nip && (await nipIsTaken(ctx.tx, input.fields.nip, before.id)))
    return { ok: false, refusal: 'nip_taken' };
  if (!(await updateStaff(ctx.tx, before.id, input.fields))) throw new NotFound('staff out of reach');
  const changed = (Object.keys(input.fields) as (keyof StaffFields)[]).filter(
    (name) => before[name] !== input.fields[name],
  );
  ctx.journal({ what: 'staff.changed', unitId: ownUnit(ctx), about: { staffId: before.id, fields: changed } });
  return { ok: true };
}

/**
 * From this day on he is no officer any more. His posts and his account are for accounts to end, in the same transaction: the database
 * refuses the whole where one of them, or a client whom he guides, is left at its end.
 */
export async function recordLeaving(
  ctx: Ctx,
  { leftOn, ...of }: { staffId: string; unitId: number; leftOn: PlainDate; reason: string },
): Promise<void> {
  mayKeepStaff(ctx);
  await insertServiceEnd(ctx.tx, { ...of, on: leftOn, by: ctx.actor.accountId });
}

/** The end of his service was recorded by mistake. Nothing where no office of the asker's recorded the one that holds. */
export async function correctLeavingRecord(
  ctx: Ctx,
  of: { staffId: string; unitId: number; reason: string },
): Promise<Ending | undefined> {
  mayKeepStaff(ctx);
  const holds = (await listServiceEnds(ctx, of.staffId)).find(({ corrected }) => !corrected);
  if (holds) await insertServiceEnd(ctx.tx, { ...of, corrects: holds.id, by: ctx.actor.accountId });
  return holds;
}

/** When an officer is away, and who stands in for him with his clients. */
export async function setAbsence(
  ctx: Ctx,
  input: { staffId: string; kind: AbsenceKind; startsOn: PlainDate; endsOn: PlainDate; substituteId: string | null },
): Promise<{ ok: true; absenceId: string } | Refused> {
  const unitId = await unitOfAbsence(ctx, input.staffId);
  if (input.endsOn < input.startsOn) return { ok: false, refusal: 'ends_before_it_starts' };
  if (input.substituteId === input.staffId) return { ok: false, refusal: 'own_substitute' };
  // Standing in opens the other's clients, so the substitute must work at the same office.
  if (input.substituteId && !(await isPostedTo(ctx.tx, input.substituteId, [unitId])))
    throw new NotFound('substitute of another unit');
  await lockPostings(ctx.tx);
  if (await absenceOverlaps(ctx.tx, input.staffId, input.startsOn, input.endsOn))
    return { ok: false, refusal: 'already_absent' };
  const absenceId = ctx.newId();
  await insertAbsence(ctx.tx, { id: absenceId, ...input, madeBy: ctx.actor.accountId });
  ctx.journal({
    what: 'absence.set',
    unitId,
    about: {
      absenceId,
      staffId: input.staffId,
      kind: input.kind,
      startsOn: input.startsOn,
      endsOn: input.endsOn,
      substituteId: input.substituteId,
    },
  });
  return { ok: true, absenceId };
}

export async function withdrawAbsence(ctx: Ctx, input: { absenceId: string }): Promise<{ ok: true } | Refused> {
  const absence = await lockAbsence(ctx.tx, input.absenceId);
  if (!absence) throw new NotFound('absence');
  const unitId = await unitOfAbsence(ctx, absence.staffId);
  if (absence.withdrawn) return { ok: false, refusal: 'already_withdrawn' };
  await withdrawAbsenceRow(ctx.tx, absence.id);
  ctx.journal({ what: 'absence.withdrawn', unitId, about: { absenceId: absence.id, staffId: absence.staffId } });
  return { ok: true };
}

/** The unit of this officer where the asker may say who is away; an officer of another office answers like an absent one. */
async function unitOfAbsence(ctx: Ctx, staffId: string): Promise<number> {
  if (!holds(ctx.actor, 'absence:set')) throw new NotAllowed('absence:set');
  const posting = (await listPostingsOf(ctx, staffId)).find(
    (one) => !one.withdrawnAt && may(ctx.actor, 'absence:set', one),
  );
  if (!posting) throw new NotFound('officer of another unit');
  return posting.unitId;
}

function mayKeepStaff(ctx: Ctx): void {
  if (!holds(ctx.actor, 'account:administer') && !holds(ctx.actor, 'unit:administer')) throw new NotAllowed('staff');
}

function ownUnit(ctx: Ctx): number | null {
  return (
    (unitsWhere(ctx.actor, 'account:administer')[0] ?? unitsWhere(ctx.actor, 'unit:administer')[0])?.unitId ?? null
  );
}
