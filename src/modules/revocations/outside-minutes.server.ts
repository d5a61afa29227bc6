import type { PlainDate } from '#kernel/plain-date';
import type { Presences } from '#kernel/presences';
import { openTasks } from '#modules/tasks/server';
import type { Ctx, Tx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import { reachProceeding } from './reach.server.ts';
import type { Advice, ProceedingState } from './revocation.ts';
import { dueAt } from './routes.ts';
import { callsGuardian, judgeStep, no, type RevocationRefused } from './rules.ts';
import { calledAs, findStanding, holdProceeding, sitsHere, tiersAbove, type ProceedingRow } from './store.server.ts';

export type OutsideMinutes = {
  heldOn: PlainDate;
  documentNumber: string;
  advice: Advice;
  reason: string;
  presences: Presences | undefined;
  fileId: string;
  madeBy: string;
};

/**
 * Notes the minutes of a sitting that was not kept in this house, with the signed paper. Nothing moves by it: another person compares and
 * confirms. Noted once more, the newest counts.
 */
export async function noteMinutes(
  ctx: Ctx,
  input: {
    proceedingId: string;
    day: PlainDate | undefined;
    documentNumber: string;
    advice: Advice | undefined;
    reason: string;
    presences: Presences | undefined;
    file: AcceptedFile | null;
  },
): Promise<{ ok: true } | RevocationRefused> {
  await holdProceeding(ctx.tx, input.proceedingId);
  const { proceeding, of } = await reachProceeding(ctx, input.proceedingId, 'revocation:handle');
  const child = of.ageGroup === 'child';
  const verdict = judgeStep(
    proceeding,
    { ...input, step: 'hear', issuer: '', told: '', counselling: '', notProven: false, nextOn: undefined },
    {
      today: of.today,
      lastDay: proceeding.since,
      open: of.open,
      child,
      actorId: ctx.actor.accountId,
      takenBy: new Map(),
      tiers: await tiersAbove(ctx.tx, of.caseId),
      sits: await sitsHere(ctx.tx, proceeding.unitId),
      standing: await findStanding(ctx.tx, proceeding.id, of.today),
    },
  );
  if (!verdict.ok) return verdict;
  if (!input.file) return no('minutes_missing');
  const place = { unitId: proceeding.unitId, caseId: of.caseId, personId: of.personId };
  const stored = await storeFile(ctx, input.file, place);
  if (!stored.ok) return no('minutes_missing');
  const presences = callsGuardian(child, 'hear') ? input.presences : undefined;
  const id = ctx.newId();
  await ctx.tx
    .insertInto('revocations.outside_minutes')
    .values({
      id,
      proceeding_id: proceeding.id,
      case_id: of.caseId,
      unit_id: proceeding.unitId,
      state: proceeding.state,
      held_on: input.day!,
      document_number: input.documentNumber,
      advice: input.advice!,
      reason: input.reason,
      ...calledAs(presences),
      file_id: stored.fileId,
      made_by: ctx.actor.accountId,
    })
    .execute();
  await openTasks(ctx, [
    {
      unitId: proceeding.unitId,
      caseId: of.caseId,
      kind: 'revocations.minutes',
      key: proceeding.id,
      forRole: 'section_head',
      due: dueAt(proceeding),
      facts: {},
    },
  ]);
  ctx.journal({
    what: 'revocation.minutes-noted',
    unitId: proceeding.unitId,
    caseId: of.caseId,
    personId: of.personId,
    about: { proceedingId: proceeding.id, heldOn: input.day!, document: input.documentNumber, advice: input.advice! },
  });
  return { ok: true };
}

/** What was noted for the sitting that a proceeding waits for. */
export async function findMinutes(
  tx: Tx,
  { id, state }: Pick<ProceedingRow, 'id'> & { state: ProceedingState },
): Promise<OutsideMinutes | undefined> {
  const row = await tx
    .selectFrom('revocations.outside_minutes')
    .selectAll()
    .where('proceeding_id', '=', id)
    .where('state', '=', state)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return (
    row && {
      heldOn: row.held_on as PlainDate,
      documentNumber: row.document_number,
      advice: row.advice as Advice,
      reason: row.reason,
      presences:
        row.guardian_present === null || row.companion_present === null
          ? undefined
          : {
              guardian: { present: row.guardian_present, note: row.guardian_note },
              companion: { present: row.companion_present, note: row.companion_note },
            },
      fileId: row.file_id,
      madeBy: row.made_by,
    }
  );
}
