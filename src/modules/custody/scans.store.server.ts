import { sql } from 'kysely';
import type { Ctx, ReadCtx, Tx } from '#platform/ctx';

/** A paper of a stay: one on which somebody is held, or the document of a step. */
export type PaperOf = { kind: 'basis' | 'move'; id: string };

/** Which paper of a stay an id means, if any. */
export async function findPaper(tx: Tx, stayId: string, id: string): Promise<PaperOf | undefined> {
  const { rows } = await sql<PaperOf>`
    select 'basis' as kind, b.id from custody.basis b where b.id = ${id} and b.stay_id = ${stayId}
    union all select 'move', m.id from custody.move m where m.id = ${id} and m.stay_id = ${stayId}`.execute(tx);
  return rows[0];
}

export async function insertScan(
  ctx: Ctx,
  stay: { id: string; personId: string; unitId: number },
  { kind, id: paperId }: PaperOf,
  fileId: string,
): Promise<string> {
  const id = ctx.newId();
  await ctx.tx
    .insertInto('custody.scan')
    .values({
      id,
      stay_id: stay.id,
      person_id: stay.personId,
      unit_id: stay.unitId,
      basis_id: kind === 'basis' ? paperId : null,
      move_id: kind === 'move' ? paperId : null,
      file_id: fileId,
      made_by: ctx.actor.accountId,
    })
    .execute();
  return id;
}

/** One that is still on the list; locked until the transaction ends. */
export async function lockScan(tx: Tx, stayId: string, id: string): Promise<{ id: string } | undefined> {
  return tx
    .selectFrom('custody.scan')
    .select('id')
    .where('id', '=', id)
    .where('stay_id', '=', stayId)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

export async function removeScanRow(ctx: Ctx, id: string, reason: string): Promise<void> {
  await ctx.tx
    .updateTable('custody.scan')
    .set({ removed_at: ctx.now, removed_by: ctx.actor.accountId, remove_reason: reason })
    .where('id', '=', id)
    .execute();
}

export type Scan = {
  id: string;
  /** Of the paper, whichever kind it is. */
  paperId: string;
  fileId: string;
  bytes: number;
  madeAt: Date;
  madeBy: string | null;
  removedAt: Date | null;
  removeReason: string | null;
};
/** The pages of all papers of a stay, the oldest first. */
export async function listScans(ctx: ReadCtx, stayId: string): Promise<Scan[]> {
  const { rows } = await sql<Scan>`
    select s.id, coalesce(s.basis_id, s.move_id) as "paperId", s.file_id as "fileId", f.bytes, s.made_at as "madeAt", o.name as "madeBy",
      s.removed_at as "removedAt", s.remove_reason as "removeReason"
    from custody.scan s join platform.file f on f.id = s.file_id
    left join accounts.account a on a.id = s.made_by left join units.staff o on o.id = a.staff_id
    where s.stay_id = ${stayId} order by s.made_at, s.id`.execute(ctx.tx);
  return rows;
}
