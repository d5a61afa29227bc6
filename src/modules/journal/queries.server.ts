import { sql, type RawBuilder } from 'kysely';
import { isUuid } from '#kernel/id';
import { mustBeAllowed, type Action } from '#modules/access';
import type { ReadCtx, Tx } from '#platform/ctx';
import { currentHeads } from '#platform/journal/checkpoint.server';
import type { Finding } from '#platform/journal/verify.server';
import { readCheckpointSettings } from './store.server.ts';
import type { CheckpointSettings } from './settings.ts';

export type AuditLog = 'journal' | 'access_log';
export type AuditFilter = {
  log: AuditLog;
  from?: Date;
  until?: Date;
  username?: string;
  /** Under which marks the same officer stands in the lines of signing in, which name no account. */
  marks?: readonly string[];
  /** A register number or the id of a case. */
  caseCode?: string;
  what?: string;
  unitId?: number;
  /** Lines of these units, and with `house` those of no unit, as far as the asker reads them. */
  under?: { unitIds: readonly number[]; house: boolean };
  /** The last line of the page before. */
  after?: string;
};
export type AuditLine = {
  id: string;
  at: Date;
  what: string;
  actor: string | null;
  role: string | null;
  unitId: number | null;
  unitName: string | null;
  caseId: string | null;
  personId: string | null;
  /** The stay under whose number the person is found, where the line is about no case. */
  stayId: string | null;
  /** The code of the person: his register number, never his name. */
  code: string | null;
  about: unknown;
};

const PAGE = 50;
const right: Record<AuditLog, Action> = { journal: 'journal:search', access_log: 'access_log:search' };

function mustSearch(ctx: ReadCtx, log: AuditLog): void {
  // The right holds somewhere; row-level security keeps to the units where it does.
  const unit = ctx.actor.postings.find(
    (posting) => posting.role === 'auditor' || (log === 'access_log' && posting.role === 'head_of_bapas'),
  );
  mustBeAllowed(ctx.actor, right[log], { unitId: unit?.unitId ?? 0 });
}

/** One page of either log, the youngest line first. The search itself leaves a line. */
export async function searchLog(
  ctx: ReadCtx,
  filter: AuditFilter,
): Promise<{ lines: AuditLine[]; next: string | null }> {
  const found = await readLines(ctx, filter);
  ctx.accessed({
    what: filter.log === 'journal' ? 'journal.searched' : 'journal.accesses-searched',
    unitId: filter.unitId ?? null,
    about: {
      username: filter.username ?? null,
      what: filter.what ?? null,
      from: filter.from?.toISOString() ?? null,
      until: filter.until?.toISOString() ?? null,
    },
  });
  return found;
}

/** The same lines for whoever leaves a line of his own about taking them along. */
export async function readLines(
  ctx: ReadCtx,
  filter: AuditFilter,
  most = PAGE,
): Promise<{ lines: AuditLine[]; next: string | null }> {
  mustSearch(ctx, filter.log);
  const { rows } = await sql<AuditLine>`
    select l.id, l.at, l.what, coalesce(a.username, a.kind, ${nameAtTheDoor(filter)}) as actor, l.actor_role as role, l.unit_id as "unitId", u.name as "unitName",
      l.case_id as "caseId", l.person_id as "personId", null as "stayId", null as code, l.about
    from ${sql.table(`platform.${filter.log}`)} l
    left join accounts.account a on a.id = l.actor_id
    left join units.unit u on u.id = l.unit_id
    where ${where(filter)}
      ${filter.after ? sql`and (l.at, l.id) < (select b.at, b.id from ${sql.table(`platform.${filter.log}`)} b where b.id = ${filter.after} limit 1)` : sql``}
    order by l.at desc, l.id desc limit ${most + 1}`.execute(ctx.tx);
  const lines = await withCodes(ctx, rows.slice(0, most));
  return { lines, next: rows.length > most ? lines.at(-1)!.id : null };
}

/** How many lines such a search finds. */
export async function countLines(ctx: ReadCtx, filter: AuditFilter): Promise<number> {
  mustSearch(ctx, filter.log);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(`platform.${filter.log}`)} l where ${where(filter)}`.execute(ctx.tx);
  return rows[0]!.count;
}

/** Signing in leaves lines without an actor: nobody is signed in yet. */
function isAtTheDoor(marks: readonly string[] = []): RawBuilder<boolean> {
  return marks.length > 0
    ? sql<boolean>`(l.actor_id is null and l.what like 'account.%' and l.about ->> 'key' = any (${marks as string[]}))`
    : sql<boolean>`false`;
}
function nameAtTheDoor({ username, marks }: AuditFilter): RawBuilder<string | null> {
  return sql<string | null>`case when ${isAtTheDoor(marks)} then ${username ?? null}::text end`;
}

function where({ from, until, username, marks, caseCode, what, unitId, under }: AuditFilter): RawBuilder<boolean> {
  const parts = [sql<boolean>`true`];
  if (from) parts.push(sql<boolean>`l.at >= ${from}`);
  if (until) parts.push(sql<boolean>`l.at < ${until}`);
  if (unitId !== undefined) parts.push(sql<boolean>`l.unit_id = ${unitId}`);
  if (under) parts.push(isUnder(under, sql.ref('l.unit_id')));
  if (what) parts.push(sql<boolean>`l.what = ${what}`);
  if (username)
    parts.push(
      sql<boolean>`(l.actor_id = (select x.id from accounts.account x where x.username = ${username}) or ${isAtTheDoor(marks)})`,
    );
  if (caseCode)
    parts.push(
      isUuid(caseCode)
        ? sql<boolean>`(l.case_id = ${caseCode} or l.person_id = ${caseCode})`
        : sql<boolean>`(l.case_id = any ((select cases.find_for_audit(${caseCode}))::uuid[])
            or l.case_id is null and l.person_id = any ((select custody.find_for_audit(${caseCode}))::uuid[]))`,
    );
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}

function isUnder(under: AuditFilter['under'], unit: RawBuilder<unknown>): RawBuilder<boolean> {
  if (!under) return sql<boolean>`true`;
  return sql<boolean>`(${unit} = any (${[...under.unitIds]}::int[]) or (${under.house} and ${unit} is null))`;
}

/** The kinds of line that there are in a period, for the choice in the search. */
export async function listWhats(ctx: ReadCtx, log: AuditLog, since: Date): Promise<string[]> {
  mustSearch(ctx, log);
  const { rows } = await sql<{ what: string }>`
    select distinct what from ${sql.table(`platform.${log}`)} where at >= ${since} order by what`.execute(ctx.tx);
  return rows.map((row) => row.what);
}

export type Affected = {
  caseId: string | null;
  personId: string | null;
  stayId: string | null;
  code: string | null;
  unitName: string | null;
  reads: number;
  writes: number;
  first: Date;
  last: Date;
};

/** Whose records an officer opened or changed in a period; undefined where there is no such officer. */
export async function listAffected(
  ctx: ReadCtx,
  who: { username: string; from: Date; until: Date },
  under?: AuditFilter['under'],
): Promise<Affected[] | undefined> {
  mustSearch(ctx, 'journal');
  const account = await ctx.tx
    .selectFrom('accounts.account')
    .select('id')
    .where('username', '=', who.username)
    .executeTakeFirst();
  if (!account) return undefined;
  const { rows } = await sql<Affected>`
    select t.case_id as "caseId", t.person_id as "personId", null as "stayId", null as code, max(u.name) as "unitName",
      count(*) filter (where t.log = 'access_log')::int as reads, count(*) filter (where t.log = 'journal')::int as writes,
      min(t.at) as first, max(t.at) as last
    from (
      select 'journal' as log, at, case_id, person_id, unit_id from platform.journal where actor_id = ${account.id} and at >= ${who.from} and at < ${who.until}
      union all
      select 'access_log', at, case_id, person_id, unit_id from platform.access_log where actor_id = ${account.id} and at >= ${who.from} and at < ${who.until}
    ) t
    left join units.unit u on u.id = t.unit_id
    where (t.case_id is not null or t.person_id is not null) and ${isUnder(under, sql.ref('t.unit_id'))}
    group by t.case_id, t.person_id order by min(t.at) limit 5000`.execute(ctx.tx);
  ctx.accessed({
    what: 'journal.affected-listed',
    about: { accountId: account.id, from: who.from.toISOString(), until: who.until.toISOString(), found: rows.length },
  });
  return withCodes(ctx, rows);
}

/** Adds the register number of each line's case, else of whoever is held, where the asker audits it. */
async function withCodes<
  T extends { caseId: string | null; personId: string | null; stayId: string | null; code: string | null },
>(ctx: ReadCtx, rows: T[]): Promise<T[]> {
  const ids = [...new Set(rows.flatMap((row) => row.caseId ?? []))];
  const people = [...new Set(rows.flatMap((row) => (row.caseId === null ? (row.personId ?? []) : [])))];
  const ofCases = await sql<{ id: string; code: string | null }>`
    select case_id as id, code from cases.codes_for_audit(${ids}::uuid[])`.execute(ctx.tx);
  const ofStays = await sql<{ id: string; stay: string; code: string | null }>`
    select person_id as id, stay_id as stay, label as code from custody.numbers_for_audit(${people}::uuid[])`.execute(
    ctx.tx,
  );
  const codes = new Map(ofCases.rows.map((row) => [row.id, row.code]));
  const stays = new Map(ofStays.rows.map((row) => [row.id, row]));
  return rows.map((row) => {
    const held = row.caseId === null && row.personId !== null ? stays.get(row.personId) : undefined;
    return { ...row, stayId: held?.stay ?? null, code: (row.caseId && codes.get(row.caseId)) ?? held?.code ?? null };
  });
}

export type LastVerification = {
  startedAt: Date;
  finishedAt: Date;
  lines: number;
  found: number;
  findings: Finding[];
  unsealed: number;
  younger: number;
  against: { checkpoints: number; last: string } | null;
};

export async function lastVerification(ctx: ReadCtx): Promise<LastVerification | null> {
  mustBeAllowed(ctx.actor, 'verification:read');
  const row = await ctx.tx
    .selectFrom('platform.verification')
    .selectAll()
    .orderBy('finished_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const told = row.findings as unknown as {
    found: number;
    list: Finding[];
    unsealed: number;
    younger: number;
    against: LastVerification['against'];
  };
  return {
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    lines: Number(row.lines),
    found: told.found,
    findings: told.list,
    unsealed: told.unsealed,
    younger: told.younger,
    against: told.against,
  };
}

export type LeftCheckpoint = {
  id: string;
  at: Date;
  leftTo: string;
  leftAt: Date | null;
  number: number;
  head: string;
};

export async function listCheckpoints(ctx: ReadCtx, limit = 20): Promise<LeftCheckpoint[]> {
  mustBeAllowed(ctx.actor, 'verification:read');
  const rows = await ctx.tx.selectFrom('platform.checkpoint').selectAll().orderBy('at', 'desc').limit(limit).execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    leftTo: row.left_to,
    leftAt: row.left_at,
    number: Number(row.journal_number),
    head: row.journal_head.toString('hex'),
  }));
}

/** What the page of the day shows: the heads as they stand, and how many lines the asker's units wrote. */
export async function dailyHeads(ctx: ReadCtx, from: Date, until: Date) {
  mustBeAllowed(ctx.actor, 'verification:read');
  const { rows } = await sql<{ journal: number; access_log: number }>`
    select (select count(*)::int from platform.journal where at >= ${from} and at < ${until}) as journal,
      (select count(*)::int from platform.access_log where at >= ${from} and at < ${until}) as access_log`.execute(
    ctx.tx,
  );
  return { heads: await currentHeads(ctx.tx), lines: rows[0]! };
}

export async function checkpointSettings(ctx: ReadCtx): Promise<CheckpointSettings & CheckpointLook> {
  mustBeAllowed(ctx.actor, 'backup:read');
  return { ...(await readCheckpointSettings(ctx.tx)), ...(await lookAtCheckpoints(ctx.tx, ctx.now)) };
}

export type CheckpointLook = { hasPlace: boolean; lastLeft: Date | null; leftLately: boolean };

/** A file is written every five minutes and a mail sent once a day; a page is printed on working days, and holidays may follow each other. */
const OLDEST_SENT_HOURS = 26;
const OLDEST_PRINTED_HOURS = 5 * 24;

/** Whether the heads of the chains leave this machine, for the administrator's page and the doctor. */
export async function lookAtCheckpoints(tx: Tx, now: Date): Promise<CheckpointLook> {
  const { folder, email, printed } = await readCheckpointSettings(tx);
  const last = await tx
    .selectFrom('platform.checkpoint')
    .select('left_at')
    .where('left_at', 'is not', null)
    .orderBy('left_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const lastLeft = last?.left_at ?? null;
  const hours = folder || email ? OLDEST_SENT_HOURS : OLDEST_PRINTED_HOURS;
  return {
    hasPlace: Boolean(folder || email || printed),
    lastLeft,
    leftLately: lastLeft !== null && now.getTime() - lastLeft.getTime() <= hours * 3600_000,
  };
}
