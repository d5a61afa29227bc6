import { setTimeout as sleep } from 'node:timers/promises';

/** SQLSTATEs of a server that ends, starts or is full; and what the operating system says of a connection that is not there. */
const codes = new Set([
  '57P01', // ended by an administrator, or by a restart
  '57P02', // another server process crashed
  '57P03', // still starting
  '53300', // no connection left
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** The driver gives these no code. */
const words =
  /^(Connection terminated|timeout e(xceeded when trying to connect|xpired)|Client (has encountered a connection error|was closed) and is not queryable)/;

/** The database restarts, was cut off or has no connection left: a matter of waiting, no fault of the program. */
export function isAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isAway); // one for each address of a name
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: string };
  return (code !== undefined && codes.has(code)) || words.test(error.message);
}

/**
 * Does the work again while the database is away, until `waitUntil` (a moment of performance.now()). For work that does no harm
 * when it is done twice, because a connection may break after the database has committed and before it could say so.
 */
export async function whenBack<T>(waitUntil: number, work: () => Promise<T>): Promise<T> {
  for (let pause = 50; ; pause = Math.min(pause * 2, 500)) {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error) || performance.now() + pause > waitUntil) throw error;
      await sleep(pause);
    }
  }
}
