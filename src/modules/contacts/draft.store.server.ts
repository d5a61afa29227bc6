import { sql } from 'kysely';
import type { CaseOnFile } from '#modules/cases/server';
import type { Ctx, ReadCtx, Tx } from '#platform/ctx';
import type { Answers, ContactKind, Draft } from './contact.ts';

const columns = sql`d.id, d.case_id as "caseId", d.kind, d.answers, d.planned_id as "plannedId", d.corrects_id as "correctsId", d.saved_at as "savedAt"`;

/** One's own recording under way; row-level security shows nobody else's. */
export async function findDraft(ctx: ReadCtx, id: string): Promise<Draft | undefined> {
  const { rows } = await sql<Draft>`
    select ${columns} from contacts.draft d where d.id = ${id} and d.account_id = ${ctx.actor.accountId}`.execute(
    ctx.tx,
  );
  return rows[0];
}

export async function lockDraft(ctx: Ctx, id: string): Promise<Draft | undefined> {
  await sql`select 1 from contacts.draft d where d.id = ${id} for update`.execute(ctx.tx);
  return findDraft(ctx, id);
}

export async function listDrafts(ctx: ReadCtx, caseId: string): Promise<Draft[]> {
  const { rows } = await sql<Draft>`
    select ${columns} from contacts.draft d where d.case_id = ${caseId} and d.account_id = ${ctx.actor.accountId}
    order by d.saved_at desc limit 20`.execute(ctx.tx);
  return rows;
}

export async function insertDraft(
  ctx: Ctx,
  of: Pick<CaseOnFile, 'id' | 'unitId'>,
  draft: { id: string; kind: ContactKind; answers: Answers; plannedId: string | null; correctsId: string | null },
): Promise<void> {
  await ctx.tx
    .insertInto('contacts.draft')
    .values({
      id: draft.id,
      account_id: ctx.actor.accountId,
      case_id: of.id,
      unit_id: of.unitId,
      kind: draft.kind,
      answers: JSON.stringify(draft.answers),
      planned_id: draft.plannedId,
      corrects_id: draft.correctsId,
    })
    .execute();
}

export async function putAnswers(ctx: Ctx, id: string, answers: Answers): Promise<void> {
  await sql`update contacts.draft set answers = ${JSON.stringify(answers)}::jsonb, saved_at = now() where id = ${id}`.execute(
    ctx.tx,
  );
}

export async function deleteDraft(ctx: Ctx, id: string): Promise<void> {
  await sql`delete from contacts.draft where id = ${id}`.execute(ctx.tx);
}

/** Recordings that were begun and never sent, after a week; the policy allows no more. */
export async function forgetContactDrafts(tx: Tx): Promise<number> {
  const { numAffectedRows } = await sql`delete from contacts.draft where saved_at < now() - interval '7 days'`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0n);
}
