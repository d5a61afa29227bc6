import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { decide, mustBeAllowed } from '#modules/access';
import { getUnit } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import type { ClientKind } from './case.ts';

export type RegisterBook = {
  years: { year: number; count: number }[];
  lines: RegisterBookLine[];
  total: number;
  next: string | null;
  mayVoid: boolean;
};
export type RegisterBookLine = {
  id: string;
  year: number;
  number: number | null;
  label: string;
  origin: 'given' | 'imported';
  givenOn: PlainDate;
  caseId: string | null;
  name: string | null;
  kind: ClientKind | null;
  voidReason: string | null;
};

/** The register book of a year, void numbers included. A file that the asker may not see shows its number without a name. */
export async function readRegisterBook(
  ctx: ReadCtx,
  unitId: number,
  year: number,
  after?: string,
  most = 50,
): Promise<RegisterBook> {
  const unit = await getUnit(ctx, unitId);
  const subject = { unitId: unit.id, unitPath: unit.path };
  mustBeAllowed(ctx.actor, 'case:list', subject);
  const years = await sql<{ year: number; count: number }>`
    select e.year, count(*)::int as count from cases.register_entry e where e.unit_id = ${unitId} group by e.year order by e.year desc`.execute(
    ctx.tx,
  );
  const { rows } = await sql<{
    id: string;
    year: number;
    number: number | null;
    label: string;
    origin: 'given' | 'imported';
    given_on: PlainDate;
    case_id: string | null;
    name: string | null;
    kind: ClientKind | null;
    void_reason: string | null;
  }>`
    select e.id, e.year, e.number, e.label, e.origin, e.given_on, c.id as case_id, p.name, c.kind, e.void_reason
    from cases.register_entry e
    left join cases.client_case c on c.id = e.case_id
    left join people.person p on p.id = c.person_id
    where e.unit_id = ${unitId} and e.year = ${year}
      ${after ? sql`and (coalesce(e.number, 2147483647), e.id) > (select coalesce(a.number, 2147483647), a.id from cases.register_entry a where a.id = ${after})` : sql``}
    order by coalesce(e.number, 2147483647), e.id limit ${most + 1}`.execute(ctx.tx);
  ctx.accessed({ what: 'case.register-read', unitId, about: { year } });
  const lines = rows.slice(0, most);
  return {
    years: years.rows,
    lines: lines.map(({ given_on, case_id, void_reason, ...row }) => ({
      ...row,
      givenOn: given_on,
      caseId: case_id,
      voidReason: void_reason,
    })),
    total: years.rows.find((one) => one.year === year)?.count ?? 0,
    next: rows.length > most ? lines.at(-1)!.id : null,
    mayVoid: decide(ctx.actor, 'case:void_number', subject).allow,
  };
}

export type RegisterLineOfCase = {
  id: string;
  label: string;
  givenOn: PlainDate;
  origin: string;
  voidReason: string | null;
};
export async function listNumbersOf(ctx: ReadCtx, caseId: string): Promise<RegisterLineOfCase[]> {
  const rows = await ctx.tx
    .selectFrom('cases.register_entry')
    .select(['id', 'label', 'given_on', 'origin', 'void_reason'])
    .where('case_id', '=', caseId)
    .orderBy('made_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    givenOn: row.given_on as PlainDate,
    origin: row.origin,
    voidReason: row.void_reason,
  }));
}
