import { sql } from 'kysely';
import * as v from 'valibot';
import type { Ctx, Tx } from '#platform/ctx';
import type { Verification } from '#platform/journal/verify.server';
import { CheckpointSettings, checkpointSettingsKey } from './settings.ts';

export async function readCheckpointSettings(tx: Tx): Promise<CheckpointSettings> {
  const row = await tx
    .selectFrom('platform.setting')
    .select('value')
    .where('key', '=', checkpointSettingsKey)
    .executeTakeFirst();
  const read = v.safeParse(CheckpointSettings, row?.value ?? {});
  return read.success ? read.output : { printed: false };
}

export async function writeCheckpointSettings(ctx: Ctx, settings: CheckpointSettings): Promise<void> {
  const row = { value: JSON.stringify(settings), set_by: ctx.actor.accountId, set_at: ctx.now };
  await ctx.tx
    .insertInto('platform.setting')
    .values({ key: checkpointSettingsKey, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute();
}

/** The checkpoints of this unit's mails that the mail server has taken since. */
export async function mailsSentSince(ctx: Ctx, unitId: number): Promise<{ id: string; sentAt: Date }[]> {
  const { rows } = await sql<{ id: string; sentAt: Date }>`
    select c.id, o.sent_at as "sentAt" from platform.checkpoint c
    join messages.outbox o on o.unit_id = ${unitId} and o.kind = 'house.mail' and o.key = c.id::text
    where c.left_at is null and c.left_to like 'email:%' and o.state = 'sent' and c.at > ${ctx.now}::timestamptz - interval '3 days'`.execute(
    ctx.tx,
  );
  return rows;
}

export async function markLeft(ctx: Ctx, sent: { id: string; sentAt: Date }[]): Promise<void> {
  for (const { id, sentAt } of sent)
    await ctx.tx.updateTable('platform.checkpoint').set({ left_at: sentAt }).where('id', '=', id).execute();
}

export async function recordVerification(tx: Tx, result: Verification, against: string | null): Promise<void> {
  await tx
    .insertInto('platform.verification')
    .values({
      started_at: result.startedAt,
      finished_at: result.finishedAt,
      lines: result.lines,
      findings: JSON.stringify({
        found: result.found,
        list: result.findings.slice(0, 200),
        unsealed: result.unsealed,
        younger: result.younger,
        links: result.links,
        against: result.against,
      }),
      against,
    })
    .execute();
}

/** Partitions for the months to come, so that no line ever waits for one. */
export async function makeMonths(tx: Tx): Promise<void> {
  await sql`select platform.make_months((now() - interval '1 month')::date, 15)`.execute(tx);
}
