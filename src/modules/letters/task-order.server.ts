import { formatDay } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import { may } from '#modules/access';
import type { CaseOnFile } from '#modules/cases/server';
import { getStaff } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { draftLetter } from './draft-letter.server.ts';
import { proposeLetter, withdrawLetter } from './hand-in.server.ts';
import type { Concern } from './letter.ts';
import { readFacts } from './queries.server.ts';
import { taskOrder } from './standard-kinds.ts';

export type Errand = {
  /** What the officer is sent for: an order is shown at doors, so it says nothing of what the client is said to have done. */
  task: string;
  /** Where to; the client's address where it is empty. */
  place: string;
  from: PlainDate;
  until: PlainDate;
  /** One order for one errand. */
  concerns: Concern;
};

/**
 * Drafts the order with which an officer is sent, and hands it in to whoever signs; what is missing in it waits for an officer. While there is
 * one for the same errand none is drafted again. It goes to whoever guides the client, else to whoever sends. Somebody who may not write
 * letters about the client sends nobody by one.
 */
export async function draftTaskOrder(
  ctx: Ctx,
  of: Pick<CaseOnFile, 'id' | 'pkStaffId' | 'subject'>,
  { task, place, from, until, concerns }: Errand,
): Promise<{ letterId: string } | undefined> {
  if (!may(ctx.actor, 'letter:draft', of.subject) || (await findOrder(ctx, concerns, living))) return undefined;
  const officerId = of.pkStaffId ?? ctx.actor.staffId;
  const officer = officerId === null ? undefined : await getStaff(ctx, officerId);
  const where = place || (await readFacts(ctx, of.id))?.client_address || '';
  const { letterId } = await draftLetter(ctx, {
    kind: taskOrder,
    caseId: of.id,
    fields: {
      ...(officer ? { assigned_officer: officer.name, assigned_nip: officer.nip ?? '' } : {}),
      task,
      ...(where ? { held_place: where } : {}),
      from_day: formatDay(from, 'id'),
      until_day: formatDay(until, 'id'),
    },
    concerns,
  });
  await proposeLetter(ctx, { letterId, version: 1 });
  return { letterId };
}

/** The errand is off, or has another day: an order that has no number yet is not wanted any more. */
export async function withdrawTaskOrder(
  ctx: Ctx,
  of: Pick<CaseOnFile, 'subject'>,
  { concerns, reason }: { concerns: Concern; reason: string },
): Promise<void> {
  if (!may(ctx.actor, 'letter:draft', of.subject)) return;
  const order = await findOrder(ctx, concerns, ['draft', 'proposed']);
  if (order) await withdrawLetter(ctx, { letterId: order.id, version: order.version, reason });
}

const living = ['draft', 'proposed', 'numbered', 'signed', 'sent', 'received'] as const;

async function findOrder(ctx: Ctx, { thing, id }: Concern, states: readonly string[]) {
  return ctx.tx
    .selectFrom('letters.letter')
    .select(['id', 'version'])
    .where('kind', '=', taskOrder)
    .where('concerns_thing', '=', thing)
    .where('concerns_id', '=', id)
    .where('state', 'in', [...states])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}
