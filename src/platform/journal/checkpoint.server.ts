import { createHmac } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { newId } from '#kernel/id';
import type { Tx } from '../ctx.ts';
import type { Log } from '../journal.server.ts';
import { makeFolder } from '../whole-file.server.ts';
import {
  beginning,
  checkpointMac,
  logs,
  readCheckpoints,
  writeCheckpoint,
  type Head,
  type SignedCheckpoint,
} from './chain.server.ts';

/** The heads of both chains as they stand. */
export async function currentHeads(tx: Tx): Promise<Record<Log, Head>> {
  const heads = {
    journal: { number: 0, head: beginning.toString('hex') },
    access_log: { number: 0, head: beginning.toString('hex') },
  };
  for (const log of logs) {
    const last = await tx
      .selectFrom('platform.sealed_batch')
      .select(['number', 'head'])
      .where('log', '=', log)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (last) heads[log] = { number: Number(last.number), head: last.head.toString('hex') };
  }
  return heads;
}

export function signCheckpoint(key: Buffer, at: Date, heads: Record<Log, Head>): SignedCheckpoint {
  const checkpoint = { at: at.toISOString(), journal: heads.journal, access_log: heads.access_log };
  return { ...checkpoint, mac: checkpointMac(key, checkpoint) };
}

/** Notes a checkpoint and where it went; `leftAt` is null until it has really left. */
export async function noteCheckpoint(
  tx: Tx,
  checkpoint: SignedCheckpoint,
  leftTo: string,
  leftAt: Date | null,
): Promise<string> {
  const id = newId();
  await sql`insert into platform.checkpoint (id, at, journal_number, journal_head, access_number, access_head, mac, left_to, left_at)
    values (${id}, ${checkpoint.at}, ${checkpoint.journal.number}, ${Buffer.from(checkpoint.journal.head, 'hex')}, ${checkpoint.access_log.number},
      ${Buffer.from(checkpoint.access_log.head, 'hex')}, ${Buffer.from(checkpoint.mac, 'hex')}, ${leftTo}, ${leftAt})`.execute(
    tx,
  );
  return id;
}

/** Each installation writes a file of its own, named by its key, so that offices may share a folder. */
export function checkpointFile(folder: string, key: Buffer): string {
  return join(
    folder,
    `simpul-titik-periksa-${createHmac('sha256', key).update('simpul checkpoint file').digest('hex').slice(0, 8)}.jsonl`,
  );
}

/** Adds a checkpoint to the file outside, and comes back when it is on the disk. */
export function appendCheckpoint(folder: string, key: Buffer, checkpoint: SignedCheckpoint): string {
  makeFolder(folder);
  const file = checkpointFile(folder, key);
  const handle = openSync(file, 'a', 0o600);
  try {
    writeSync(handle, writeCheckpoint(checkpoint) + '\n');
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return file;
}

export function checkpointsIn(file: string): SignedCheckpoint[] | undefined {
  return existsSync(file) ? readCheckpoints(readFileSync(file, 'utf8')).checkpoints : undefined;
}
