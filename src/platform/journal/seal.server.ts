import { sql } from 'kysely';
import type { Tx } from '../ctx.ts';
import type { Database } from '../database.server.ts';
import type { Log } from '../journal.server.ts';
import { logError } from '../log.server.ts';
import { beginning, headOf, logs, MAC_BYTES } from './chain.server.ts';
import { asHouse } from './system-session.server.ts';

/** Lines in one link, unless one transaction alone wrote more. */
const LINK_LINES = 5000;
const oneSealer = 5_141_946; // any fixed number: one sealer at a time, however many workers run

export type Sealed = { lines: number; links: number };

/**
 * Chains every line whose transaction is over. Lines are taken by the number of their transaction, below the oldest one that is
 * still under way: a later commit may carry a lower line number, and one that goes by line numbers would pass it over for ever.
 */
export async function sealJournal(db: Database, key: Buffer): Promise<Sealed> {
  return asHouse(db, (tx) => sealIn(tx, key));
}

export async function sealIn(tx: Tx, key: Buffer): Promise<Sealed> {
  const sealed: Sealed = { lines: 0, links: 0 };
  const lock = await sql<{ ours: boolean }>`select pg_try_advisory_xact_lock(${oneSealer}) as ours`.execute(tx);
  if (!lock.rows[0]!.ours) return sealed;
  const { rows } = await sql<{ xmin: string }>`select platform.finished_xact()::text as xmin`.execute(tx);
  const finished = BigInt(rows[0]!.xmin);
  for (const log of logs) {
    for (;;) {
      const lines = await sealLink(tx, key, log, finished);
      if (lines === 0) break;
      sealed.lines += lines;
      sealed.links += 1;
    }
  }
  return sealed;
}

type Line = { seq: number; mac: Buffer; xid: string };

async function sealLink(tx: Tx, key: Buffer, log: Log, finished: bigint): Promise<number> {
  const last = await tx
    .selectFrom('platform.sealed_batch')
    .select(['number', 'head', 'until_xid'])
    .where('log', '=', log)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const from = last?.until_xid ?? '0';
  const fetch = (until: bigint, limit: number | null) =>
    sql<Line>`select seq, mac, xid::text from ${sql.table(`platform.${log}`)}
      where xid >= ${from}::xid8 and xid < ${String(until)}::xid8 order by xid, seq limit ${limit}`.execute(tx);

  let { rows: lines } = await fetch(finished, LINK_LINES + 1);
  let until = finished;
  if (lines.length > LINK_LINES) {
    // A link ends between two transactions, so that the next one begins at a number.
    until = BigInt(lines.at(-1)!.xid);
    lines = lines.filter((line) => BigInt(line.xid) < until);
    if (lines.length === 0) {
      until += 1n;
      ({ rows: lines } = await fetch(until, null));
    }
  }
  if (lines.length === 0) return 0;

  const link = {
    log,
    number: Number(last?.number ?? 0) + 1,
    seqs: lines.map((line) => line.seq),
    macs: Buffer.concat(
      lines.map((line) => line.mac),
      lines.length * MAC_BYTES,
    ),
    untilXid: until,
    previous: last?.head ?? beginning,
  };
  await sql`insert into platform.sealed_batch (log, number, seqs, macs, until_xid, previous, head)
    values (${log}, ${link.number}, ${link.seqs}::bigint[], ${link.macs}, ${String(until)}::xid8, ${link.previous}, ${headOf(key, link)})`.execute(
    tx,
  );
  return lines.length;
}

export type Sealer = { stop: () => Promise<void> };

/** Seals every few seconds for as long as the worker runs; what a fault leaves is sealed by the next round. */
export function startSealer({ db, key, everyMs = 4000 }: { db: Database; key: Buffer; everyMs?: number }): Sealer {
  let stopped = false;
  let wake = () => {};
  const rounds = (async () => {
    let pause = everyMs;
    while (!stopped) {
      try {
        await sealJournal(db, key);
        pause = everyMs;
      } catch (error) {
        logError(error, { where: 'sealer' });
        pause = Math.min(pause * 2, 60_000);
      }
      await new Promise<void>((done) => {
        wake = done;
        setTimeout(done, stopped ? 0 : pause).unref();
      });
    }
  })();
  return {
    async stop() {
      stopped = true;
      wake();
      await rounds;
    },
  };
}
