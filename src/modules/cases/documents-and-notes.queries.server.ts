import { sql } from 'kysely';
import type { ReadCtx } from '#platform/ctx';
import type { DocumentKind } from './case.ts';

export type Paper = {
  id: string;
  kind: DocumentKind;
  title: string;
  fileId: string;
  bytes: number;
  madeAt: Date;
  madeBy: string | null;
  removedAt: Date | null;
  removeReason: string | null;
};
export async function listDocuments(ctx: ReadCtx, caseId: string): Promise<Paper[]> {
  const rows = await ctx.tx
    .selectFrom('cases.document as d')
    .innerJoin('platform.file as f', 'f.id', 'd.file_id')
    .leftJoin('accounts.account as a', 'a.id', 'd.made_by')
    .leftJoin('units.staff as s', 's.id', 'a.staff_id')
    .select([
      'd.id',
      'd.kind',
      'd.title',
      'd.file_id',
      'f.bytes',
      'd.made_at',
      's.name as made_by',
      'd.removed_at',
      'd.remove_reason',
    ])
    .where('d.case_id', '=', caseId)
    .orderBy('d.removed_at', (order) => order.desc().nullsFirst())
    .orderBy('d.made_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as DocumentKind,
    title: row.title,
    fileId: row.file_id,
    bytes: row.bytes,
    madeAt: row.made_at,
    madeBy: row.made_by,
    removedAt: row.removed_at,
    removeReason: row.remove_reason,
  }));
}

export type Note = {
  id: string;
  happenedAt: Date;
  text: string;
  correctsId: string | null;
  /** Another note says what is wrong in this one. */
  corrected: boolean;
  madeAt: Date;
  madeBy: string | null;
};

/** What was written down about a client, the latest first, a page at a time behind the last note of the page before. */
export async function listNotes(
  ctx: ReadCtx,
  caseId: string,
  { after, most = 50 }: { after?: string | undefined; most?: number } = {},
): Promise<{ notes: Note[]; next: string | null }> {
  const rows = await ctx.tx
    .selectFrom('cases.contact_note as n')
    .leftJoin('accounts.account as a', 'a.id', 'n.made_by')
    .leftJoin('units.staff as s', 's.id', 'a.staff_id')
    .select(['n.id', 'n.happened_at', 'n.text', 'n.corrects_id', 'n.made_at', 's.name as made_by'])
    .select(({ exists, selectFrom }) =>
      // A note corrects one of its own case, whose notes an index finds: a country's are read for nobody's page.
      exists(
        selectFrom('cases.contact_note as c')
          .select('c.id')
          .whereRef('c.case_id', '=', 'n.case_id')
          .whereRef('c.corrects_id', '=', 'n.id'),
      ).as('corrected'),
    )
    .where('n.case_id', '=', caseId)
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(n.happened_at, n.id) < (select l.happened_at, l.id from cases.contact_note l where l.id = ${after!}::uuid)`,
      ),
    )
    .orderBy('n.happened_at', 'desc')
    .orderBy('n.id', 'desc')
    .limit(most + 1)
    .execute();
  const notes = rows.slice(0, most).map((row) => ({
    id: row.id,
    happenedAt: row.happened_at,
    text: row.text,
    correctsId: row.corrects_id,
    corrected: Boolean(row.corrected),
    madeAt: row.made_at,
    madeBy: row.made_by,
  }));
  return { notes, next: rows.length > most ? notes.at(-1)!.id : null };
}
