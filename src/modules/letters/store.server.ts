import { sql, type Insertable, type Updateable } from 'kysely';
import type { DueCount } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';
import type { Calls } from '#kernel/presences';
import type { Ctx, ReadCtx, Tx } from '#platform/ctx';
import { Stale } from '#platform/errors';
import type {
  DB,
  LettersLetter,
  LettersLetterhead,
  LettersNumbering,
  LettersSending,
  LettersTemplate,
} from '#platform/schema';
import type { Concern, Desk, LetterState, LetterText, Nature, Signer } from './letter.ts';

/** A letter as use cases work on it. */
export type LetterOnFile = LetterText & {
  id: string;
  desk: Desk;
  unitId: number;
  caseId: string | null;
  kind: string;
  state: LetterState;
  version: number;
  concerns: Concern | null;
  runId: string | null;
  /** By when it is to be out; none for what is older than that rule. */
  dueOn: PlainDate | null;
  dueCounts: DueCount | null;
  label: string | null;
  dated: PlainDate | null;
  signedOn: PlainDate | null;
  madeBy: string | null;
};

export function letterOf(row: {
  [Key in keyof LettersLetter]: LettersLetter[Key] extends { __select__: infer T } ? T : LettersLetter[Key];
}): LetterOnFile {
  return {
    id: row.id as string,
    desk: row.desk as Desk,
    unitId: row.unit_id,
    caseId: row.case_id,
    kind: row.kind,
    state: row.state as LetterState,
    version: row.version as number,
    subject: row.subject,
    recipient: row.recipient as string,
    body: row.body,
    copies: row.copies as string,
    enclosure: row.enclosure as string,
    nature: row.nature as Nature | '',
    concerns:
      row.concerns_thing && row.concerns_id
        ? { thing: row.concerns_thing as Concern['thing'], id: row.concerns_id }
        : null,
    runId: row.run_id,
    dueOn: row.due_on as PlainDate | null,
    dueCounts: row.due_counts as DueCount | null,
    label: row.label,
    dated: row.dated as PlainDate | null,
    signedOn: row.signed_on as PlainDate | null,
    madeBy: row.made_by,
  };
}

/** Locked until the transaction ends, so that a letter is not numbered while somebody still writes it. */
export async function lockLetterRow(ctx: Ctx, letterId: string): Promise<LetterOnFile | undefined> {
  const row = await ctx.tx
    .selectFrom('letters.letter')
    .selectAll()
    .where('id', '=', letterId)
    .forUpdate()
    .executeTakeFirst();
  return row && letterOf(row as never);
}

export async function insertLetters(ctx: Ctx, rows: readonly Insertable<LettersLetter>[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 200)
    await ctx.tx
      .insertInto('letters.letter')
      .values([...rows.slice(at, at + 200)])
      .execute();
}

export async function changeLetter(
  ctx: Ctx,
  { id, version }: Pick<LetterOnFile, 'id' | 'version'>,
  change: Omit<Updateable<DB['letters.letter']>, 'id' | 'version'>,
): Promise<void> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('letters.letter')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Stale('letter changed meanwhile');
}

/** The next numbers of an office and year, counted on a row that stays locked until the letters have them. */
export async function nextNumbers(ctx: Ctx, unitId: number, year: number, count: number): Promise<number> {
  await ctx.tx
    .insertInto('letters.series')
    .values({ unit_id: unitId, year })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { last_number } = await ctx.tx
    .updateTable('letters.series')
    .set({ last_number: sql<number>`last_number + ${count}` })
    .where('unit_id', '=', unitId)
    .where('year', '=', year)
    .returning('last_number')
    .executeTakeFirstOrThrow();
  return last_number - count + 1;
}

/** Where the book on paper stood when an office began to number here; only while no number of that year was given. */
export async function beginSeries(ctx: Ctx, unitId: number, year: number, after: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.tx
    .insertInto('letters.series')
    .values({ unit_id: unitId, year, last_number: after })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function isLabelTaken(tx: Tx, unitId: number, label: string): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select letters.label_taken(${unitId}, ${label}) as taken`.execute(tx);
  return rows[0]!.taken;
}

export type NumberedLetter = {
  id: string;
  version: number;
  number: number;
  label: string;
  fileId: string;
  sha256: Buffer;
};

/** Numbers the letters of a run in one statement. */
export async function numberLetters(
  ctx: Ctx,
  letters: readonly NumberedLetter[],
  of: { year: number; dated: PlainDate; signer: Signer; numberedBy: string },
): Promise<void> {
  const rows = letters.map((one) => ({ ...one, sha256: one.sha256.toString('hex') }));
  await sql`
    update letters.letter l set state = 'numbered', origin = 'given', year = ${of.year}, number = n.number, label = n.label, dated = ${of.dated},
      signer = ${JSON.stringify(of.signer)}::jsonb, numbered_by = ${of.numberedBy}, numbered_at = ${ctx.now}, file_id = n."fileId",
      sha256 = decode(n.sha256, 'hex'), version = l.version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (id uuid, number int, label text, "fileId" uuid, sha256 text)
    where l.id = n.id`.execute(ctx.tx);
}

export async function insertSending(ctx: Ctx, row: Insertable<LettersSending>): Promise<void> {
  await ctx.tx.insertInto('letters.sending').values(row).execute();
}

export async function lockSending(ctx: Ctx, sendingId: string) {
  return ctx.tx.selectFrom('letters.sending').selectAll().where('id', '=', sendingId).forUpdate().executeTakeFirst();
}

export async function noteReceipt(
  ctx: Ctx,
  sendingId: string,
  receipt: { receivedOn: PlainDate; receivedName: string; proofFileId: string | null },
): Promise<void> {
  await ctx.tx
    .updateTable('letters.sending')
    .set({
      received_on: receipt.receivedOn,
      received_name: receipt.receivedName,
      proof_file_id: receipt.proofFileId,
      received_by: ctx.actor.accountId,
      received_at: ctx.now,
    })
    .where('id', '=', sendingId)
    .execute();
}

/** The first sending is to the addressee himself, and so is every further try to the same; the others are copies. */
export async function isToAddressee(ctx: Ctx, letterId: string, addressee: string): Promise<boolean> {
  const first = await ctx.tx
    .selectFrom('letters.sending')
    .select('addressee')
    .where('letter_id', '=', letterId)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  const said = (text: string) => text.trim().toLowerCase();
  return first !== undefined && said(first.addressee) === said(addressee);
}

export async function insertTemplate(ctx: Ctx, row: Insertable<LettersTemplate>): Promise<void> {
  await ctx.tx.insertInto('letters.template').values(row).execute();
}
export async function insertLetterhead(ctx: Ctx, row: Insertable<LettersLetterhead>): Promise<void> {
  await ctx.tx.insertInto('letters.letterhead').values(row).execute();
}
export async function insertNumbering(ctx: Ctx, row: Insertable<LettersNumbering>): Promise<void> {
  await ctx.tx.insertInto('letters.numbering').values(row).execute();
}

export type RunOnFile = {
  id: string;
  unitId: number;
  kind: string;
  total: number;
  state: 'drafted' | 'numbering' | 'done';
  dated: PlainDate | null;
  signer: Signer | null;
  numberedBy: string | null;
  madeBy: string | null;
};
export async function insertRun(
  ctx: Ctx,
  one: { id: string; unitId: number; kind: string; total: number },
): Promise<void> {
  await ctx.tx
    .insertInto('letters.run')
    .values({ id: one.id, unit_id: one.unitId, kind: one.kind, total: one.total, made_by: ctx.actor.accountId })
    .execute();
}

export async function lockRun(ctx: Ctx, runId: string): Promise<RunOnFile | undefined> {
  const row = await ctx.tx.selectFrom('letters.run').selectAll().where('id', '=', runId).forUpdate().executeTakeFirst();
  return (
    row && {
      id: row.id,
      unitId: row.unit_id,
      kind: row.kind,
      total: row.total,
      state: row.state as RunOnFile['state'],
      dated: row.dated as PlainDate | null,
      signer: row.signer as Signer | null,
      numberedBy: row.numbered_by,
      madeBy: row.made_by,
    }
  );
}

export async function changeRun(
  ctx: Ctx,
  runId: string,
  change: Omit<Updateable<DB['letters.run']>, 'id'>,
): Promise<void> {
  await ctx.tx.updateTable('letters.run').set(change).where('id', '=', runId).execute();
}

/** The next drafts of a run, with the names that stand in them; those that somebody is writing just now come later. */
export async function lockDraftsOfRun(
  ctx: Ctx,
  runId: string,
  after: string | null,
  limit: number,
): Promise<LetterOnFile[]> {
  let query = ctx.tx
    .selectFrom('letters.letter')
    .selectAll()
    .where('run_id', '=', runId)
    .where('state', 'in', ['draft', 'proposed'])
    .orderBy('id')
    .limit(limit)
    .forUpdate();
  if (after !== null) query = query.where('id', '>', after);
  return (await query.execute()).map((row) => letterOf(row as never));
}

/** The numbered letters of a run, in the order of their numbers. */
export async function listNumberedOfRun(
  ctx: ReadCtx,
  runId: string,
): Promise<{ letter: LetterOnFile; label: string; dated: PlainDate; signer: Signer }[]> {
  const rows = await ctx.tx
    .selectFrom('letters.letter')
    .selectAll()
    .where('run_id', '=', runId)
    .where('label', 'is not', null)
    .orderBy('number')
    .execute();
  return rows.map((row) => ({
    letter: letterOf(row as never),
    label: row.label!,
    dated: row.dated as PlainDate,
    signer: row.signer as Signer,
  }));
}

/** Steps of which a child's guardian and companion are told. */
export type FamilyThing = 'revocations.move' | 'at-large.move';
export async function insertFamilyCalls(
  ctx: Ctx,
  of: { id: string; unitId: number },
  told: { thing: FamilyThing; calls: Calls; letterId: string | null; stepIds: readonly string[] },
): Promise<void> {
  await ctx.tx
    .insertInto('letters.family_call')
    .values(
      told.stepIds.map((stepId) => ({
        case_id: of.id,
        unit_id: of.unitId,
        thing: told.thing,
        thing_id: stepId,
        guardian_called: told.calls.guardian.called,
        guardian_note: told.calls.guardian.note,
        companion_called: told.calls.companion.called,
        companion_note: told.calls.companion.note,
        letter_id: told.letterId,
        made_by: ctx.actor.accountId,
      })),
    )
    .execute();
}
