import { createHash } from 'node:crypto';
import { isUuid } from '#kernel/id';
import type { PlainDate } from '#kernel/plain-date';
import { may } from '#modules/access';
import { printAnnex } from '#modules/dossiers/server';
import { listLettersAbout, type LetterLine } from '#modules/letters/server';
import { getUnit } from '#modules/units/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { reachToRead, type About } from './reach.server.ts';
import { holderAt, type ProceedingStep } from './routes.ts';
import { findClientNamed, minutesAbove, type MinutesAbove, type ProceedingRow } from './store.server.ts';

/**
 * Keeps the case for the decision as whoever sends it up reads it today; undefined where its pages cannot be set now. The tiers
 * decide on it, and what is written in the file afterwards does not change it.
 */
export async function freezeAnnex(
  ctx: Ctx,
  { proceeding, of, step }: { proceeding: ProceedingRow; of: About; step: ProceedingStep },
): Promise<string | undefined> {
  const named = await findClientNamed(ctx.tx, proceeding.id);
  const unit = await getUnit(ctx, proceeding.unitId);
  const set = await printAnnex(ctx, {
    caseId: of.caseId,
    breachId: proceeding.breachId ?? undefined,
    head: {
      name: named.name,
      label: named.register || '–',
      kind: of.kind,
      isChild: of.ageGroup === 'child',
      office: unit.name,
    },
  });
  if (!set) return undefined;
  const id = ctx.newId();
  const sha256 = createHash('sha256').update(set.pages).digest();
  await ctx.tx
    .insertInto('revocations.annex')
    .values({
      id,
      proceeding_id: proceeding.id,
      case_id: proceeding.caseId,
      unit_id: proceeding.unitId,
      as_of: set.asOf,
      step,
      content: set.pages,
      sha256,
      made_by: ctx.actor.accountId,
    })
    .execute();
  ctx.journal({
    what: 'revocation.annex-kept',
    unitId: proceeding.unitId,
    caseId: of.caseId,
    personId: of.personId,
    about: { proceedingId: proceeding.id, annexId: id, step, day: set.asOf, sha256: sha256.toString('hex') },
  });
  return id;
}

/** A tier reads what came up to it; at the office whoever may read assessments, for the pages show bands of risk. */
const mayRead = (ctx: ReadCtx, of: About) => of.above !== undefined || may(ctx.actor, 'assessment:read', of.subject);

/** The tier that has the file now, and nobody else: what names others too is read for the decision and no longer (docs/decisions/840). */
function hasItNow(ctx: ReadCtx, { route, state }: Pick<ProceedingRow, 'route' | 'state'>, of: About): boolean {
  const holder = of.above && holderAt(route, state);
  if (holder === 'kanwil') return may(ctx.actor, 'revocation:forward', of.subject);
  return holder === 'ditjenpas' && may(ctx.actor, 'revocation:decree', of.subject);
}

export type AnnexLine = { id: string; asOf: PlainDate; step: ProceedingStep; sha256: string };
export type Enclosed = {
  annexes: AnnexLine[];
  /** The client's own examination, and that he stayed away. */
  examinations: LetterLine[];
  /** The signed minutes of a sitting that was not kept here. */
  minutes: { id: string; heldOn: PlainDate; documentNumber: string }[];
  /** Those of the office's own sitting, for the tier that has the file. */
  sittings: MinutesAbove[];
};
/** What accompanies a proposal, as far as the asker reads it. */
export async function listEnclosed(
  ctx: ReadCtx,
  { proceeding, of }: { proceeding: Pick<ProceedingRow, 'id' | 'breachId' | 'route' | 'state'>; of: About },
): Promise<Enclosed> {
  const annexes = mayRead(ctx, of)
    ? await ctx.tx
        .selectFrom('revocations.annex')
        .select(['id', 'as_of', 'step', 'sha256'])
        .where('proceeding_id', '=', proceeding.id)
        .orderBy('made_at')
        .orderBy('id')
        .execute()
    : [];
  const letters =
    proceeding.breachId && (of.above || may(ctx.actor, 'letter:read', of.subject))
      ? await listLettersAbout(ctx, { thing: 'breaches.breach', id: proceeding.breachId })
      : [];
  const minutes = await ctx.tx
    .selectFrom('revocations.outside_minutes as n')
    .select(['n.id', 'n.held_on', 'n.document_number'])
    .where('n.proceeding_id', '=', proceeding.id)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('revocations.move as m')
          .select('m.id')
          .where('m.step', '=', 'hear')
          .whereRef('m.proceeding_id', '=', 'n.proceeding_id')
          .whereRef('m.from_state', '=', 'n.state')
          .whereRef('m.day', '=', 'n.held_on')
          .whereRef('m.document_number', '=', 'n.document_number'),
      ),
    )
    .orderBy('n.made_at')
    .execute();
  return {
    annexes: annexes.map((row) => ({
      id: row.id,
      asOf: row.as_of as PlainDate,
      step: row.step as ProceedingStep,
      sha256: row.sha256.toString('hex'),
    })),
    examinations: letters.filter(({ kind, state }) => examined.includes(kind) && isSigned(state)),
    minutes: minutes.map((row) => ({
      id: row.id,
      heldOn: row.held_on as PlainDate,
      documentNumber: row.document_number,
    })),
    sittings: hasItNow(ctx, proceeding, of) ? await minutesAbove(ctx.tx, proceeding.id) : [],
  };
}

/** Minutes that come up with a proposal. Those of a witness stay below: he may be who petitioned. The database knows the same two. */
export const examined: readonly string[] = ['letters.examination', 'breaches.absence'];
export const isSigned = (state: string | undefined) => state === 'signed' || state === 'sent' || state === 'received';

/** The pages of an annex. Reading leaves a line. */
export async function readAnnex(ctx: ReadCtx, proceedingId: string, annexId: string): Promise<Buffer> {
  const { proceeding, of } = await reachToRead(ctx, proceedingId);
  if (!isUuid(annexId) || !mayRead(ctx, of)) throw new NotFound('annex');
  const row = await ctx.tx
    .selectFrom('revocations.annex')
    .select('content')
    .where('id', '=', annexId)
    .where('proceeding_id', '=', proceeding.id)
    .executeTakeFirst();
  if (!row) throw new NotFound('annex');
  ctx.accessed({
    what: 'revocation.annex-opened',
    unitId: proceeding.unitId,
    caseId: of.caseId,
    personId: of.personId,
    about: { proceedingId: proceeding.id, annexId },
  });
  return row.content;
}

/** Which file holds the signed minutes of a sitting: of one that was not kept here, or of the office's own for the tier that has the file. */
export async function findMinutesFile(ctx: ReadCtx, proceedingId: string, minutesId: string): Promise<string> {
  const { proceeding, of } = await reachToRead(ctx, proceedingId);
  const kept = await findKeptMinutes(ctx, { proceeding, of }, minutesId);
  if (kept) return kept;
  const row = isUuid(minutesId)
    ? await ctx.tx
        .selectFrom('revocations.outside_minutes')
        .select('file_id')
        .where('id', '=', minutesId)
        .where('proceeding_id', '=', proceeding.id)
        .executeTakeFirst()
    : undefined;
  if (!row) throw new NotFound('minutes');
  return row.file_id;
}

/** The signed minutes of the office's own sitting. Reading leaves a line about the client for whose proposal they are read. */
async function findKeptMinutes(
  ctx: ReadCtx,
  { proceeding, of }: { proceeding: ProceedingRow; of: About },
  letterId: string,
): Promise<string | undefined> {
  if (!isUuid(letterId) || !hasItNow(ctx, proceeding, of)) return undefined;
  if (!(await minutesAbove(ctx.tx, proceeding.id)).some((one) => one.letterId === letterId)) return undefined;
  const letter = await ctx.tx
    .selectFrom('letters.letter')
    .select('signed_file_id')
    .where('id', '=', letterId)
    .executeTakeFirst();
  if (!letter?.signed_file_id) return undefined;
  ctx.accessed({
    what: 'revocation.minutes-opened',
    unitId: proceeding.unitId,
    caseId: of.caseId,
    personId: of.personId,
    about: { proceedingId: proceeding.id, letterId },
  });
  return letter.signed_file_id;
}
