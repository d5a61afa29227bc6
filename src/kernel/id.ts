/** A UUID of version 7: begins with the millisecond of its making, so that newer rows lie together in an index. */
const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const shapeOfV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

let lastMillisecond = 0;
let counter = 0;

/**
 * Each id of one process is greater than the one before, also when the clock steps back; two processes only keep the order of
 * their clocks. `crypto.getRandomValues` and not `randomUUID`, because the latter is missing on plain http.
 */
export function newId(): string {
  const random = crypto.getRandomValues(new Uint8Array(10));
  const now = Date.now();
  if (now > lastMillisecond) {
    lastMillisecond = now;
    // The counter starts in its lower half, so that one millisecond has room for at least 2,048 ids.
    counter = ((random[8]! << 8) | random[9]!) & 0x7ff;
  } else if (++counter > 0xfff) {
    lastMillisecond += 1;
    counter = 0;
  }
  const time = lastMillisecond.toString(16).padStart(12, '0');
  const tail = Array.from(random.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const variant = ((random[0]! & 0x3f) | 0x80).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant}${tail.slice(2, 4)}-${tail.slice(4)}`;
}

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && shape.test(value);
}

/** When an id was made, by the clock of the device that made it; none for ids of another version. */
export function idTime(id: string): Date | undefined {
  return shapeOfV7.test(id) ? new Date(parseInt(id.slice(0, 8) + id.slice(9, 13), 16)) : undefined;
}
