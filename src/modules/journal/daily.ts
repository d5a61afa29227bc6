import { addDays } from '#kernel/plain-date';
import { dayAt, instantAt, parseClockTime } from '#kernel/zone';

/** The whole journal is verified while the offices sleep. */
export const verifiedDaily = { zone: 'Asia/Jakarta', at: '02:30' } as const;

/** When the journal is verified next by itself; a machine that is off by then does it when it starts. */
export function nextVerification(now: Date): Date {
  const { zone } = verifiedDaily;
  const at = parseClockTime(verifiedDaily.at)!;
  const today = dayAt(zone, now);
  const todays = instantAt(zone, today, at);
  return todays > now ? todays : instantAt(zone, addDays(today, 1), at);
}
