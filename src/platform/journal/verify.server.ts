import { sql } from 'kysely';
import type { Tx } from '../ctx.ts';
import type { Database } from '../database.server.ts';
import { macOf, type Log, type SealedFields } from '../journal.server.ts';
import { beginning, headOf, isGenuine, logs, MAC_BYTES, type SignedCheckpoint } from './chain.server.ts';
import { asHouse } from './system-session.server.ts';

export type FindingKind =
  /** The line's content is not what was sealed. */
  | 'changed'
  /** A genuine line stands where another one was sealed. */
  | 'swapped'
  /** A genuine line was moved to another place. */
  | 'moved'
  | 'deleted'
  /** A line that no link of the chain names. */
  | 'inserted'
  | 'link_changed'
  | 'link_missing'
  /** A checkpoint outside names more links than there are. */
  | 'tail_deleted'
  /** The chain is whole in itself but is not the one of which a checkpoint left the machine. */
  | 'chain_rewritten'
  /** A checkpoint that was not made with our key. */
  | 'checkpoint_forged';

export type Finding = {
  kind: FindingKind;
  log: Log | null;
  /** The line's number, or the link's where the finding is about the chain. */
  seq: number | null;
  link: number | null;
  id: string | null;
  at: string | null;
  what: string | null;
  /** The other line of a swap, or the last link that a checkpoint names. */
  other: number | null;
};

export type Verification = {
  startedAt: Date;
  finishedAt: Date;
  lines: number;
  links: number;
  findings: Finding[];
  /** All of them; the list stops at a thousand. */
  found: number;
  /** Lines that no link covers yet: protected by their own seal only. */
  unsealed: number;
  /** The last checkpoint that was compared, if any. */
  against: { checkpoints: number; last: string } | null;
  /** Lines younger than that checkpoint (all, without one): whoever holds the keys and the database could have left some out unseen. */
  younger: number;
};

export type VerifyOptions = {
  /** What left the machine. */
  against?: readonly SignedCheckpoint[] | undefined;
  onProgress?: ((lines: number) => void) | undefined;
};

const MOST_FINDINGS = 1000;
/** Beyond this something else is the matter than a line here and there; the rest is counted. */
const MOST_MISPLACED = 50_000;
const LINKS_AT_ONCE = 100;
const LINES_AT_ONCE = 20_000;

/** Reads both logs from the first line to the last and compares every line with its seal, its link and the checkpoints. */
export async function verifyJournal(db: Database, key: Buffer, options: VerifyOptions = {}): Promise<Verification> {
  return asHouse(db, (tx) => verifyIn(tx, key, options), { isolation: 'repeatable read' });
}

export async function verifyIn(
  tx: Tx,
  key: Buffer,
  { against, onProgress }: VerifyOptions = {},
): Promise<Verification> {
  const startedAt = new Date();
  const book = new Book();
  const genuine = (against ?? []).filter((checkpoint) => {
    if (isGenuine(key, checkpoint)) return true;
    book.add({ kind: 'checkpoint_forged', at: checkpoint.at });
    return false;
  });
  genuine.sort((a, b) => a.journal.number - b.journal.number || a.access_log.number - b.access_log.number);

  const seen = { lines: 0, links: 0, unsealed: 0, younger: 0 };
  for (const log of logs) {
    const one = await verifyLog(tx, key, log, genuine, book, (lines) => onProgress?.(seen.lines + lines));
    seen.lines += one.lines;
    seen.links += one.links;
    seen.unsealed += one.unsealed;
    seen.younger += one.younger;
  }
  const last = genuine
    .map((checkpoint) => checkpoint.at)
    .sort()
    .at(-1);
  return {
    startedAt,
    finishedAt: new Date(),
    ...seen,
    findings: book.findings,
    found: book.found,
    against: last === undefined ? null : { checkpoints: genuine.length, last },
  };
}

class Book {
  readonly findings: Finding[] = [];
  found = 0;

  add(finding: Partial<Finding> & { kind: FindingKind }): void {
    this.found += 1;
    if (this.findings.length < MOST_FINDINGS)
      this.findings.push({ log: null, seq: null, link: null, id: null, at: null, what: null, other: null, ...finding });
  }
}

type LinkRow = {
  number: number;
  seqs: (string | number)[];
  macs: Buffer;
  until_xid: string;
  previous: Buffer;
  head: Buffer;
};
type LineRow = SealedFields & { seq: number; whole: boolean; mac: Buffer };
/** A line out of place: where it stands, and the seal that was expected there. */
type Misplaced = { row: LineRow; expected: string | undefined; computed: boolean };

async function verifyLog(
  tx: Tx,
  key: Buffer,
  log: Log,
  checkpoints: readonly SignedCheckpoint[],
  book: Book,
  onProgress: (lines: number) => void,
) {
  const wanted = new Map<number, { head: string; at: string }[]>();
  for (const checkpoint of checkpoints) {
    const { number, head } = checkpoint[log];
    if (number > 0) wanted.set(number, [...(wanted.get(number) ?? []), { head, at: checkpoint.at }]);
  }
  const lastLeft = Math.max(0, ...wanted.keys());
  let [number, lines, younger] = [0, 0, 0];
  let previous: Buffer = beginning;
  let from = 0n;
  let rewritten = false;
  const misplaced: Misplaced[] = [];
  const missing = new Map<string, number>(); // seal -> line number

  for (;;) {
    const links = await nextLinks(tx, log, number);
    if (links.length === 0) break;
    const expected = new Map<number, string>();
    const start = from;
    for (const link of links) {
      if (link.number !== number + 1) book.add({ kind: 'link_missing', log, link: number + 1, other: link.number - 1 });
      const seqs = link.seqs.map(Number);
      const untilXid = BigInt(link.until_xid);
      const isWhole =
        link.macs.length === seqs.length * MAC_BYTES &&
        untilXid > from &&
        (link.number !== number + 1 || link.previous.equals(previous)) &&
        headOf(key, { log, number: link.number, seqs, macs: link.macs, untilXid, previous: link.previous }).equals(
          link.head,
        );
      if (!isWhole) book.add({ kind: 'link_changed', log, link: link.number });
      for (const checkpoint of wanted.get(link.number) ?? []) {
        if (checkpoint.head === link.head.toString('hex') || rewritten) continue;
        rewritten = true; // from here on every checkpoint differs; the first one says where
        book.add({ kind: 'chain_rewritten', log, link: link.number, at: checkpoint.at });
      }
      seqs.forEach((seq, index) =>
        expected.set(seq, link.macs.toString('hex', index * MAC_BYTES, (index + 1) * MAC_BYTES)),
      );
      if (link.number > lastLeft) younger += seqs.length;
      [number, previous, from] = [link.number, link.head, untilXid];
    }

    const strangers: Misplaced[] = [];
    for (const row of await linesBetween(tx, log, start, from)) {
      lines += 1;
      const seal = row.mac.toString('hex');
      const computed = row.whole && macOf(key, log, row).equals(row.mac);
      if (computed && expected.get(row.seq) === seal) expected.delete(row.seq);
      else strangers.push({ row, expected: undefined, computed });
    }
    // Only now is it known which places were taken by their own lines: a stranger with the number of one of those was added.
    for (const stranger of strangers) {
      stranger.expected = expected.get(stranger.row.seq);
      expected.delete(stranger.row.seq);
      if (misplaced.length < MOST_MISPLACED) misplaced.push(stranger);
      else book.found += 1;
    }
    for (const [seq, seal] of expected) missing.set(seal, seq);
    onProgress(lines);
  }

  const { rows } = await sql<LineRow>`${lineColumns(log)} where xid >= ${String(from)}::xid8 order by xid, seq`.execute(
    tx,
  );
  for (const row of rows) {
    lines += 1;
    if (!row.whole || !macOf(key, log, row).equals(row.mac))
      misplaced.push({ row, expected: undefined, computed: false });
    else if (missing.has(row.mac.toString('hex'))) misplaced.push({ row, expected: undefined, computed: true });
  }
  nameMisplaced(log, misplaced, missing, book);
  for (const seq of missing.values()) book.add({ kind: 'deleted', log, seq });

  const gone = [...wanted.keys()].filter((one) => one > number);
  if (gone.length > 0) {
    const last = Math.max(...gone);
    book.add({ kind: 'tail_deleted', log, link: number + 1, other: last, at: wanted.get(last)![0]!.at });
  }
  return { lines, links: number, unsealed: rows.length, younger: younger + rows.length };
}

/** Says of each line out of place what became of it; a line that explains a gap takes the gap away. */
function nameMisplaced(log: Log, misplaced: Misplaced[], missing: Map<string, number>, book: Book): void {
  const expectedElsewhere = new Map<string, number>();
  for (const { row, expected } of misplaced) if (expected) expectedElsewhere.set(expected, row.seq);
  for (const { row, expected, computed } of misplaced) {
    const seal = row.mac.toString('hex');
    const about = { log, seq: row.seq, id: row.id, at: row.at.toISOString(), what: row.what };
    const home = missing.get(seal);
    if (computed && home !== undefined) {
      missing.delete(seal);
      book.add({ kind: 'moved', ...about, other: home });
      if (expected) missing.set(expected, row.seq);
    } else if (computed && expected && expectedElsewhere.has(seal))
      book.add({ kind: 'swapped', ...about, other: expectedElsewhere.get(seal)! });
    else if (expected) book.add({ kind: 'changed', ...about });
    else book.add({ kind: 'inserted', ...about });
  }
}

async function nextLinks(tx: Tx, log: Log, after: number): Promise<LinkRow[]> {
  const { rows } = await sql<LinkRow>`
    select number, seqs, macs, until_xid::text, previous, head from platform.sealed_batch
    where log = ${log} and number > ${after} order by number limit ${LINKS_AT_ONCE}`.execute(tx);
  let sum = 0;
  const until = rows.findIndex((row) => (sum += row.seqs.length) > LINES_AT_ONCE);
  return until < 1 ? (until === 0 ? rows.slice(0, 1) : rows) : rows.slice(0, until);
}

async function linesBetween(tx: Tx, log: Log, from: bigint, until: bigint): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`${lineColumns(log)}
    where xid >= ${String(from)}::xid8 and xid < ${String(until)}::xid8`.execute(tx);
  return rows;
}

/** `whole`: our moments have no fraction of a millisecond, so one that has was not written by us. */
function lineColumns(log: Log) {
  return sql`select seq, id, at, at = date_trunc('milliseconds', at) as whole, what, actor_id, actor_role, session_id,
    ${log === 'journal' ? sql`submission_id` : sql`null::uuid as submission_id`}, unit_id, case_id, person_id, about, mac
    from ${sql.table(`platform.${log}`)}`;
}

/** Names a finding in one line for the console and the record. */
export function describeFinding(finding: Finding): string {
  const { kind, log, seq, link, id, at, what, other } = finding;
  const place =
    seq !== null
      ? `${log} line ${seq}`
      : log
        ? `${log} link ${link}${other && other !== link ? `-${other}` : ''}`
        : 'checkpoint';
  const detail = [what, at, id, seq !== null && other !== null ? `with line ${other}` : null]
    .filter(Boolean)
    .join(', ');
  return `${kind}: ${place}${detail ? ` (${detail})` : ''}`;
}
