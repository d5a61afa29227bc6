import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonical } from '../canonical.ts';
import type { Log } from '../journal.server.ts';

export const logs = ['journal', 'access_log'] as const satisfies readonly Log[];
export const MAC_BYTES = 32;
/** What stands before the first link. */
export const beginning = Buffer.alloc(MAC_BYTES);

/** One link of a chain: which lines, in which order, with which seals; the head covers it and all links before. */
export type Link = {
  log: Log;
  number: number;
  seqs: readonly number[];
  macs: Buffer;
  untilXid: bigint;
  previous: Buffer;
};

export function headOf(key: Buffer, link: Link): Buffer {
  const numbers = Buffer.alloc(link.seqs.length * 8);
  link.seqs.forEach((seq, index) => numbers.writeBigInt64BE(BigInt(seq), index * 8));
  return createHmac('sha256', key)
    .update(`simpul chain\n${link.log}\n${link.number}\n${link.untilXid}\n${link.seqs.length}\n`)
    .update(link.previous)
    .update(numbers)
    .update(link.macs)
    .digest();
}

/** The heads of both chains at a moment. Once it lies outside the machine, nothing before it can be changed unnoticed. */
export type Checkpoint = { at: string; journal: Head; access_log: Head };
export type Head = { number: number; head: string };
export type SignedCheckpoint = Checkpoint & { mac: string };

export function checkpointMac(key: Buffer, { at, journal, access_log }: Checkpoint): string {
  return createHmac('sha256', key)
    .update(`simpul checkpoint\n${canonical({ at, journal, access_log })}`)
    .digest('hex');
}

export function isGenuine(key: Buffer, checkpoint: SignedCheckpoint): boolean {
  const told = Buffer.from(checkpoint.mac, 'hex');
  return told.length === MAC_BYTES && timingSafeEqual(told, Buffer.from(checkpointMac(key, checkpoint), 'hex'));
}

/** One line of a checkpoint file. */
export function writeCheckpoint(checkpoint: SignedCheckpoint): string {
  return canonical({ simpul: 'checkpoint', ...checkpoint });
}

/** The checkpoints in a file, with the number of lines that are none. */
export function readCheckpoints(text: string): { checkpoints: SignedCheckpoint[]; unreadable: number } {
  const checkpoints: SignedCheckpoint[] = [];
  let unreadable = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    try {
      const told = JSON.parse(line) as SignedCheckpoint & { simpul?: string };
      if (
        told.simpul !== 'checkpoint' ||
        !isHead(told.journal) ||
        !isHead(told.access_log) ||
        typeof told.mac !== 'string'
      )
        unreadable += 1;
      else checkpoints.push({ at: String(told.at), journal: told.journal, access_log: told.access_log, mac: told.mac });
    } catch {
      unreadable += 1;
    }
  }
  return { checkpoints, unreadable };
}

function isHead(head: unknown): head is Head {
  const { number, head: hex } = (head ?? {}) as Head;
  return Number.isSafeInteger(number) && typeof hex === 'string' && /^[0-9a-f]{64}$/.test(hex);
}
