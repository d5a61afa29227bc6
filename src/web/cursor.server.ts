import { createHmac, timingSafeEqual } from 'node:crypto';
import { isUuid } from '#kernel/id';
import { canonical } from '#platform/canonical';
import { application } from './application.server.ts';

const MAC_BYTES = 12;

/** Where the next page of a list begins, for exactly this list; whoever changes it or brings it to another list is refused. */
export function writeCursor(list: unknown, lastId: string): string {
  const id = Buffer.from(lastId.replaceAll('-', ''), 'hex');
  return Buffer.concat([id, macOf(list, id)]).toString('base64url');
}

/** The id of the last row before, or nothing where the cursor is not one of ours for this list. */
export function readCursor(list: unknown, cursor: string): string | undefined {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length !== 16 + MAC_BYTES || bytes.toString('base64url') !== cursor) return undefined;
  const id = bytes.subarray(0, 16);
  if (!timingSafeEqual(bytes.subarray(16), macOf(list, id))) return undefined;
  const lastId = id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return isUuid(lastId) ? lastId : undefined;
}

function macOf(list: unknown, id: Buffer): Buffer {
  const key = createHmac('sha256', application().key('pepper')).update('api cursor').digest();
  return createHmac('sha256', key).update(canonical(list)).update(id).digest().subarray(0, MAC_BYTES);
}
