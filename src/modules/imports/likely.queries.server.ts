import type { ReadCtx } from '#platform/ctx';

/**
 * Those whom rows look like, by name and register number, as far as whoever asks may see them: row-level security answers, and a
 * likeness with somebody hidden from him is no likeness to him.
 */
export async function namesOfLikely(
  ctx: ReadCtx,
  personIds: readonly string[],
): Promise<Map<string, { name: string; register: string | null; caseId: string | null }>> {
  if (personIds.length === 0) return new Map();
  const rows = await ctx.tx
    .selectFrom('people.person as p')
    .leftJoin('cases.client_case as c', 'c.person_id', 'p.id')
    .select(['p.id', 'p.name', 'c.register_label', 'c.id as case_id'])
    .distinctOn('p.id')
    .where('p.id', 'in', personIds as string[])
    .orderBy('p.id')
    .orderBy('c.received_on', 'desc')
    .execute();
  for (const row of rows)
    if (row.case_id) ctx.accessed({ what: 'case.seen-in-import', caseId: row.case_id, personId: row.id });
  return new Map(rows.map((row) => [row.id, { name: row.name, register: row.register_label, caseId: row.case_id }]));
}
