import type { PlainDate } from '#kernel/plain-date';
import { isOpen } from '#modules/cases';
import { reachCase } from '#modules/cases/server';
import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { GroundCode, openedByOfficer } from './breach.ts';
import { insertBreach, insertGrounds, isContactOf, runsFrom } from './store.server.ts';
import { putBefore, termFrom } from './reach.server.ts';
import { judgeDay, no, type BreachRefused } from './rules.ts';

export type BreachInput = {
  caseId: string;
  source: (typeof openedByOfficer)[number];
  grounds: readonly GroundCode[];
  openedOn: PlainDate;
  note: string;
  alleged: string;
  custodyPlace: string;
  custodySince?: PlainDate | undefined;
  /** The contact or finding that it comes from; what waits there for somebody is answered by it. */
  contactId?: string | undefined;
};

/** An officer saw it himself, or has the notice of a new offence in his hand. */
export async function openBreach(
  ctx: Ctx,
  input: BreachInput,
): Promise<{ ok: true; breachId: string } | BreachRefused> {
  const of = await reachCase(ctx, input.caseId, 'breach:handle');
  if (!isOpen(of.state)) return no('case_not_open');
  if (input.grounds.length === 0) return no('ground_missing');
  const day = judgeDay(input.openedOn, of.receivedOn, of.today);
  if (!day.ok) return day;
  if (input.custodySince !== undefined) {
    if (input.custodyPlace === '') return no('custody_place_missing');
    if (input.custodySince > of.today) return no('day_in_future');
  }
  const { contactId } = input;
  if (contactId && !(await isContactOf(ctx.tx, of.id, contactId))) throw new NotFound('contact');
  if (contactId && (await runsFrom(ctx.tx, contactId))) return no('already_open');
  const breachId = ctx.newId();
  const due = await termFrom(ctx, of.unitId, 'act', of.today);
  await insertBreach(ctx, of, { ...input, id: breachId, due });
  await insertGrounds(ctx, of, breachId, input.grounds);
  await putBefore(ctx, of, breachId, 'open', due);
  if (contactId)
    for (const kind of ['contacts.not-complied', 'contacts.search-found'] as const)
      await closeTasks(ctx, { unitId: of.unitId, kind, key: contactId });
  ctx.journal({
    what: 'breach.opened',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { breachId, source: input.source, grounds: input.grounds.join(' ') },
  });
  return { ok: true, breachId };
}
