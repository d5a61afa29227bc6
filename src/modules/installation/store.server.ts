import { sql } from 'kysely';
import type { Ctx, Tx } from '#platform/ctx';
import { judgeAddress } from './address.rules.ts';

const key = 'public-address';

export async function readPublicAddress(tx: Tx): Promise<string | null> {
  const row = await tx.selectFrom('platform.setting').select('value').where('key', '=', key).executeTakeFirst();
  const read = typeof row?.value === 'string' ? judgeAddress(row.value) : undefined;
  return read?.ok ? read.address : null;
}

export async function writePublicAddress(ctx: Ctx, address: string | null): Promise<void> {
  const row = { value: JSON.stringify(address), set_by: ctx.actor.accountId, set_at: ctx.now };
  await ctx.tx
    .insertInto('platform.setting')
    .values({ key, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute();
}

/** A background job that failed so often that nobody tries it any more. What it was given is not shown. */
export type ParkedJob = {
  id: string;
  name: string;
  addedAt: Date;
  triedAt: Date;
  tries: number;
  /** Under which the fault stands in the log. */
  number: string;
};

export async function readParkedJobs(tx: Tx): Promise<ParkedJob[]> {
  const { rows } = await sql<ParkedJob>`
    select id::text, name, added_at as "addedAt", tried_at as "triedAt", tries, coalesce(number, '') as number
    from platform.parked_jobs()`.execute(tx);
  return rows;
}

/** Tried again or taken out of the queue; nothing where it is parked no longer. */
export async function settleParkedJob(
  tx: Tx,
  jobId: string,
  again: boolean,
): Promise<{ name: string; tries: number; number: string } | undefined> {
  const { rows } = await sql<{ name: string; tries: number; number: string }>`
    select name, tries, coalesce(number, '') as number from platform.settle_parked_job(${jobId}, ${again})`.execute(tx);
  return rows[0];
}
