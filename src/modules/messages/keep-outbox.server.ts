import { mustBeAllowed } from '#modules/access';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { findSent, moveSent } from './outbox.store.server.ts';
import { unitPathOf } from './settings.store.server.ts';
import type { OutboxRefusal } from './words.ts';

type Answer = { ok: true } | { ok: false; refusal: OutboxRefusal };

/** Sends one message again from the beginning: one that was refused, or that waits for a person after its last try. */
export async function retryMessage(ctx: Ctx, messageId: string): Promise<Answer> {
  return keep(ctx, messageId, ['failed', 'parked'], 'messages.tried-again', {
    state: 'waiting',
    tries: 0,
    not_before: ctx.now,
    problem: null,
  });
}

/** Takes a message back that has not gone out; what was sent is out of the office's hands. */
export async function cancelMessage(ctx: Ctx, messageId: string): Promise<Answer> {
  return keep(ctx, messageId, ['waiting', 'failed', 'parked'], 'messages.taken-back', { state: 'cancelled' });
}

async function keep(
  ctx: Ctx,
  messageId: string,
  from: readonly string[],
  what: `${string}.${string}`,
  to: Parameters<typeof moveSent>[2],
): Promise<Answer> {
  const one = await findSent(ctx.tx, messageId);
  if (!one) throw new NotFound('message');
  mustBeAllowed(ctx.actor, 'gateway:set', { unitId: one.unitId, unitPath: await unitPathOf(ctx, one.unitId) });
  if (!from.includes(one.state) || !(await moveSent(ctx.tx, one, to))) return { ok: false, refusal: 'not_any_more' };
  ctx.journal({ what, unitId: one.unitId, about: { messageId: one.id, kind: one.kind, channel: one.channel } });
  return { ok: true };
}
