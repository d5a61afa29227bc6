import { randomInt } from 'node:crypto';
import { m } from '#messages';
import type { JobWork } from '#platform/job';
import { openSecret } from '#platform/keys.server';
import { log } from '#platform/log.server';
import { deliver, type Outcome } from './deliver.server.ts';
import type { GatewaySettings } from './gateway.ts';
import { findMessageKind } from './kinds.ts';
import type { Next } from './message.ts';
import { claimWaiting, noteOutcome, type Waiting } from './outbox.store.server.ts';

/** After so many tries, over some nine to thirteen hours, a message waits for a person. */
export const MOST_TRIES = 10;
/** A gateway that failed so often in a row in one run is left alone until the next. */
const FAILURES_IN_A_ROW = 3;
const AT_A_TIME = 60;
const RUN_MS = 50_000;
export const secretPurpose = (gatewayId: string) => `messages.gateway ${gatewayId}`;

/**
 * Hands what is waiting to the gateways. The claim, the sending and the note are three steps with no transaction open while a
 * gateway thinks; a crash in between lets the claim run out after four minutes, and the message is sent again.
 */
export async function sendWaiting(work: JobWork, random: () => number = () => randomInt(1000) / 1000): Promise<void> {
  const startedAt = performance.now();
  const claimed: Waiting[] = [];
  await work.perUnit({}, async (ctx, unit) => {
    claimed.push(...(await claimWaiting(ctx, unit.id, AT_A_TIME)));
  });

  const byGateway = Map.groupBy(claimed, (message) => message.gateway?.id ?? 'none');
  const lines = [...byGateway.values()].map(async (messages) => {
    let failures = 0;
    for (const message of messages) {
      const late = performance.now() - startedAt > RUN_MS;
      const outcome: Outcome | 'later' =
        late || failures >= FAILURES_IN_A_ROW
          ? 'later'
          : message.gateway
            ? await send(message)
            : { ok: false, problem: 'no_gateway', final: false };
      if (outcome !== 'later') failures = outcome.ok || outcome.final ? 0 : failures + 1;
      await work.inUnit(message.unitId, (ctx) => noteOutcome(ctx, message, next(message, outcome, ctx.now, random())));
    }
    if (failures >= FAILURES_IN_A_ROW)
      log('warn', 'gateway fails', { gateway: messages[0]!.gateway?.id ?? null, waiting: messages.length });
  });
  await Promise.all(lines);
}

async function send(message: Waiting): Promise<Outcome> {
  const { gateway } = message;
  if (!gateway) return { ok: false, problem: 'no_gateway', final: false };
  const secret = gateway.secretSealed ? openSecret(gateway.secretSealed, secretPurpose(gateway.id)) : '';
  const code = /\b[A-Z0-9]{2,}-[A-Z0-9-]+\b/.exec(message.body)?.[0] ?? '';
  return deliver({ kind: gateway.kind, settings: gateway.settings } as GatewaySettings, secret, {
    address: message.address,
    subject: m.messages_subject({ code }).trim(),
    body: findMessageKind(message.kind)?.atSending?.(message.body) ?? message.body,
  });
}

/** One minute, two, four ... up to twelve hours, each by up to a half longer, so that a thousand messages do not come back together. */
export function next(message: { tries: number }, outcome: Outcome | 'later', now: Date, random: number): Next {
  if (outcome === 'later') return { state: 'waiting', tries: message.tries, notBefore: now, problem: null };
  const tries = message.tries + 1;
  if (outcome.ok) return { state: 'sent', tries, notBefore: now, problem: null };
  if (outcome.final) return { state: 'failed', tries, notBefore: now, problem: outcome.problem };
  if (tries >= MOST_TRIES) return { state: 'parked', tries, notBefore: now, problem: outcome.problem };
  const minutes = Math.min(2 ** (tries - 1), 720) * (1 + random / 2);
  return { state: 'waiting', tries, notBefore: new Date(now.getTime() + minutes * 60_000), problem: outcome.problem };
}
