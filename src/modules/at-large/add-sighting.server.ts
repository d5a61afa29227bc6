import type { PlainDate } from '#kernel/plain-date';
import { mustBeAllowed, unitsWhere } from '#modules/access';
import { findPlace } from '#modules/people/server';
import { openTasks } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import type { Ctx } from '#platform/ctx';
import { isUuid } from '#kernel/id';
import { NotFound } from '#platform/errors';
import type { AcceptedFile } from '#platform/files/accept.server';
import { draftOrderToLook } from './letters.server.ts';
import { keepScan, lockSearch } from './reach.server.ts';
import { isRunning, judgeDay, no, type SearchRefused } from './rules.ts';
import type { InfoGrade, SourceGrade } from './search.ts';
import { insertSighting, officesServing, tellRow } from './store.server.ts';

export type Seen = {
  seenOn: PlainDate;
  place: string;
  /** Down to the village where it is known; empty where it is not. */
  areaCode: string;
  sourceGrade: SourceGrade;
  infoGrade: InfoGrade;
  toldBy: string;
  note: string;
};

/** Where he was seen, as this office heard it. It decides nothing; it goes to whoever has to act on it. */
export async function addSighting(
  ctx: Ctx,
  input: Seen & { caseId: string; file: AcceptedFile | null },
): Promise<{ ok: true } | SearchRefused> {
  const { of, search } = await lockSearch(ctx, input.caseId, 'at_large:keep');
  if (!isRunning(search.state)) return no('wrong_state');
  const day = judgeDay(input.seenOn, search, of.today);
  if (!day.ok) return day;
  if (!(await isKnownArea(input.areaCode))) return no('area_unknown');
  const scan = await keepScan(ctx, of, input.file);
  if (!scan.ok) return no('file_refused');
  const id = ctx.newId();
  await insertSighting(ctx, of, search.id, {
    ...input,
    id,
    areaCode: input.areaCode || null,
    fileId: scan.fileId,
  });
  await spread(ctx, { searchId: search.id, sightingId: id, ...input }, { ...of, caseId: of.id });
  await draftOrderToLook(ctx, of, { sightingId: id, place: input.place });
  return { ok: true };
}

/** What an office that knows only the pointer has to tell the one that searches; it may not look into the file. */
export async function tellHolder(ctx: Ctx, input: Seen & { searchId: string }): Promise<{ ok: true } | SearchRefused> {
  mustBeAllowed(ctx.actor, 'at_large:know');
  const from = unitsWhere(ctx.actor, 'at_large:know')[0]!;
  if (!isUuid(input.searchId)) throw new NotFound('search');
  if (input.seenOn > todayAt(from, ctx.now)) return no('day_in_future');
  if (!(await isKnownArea(input.areaCode))) return no('area_unknown');
  const id = ctx.newId();
  const holder = await tellRow(ctx, input.searchId, from.unitId, { ...input, id, areaCode: input.areaCode || null });
  if (!holder) return no('not_searched');
  await spread(ctx, { ...input, sightingId: id }, holder);
  return { ok: true };
}

const isKnownArea = async (code: string) => code === '' || (await findPlace(code)) !== undefined;

/** The counsellor, the head of the office, and the office where he was seen hear of it; the offices above see it on their list. */
async function spread(
  ctx: Ctx,
  one: { searchId: string; sightingId: string; seenOn: PlainDate; areaCode: string; infoGrade: InfoGrade },
  holder: { caseId: string; unitId: number; personId: string; pkStaffId: string | null },
): Promise<void> {
  const facts = { day: one.seenOn, search: one.searchId };
  const task = { unitId: holder.unitId, caseId: holder.caseId, key: one.sightingId, facts };
  const seenAt = one.areaCode === '' ? [] : await officesServing(ctx.tx, one.areaCode);
  await openTasks(ctx, [
    { ...task, kind: 'at-large.sighting', forRole: 'pk', staffId: holder.pkStaffId },
    { ...task, kind: 'at-large.sighting-head', forRole: 'head_of_bapas' },
    ...seenAt
      .filter((unitId) => unitId !== holder.unitId)
      .map((unitId) => ({
        ...task,
        unitId,
        caseId: null,
        kind: 'at-large.seen-here' as const,
        forRole: 'head_of_bapas' as const,
      })),
  ]);
  ctx.journal({
    what: 'at-large.sighted',
    unitId: holder.unitId,
    caseId: holder.caseId,
    personId: holder.personId,
    about: { searchId: one.searchId, sightingId: one.sightingId, day: one.seenOn },
  });
}
