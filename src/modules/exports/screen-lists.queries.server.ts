import { sql } from 'kysely';
import type { ReadCtx } from '#platform/ctx';
import type { Value } from '#platform/tables/cells';
import { kindWords } from '#modules/cases';
import type { ExportList, ListAsk, ListPage } from './define.ts';
import { clientColumns, clientTables, clientValues, type Client } from './lists.queries.server.ts';

/** A page of a screen's own query, behind a cursor of that query. A row without a case is about nobody whose file is open to the asker. */
export type ScreenPage<Row> = { rows: Row[]; next: string | null };
type Fetch<Row> = (ctx: ReadCtx, ask: ListAsk, after: string | null, most: number) => Promise<ScreenPage<Row>>;
type Shown<Row> = {
  values: (row: Row) => Record<string, Value>;
  /** What stays of a row whose client is left out; nothing: the row is left out as well. */
  without?: (row: Row) => Record<string, Value> | undefined;
};

const PAGE = 1000;

/**
 * A list as a page shows it: the page's query says who is on it, so the file cannot say otherwise; here is only added who each is, and
 * taken away whom this export leaves out (clients of others, guarded ones).
 */
export function listOfScreen<Row extends { caseId: string | null }>(
  fetch: Fetch<Row>,
  { values, without }: Shown<Row>,
): Pick<ExportList, 'count' | 'rows'> {
  async function rows(ctx: ReadCtx, ask: ListAsk, after: string | null, most: number): Promise<ListPage> {
    const page = await fetch(ctx, ask, after, most);
    const known = await clientsAmong(
      ctx,
      ask,
      page.rows.flatMap(({ caseId }) => caseId ?? []),
    );
    return {
      next: page.next,
      rows: page.rows.flatMap((row): Record<string, Value>[] => {
        const client = row.caseId === null ? undefined : known.get(row.caseId);
        if (!client) {
          const kept = without?.(row);
          return kept ? [kept] : [];
        }
        const kind = kindWords[client.kind as keyof typeof kindWords]();
        return [{ ...clientValues(client), kind, ...values(row) }];
      }),
    };
  }
  return countedByPages(rows);
}

/** Of a list that is read page by page, how long it is: as many rows as its pages have together. */
export function countedByPages(rows: ExportList['rows']): Pick<ExportList, 'count' | 'rows'> {
  return {
    rows,
    count: async (ctx, ask) => {
      let total = 0;
      let after: string | null = null;
      do {
        const page: ListPage = await rows(ctx, ask, after, PAGE);
        total += page.rows.length;
        after = page.next;
      } while (after !== null);
      return total;
    },
  };
}

/** A table that is read whole: figures, which are nobody's. */
export function whole(rows: (ctx: ReadCtx, ask: ListAsk) => Promise<Record<string, Value>[]>) {
  return {
    count: async (ctx: ReadCtx, ask: ListAsk) => (await rows(ctx, ask)).length,
    rows: async (ctx: ReadCtx, ask: ListAsk) => ({ rows: await rows(ctx, ask), next: null }),
  };
}

/** For queries that are paged by a number of rows to pass over. */
export function pagedByOffset<Row>(
  fetch: (ctx: ReadCtx, ask: ListAsk, offset: number, limit: number) => Promise<{ rows: Row[]; total: number }>,
): Fetch<Row> {
  return async (ctx, ask, after, most) => {
    const offset = Number(after ?? 0);
    const { rows, total } = await fetch(ctx, ask, offset, most);
    const done = offset + rows.length;
    return { rows, next: rows.length > 0 && done < total ? String(done) : null };
  };
}

async function clientsAmong(ctx: ReadCtx, ask: ListAsk, ids: string[]): Promise<Map<string, Client>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Client & { caseId: string }>`
    select ${clientColumns}, c.id as "caseId" from cases.client_case c ${clientTables}
    where c.id = any (${ids}::uuid[])
      ${ask.ownOnly ? sql`and c.id = any ((select cases.ctx_assigned())::uuid[])` : sql``}
      ${ask.withGuarded ? sql`` : sql`and not c.guarded`}`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.caseId, row]));
}

/** The client of an office who bears a register number; one who has none yet is named by his file's own id. */
export async function caseByNumber(ctx: ReadCtx, unitId: number, client: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select c.id from cases.client_case c
    where c.unit_id = ${unitId} and (c.register_label = ${client} or c.id::text = ${client}) limit 1`.execute(ctx.tx);
  return rows[0]?.id;
}
