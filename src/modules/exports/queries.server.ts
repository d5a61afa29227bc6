import { isUuid } from '#kernel/id';
import { grants, holds, may, reachesBelow, roles, unitsWhere, type Role } from '#modules/access';
import { isModuleOn } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { readContent } from '#platform/files/store.server';
import { listExportLists, type ExportList } from './define.ts';
import { secondRoles, type ExportHead, type Refused, type SecondRole } from './export.ts';
import { countDownload, countRowsLately, findExport, findFileOf, listExportRows, type Second } from './store.server.ts';
import { selfServiceRows } from './rules.ts';

/** An export of the asker's own, or of an office that he answers for; any other is as absent as one that never was. */
export async function getExport(ctx: ReadCtx, id: string): Promise<ExportHead & { mine: boolean; mayDecide: boolean }> {
  const one = isUuid(id) ? await findExport(ctx, id) : undefined;
  if (!one) throw new NotFound('export');
  const mine = one.madeById === ctx.actor.accountId;
  const agrees = mayAgree(ctx.actor, one);
  const leads =
    may(ctx.actor, 'export:approve', { unitId: one.unitId }) ||
    may(ctx.actor, 'access_log:search', { unitId: one.unitId });
  if (!mine && !leads && !agrees) throw new NotFound('export');
  return { ...one, mine, mayDecide: !mine && one.state === 'asked' && agrees };
}

/** Whether this export waits for a post that the asker holds there. */
export function mayAgree(actor: ReadCtx['actor'], one: Pick<ExportHead, 'second' | 'unitId' | 'unitPath'>): boolean {
  const asSecond = { ...actor, postings: actor.postings.filter(({ role }) => role === one.second) };
  return may(asSecond, 'export:agree', { unitId: one.unitId, unitPath: one.unitPath });
}

export type ExportOverview = {
  mine: ExportHead[];
  /** Waiting for the asker to agree. */
  waiting: ExportHead[];
  /** What left his offices in the last seven days. */
  week: ExportHead[];
  answersFor: boolean;
};

export async function listExports(ctx: ReadCtx): Promise<ExportOverview> {
  if (!holds(ctx.actor, 'export:ask') && !holds(ctx.actor, 'export:agree')) throw new NotAllowed('exports');
  const unitIds = unitsWhere(ctx.actor, 'export:approve').map(({ unitId }) => unitId);
  const me = ctx.actor.accountId;
  return {
    mine: await listExportRows(ctx, { mine: me }, 30),
    waiting: await listExportRows(ctx, { others: me, seconds: secondPosts(ctx.actor) }, 30),
    week: await listExportRows(ctx, { unitIds, since: new Date(ctx.now.getTime() - 7 * 86_400_000) }, 100),
    answersFor: unitIds.length > 0,
  };
}

function secondPosts({ postings }: ReadCtx['actor']): Second[] {
  return postings
    .filter(({ role }) => (secondRoles as readonly string[]).includes(role))
    .map(({ role, unitId }) => ({ role: role as SecondRole, unitId, below: reachesBelow.has(role as Role) }));
}

/** The lists that somebody may look at where he is posted, and so ask to take along; a file that he opened with a reason makes no list his. */
export function exportListsFor({ actor }: Pick<ReadCtx, 'actor'>): ExportList[] {
  if (!holds(actor, 'export:ask')) return [];
  const { postings, staffId } = actor;
  return listExportLists().filter((list) =>
    list.any.some((action) => postings.some(({ unitId }) => may(actor, action, { unitId, pkStaffId: staffId }))),
  );
}

/** The roles that may take a list along. `ownOnly`: of a list about people no more than their own clients. */
export function takersOf(list: Pick<ExportList, 'any' | 'people'>): { role: Role; ownOnly: boolean }[] {
  return roles
    .filter(
      (role) =>
        grants[role]['export:ask'] && list.any.some((action) => (grants[role][action] ?? 'opened') !== 'opened'),
    )
    .map((role) => ({ role, ownOnly: list.people && grants[role]['export:ask'] === 'assigned' }));
}

/**
 * Where this list is asked for as it stands on a page, with the page's filter; nothing for whoever may not take it along, or at an
 * office that has exports switched off.
 */
export async function exportHref(
  ctx: ReadCtx,
  list: string,
  unitId: number,
  filters: Readonly<Record<string, string | undefined>> = {},
  rows?: number,
): Promise<string | undefined> {
  if (rows === 0) return undefined;
  if (!exportListsFor(ctx).some(({ id }) => id === list)) return undefined;
  if (!(await isModuleOn(ctx, unitId, 'exports'))) return undefined;
  const chosen = Object.entries(filters).filter((one): one is [string, string] => Boolean(one[1]));
  return `/exports/new?${new URLSearchParams([['list', list], ['unit', String(unitId)], ...chosen])}`;
}

/** How many rows are left today that nobody has to agree to. */
export async function rowsLeftToday(ctx: ReadCtx): Promise<number> {
  return Math.max(0, selfServiceRows - (await countRowsLately(ctx)));
}

export type ExportFile = { name: string; mediaType: string; bytes: Buffer };

/** The file itself, for a day and only for whoever asked; every fetch leaves a line. */
export async function openExport(ctx: ReadCtx, id: string): Promise<{ ok: true; file: ExportFile } | Refused> {
  const one = await getExport(ctx, id);
  if (!one.mine) throw new NotFound('export');
  if (one.state === 'expired' || (one.state === 'ready' && (one.expiresAt === null || one.expiresAt <= ctx.now)))
    return { ok: false, refusal: 'expired' };
  if (one.state !== 'ready') return { ok: false, refusal: 'wrong_state' };
  const fileId = await findFileOf(ctx.tx, one.id);
  if (!fileId) throw new NotFound('file');
  const bytes = await readContent(ctx, fileId);
  await countDownload(ctx.tx, one.id);
  ctx.accessed({
    what: 'export.downloaded',
    unitId: one.unitId,
    about: { exportId: one.id, list: one.list, rows: one.rows },
  });
  const mediaType =
    one.format === 'xlsx'
      ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
      : 'text/csv; charset=utf-8';
  return { ok: true, file: { name: `simpul-${one.list}-${one.id.slice(-8)}.${one.format}`, mediaType, bytes } };
}
