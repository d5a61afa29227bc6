import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonical } from '#platform/canonical';
import { application } from './application.server.ts';

const MAC_BYTES = 12;

/**
 * Where the next page of a list begins, for exactly this list; whoever changes it or brings it to another list is refused. `last` is what the
 * list calls its last row, in a few letters that may be read by whoever has the cursor.
 */
export function writeCursor(list: unknown, last: string): string {
  const bytes = Buffer.from(last);
  return Buffer.concat([macOf(list, bytes), bytes]).toString('base64url');
}

/** What the list calls the last row before, or nothing where the cursor is not one of ours for this list. */
export function readCursor(list: unknown, cursor: string): string | undefined {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== cursor) return undefined;
  const last = bytes.subarray(MAC_BYTES);
  return timingSafeEqual(bytes.subarray(0, MAC_BYTES), macOf(list, last)) ? last.toString() : undefined;
}

function macOf(list: unknown, last: Buffer): Buffer {
  const key = createHmac('sha256', application().key('pepper')).update('api cursor').digest();
  return createHmac('sha256', key).update(canonical(list)).update('\n').update(last).digest().subarray(0, MAC_BYTES);
}
