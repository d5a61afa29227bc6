import { zoneLabel, type Zone } from '#kernel/zone';
import type { SignKind } from './ledger.ts';

/**
 * Signs that an officer should look at a report sent from afar (security T2). A browser's evidence is a claim; a sign opens a task
 * for a person and is never among the facts of a legal status.
 */
export type Sign = { kind: SignKind; facts: Record<string, string | number | boolean> };

export type Position = { latitude: number; longitude: number; accuracyM: number | null; at: Date };

/** Photos seen before that are the same bytes, or whose 64-bit look differs in few bits. */
export function photoSigns(seen: readonly { sameBytes: boolean; sameClient: boolean; bits: number }[]): Sign[] {
  const reused = seen.find((one) => one.sameBytes);
  if (reused) return [{ kind: 'photo_reused', facts: { sameClient: reused.sameClient } }];
  const similar = seen.filter((one) => one.bits <= similarBits).sort((a, b) => a.bits - b.bits)[0];
  return similar ? [{ kind: 'photo_similar', facts: { sameClient: similar.sameClient, bits: similar.bits } }] : [];
}
export const similarBits = 8;

/** Faster than any road or ferry; a flight is asked about, and explained in a word. */
export const impossibleKmh = 150;
/** Within this a moved position says nothing: a phone without a view of the sky jumps that far. */
const jitterKm = 5;

/** What a real device says of its accuracy changes with sky and walls; one that is made up stays as it was made up. */
const constantFrom = 4;
function sameAccuracyInARow(now: Position, latest: readonly Position[]): number {
  if (now.accuracyM === null) return 0;
  const other = latest.findIndex((one) => one.accuracyM !== now.accuracyM);
  return (other === -1 ? latest.length : other) + 1;
}

/** Whoever is away with leave is far from where he was last: that is no sign, nor is it abroad where the leave leads there. */
export function positionSigns(
  now: Position,
  earlier: readonly Position[],
  receivedAt: Date,
  travel?: { abroad: boolean },
): Sign[] {
  const signs: Sign[] = [];
  if (!inIndonesia(now) && !travel?.abroad) signs.push({ kind: 'position_outside', facts: {} });
  const latest = [...earlier].sort((a, b) => b.at.getTime() - a.at.getTime());
  const last = latest[0];
  if (last && !travel && inIndonesia(now) && inIndonesia(last)) {
    const slack = ((now.accuracyM ?? 0) + (last.accuracyM ?? 0)) / 1000 + jitterKm;
    const km = Math.max(0, distanceKm(last, now) - slack);
    const hours = Math.abs(now.at.getTime() - last.at.getTime()) / 3_600_000;
    const kmh = hours === 0 ? (km > 0 ? Infinity : 0) : km / hours;
    if (kmh > impossibleKmh)
      signs.push({ kind: 'position_impossible', facts: { km: Math.round(km), hours: Math.round(hours * 10) / 10 } });
  }
  const same = earlier.filter((one) => sixDecimals(one) === sixDecimals(now)).length;
  if (same >= 2) signs.push({ kind: 'position_repeated', facts: { times: same + 1 } });
  const constant = sameAccuracyInARow(now, latest);
  if (constant >= constantFrom) signs.push({ kind: 'accuracy_constant', facts: { times: constant } });
  const behind = (receivedAt.getTime() - now.at.getTime()) / 60_000;
  if (behind < -2 || behind > 30) signs.push({ kind: 'clock_off', facts: { minutes: Math.round(behind) } });
  return signs;
}

/** The device's own zone name against the office's; zones with the same clock are the same here, an unknown name says nothing. */
export function clockSigns(deviceZone: string, office: Zone): Sign[] {
  const of = Object.entries(sameClock).find(([, names]) => names.includes(deviceZone))?.[0];
  return of !== undefined && of !== office ? [{ kind: 'clock_off', facts: { shows: zoneLabel[of as Zone] } }] : [];
}

const sameClock: Record<Zone, readonly string[]> = {
  'Asia/Jakarta': ['Asia/Jakarta', 'Asia/Pontianak', 'Asia/Bangkok', 'Asia/Ho_Chi_Minh', 'Asia/Saigon', 'Etc/GMT-7'],
  'Asia/Makassar': [
    'Asia/Makassar',
    'Asia/Ujung_Pandang',
    'Asia/Singapore',
    'Asia/Kuala_Lumpur',
    'Asia/Kuching',
    'Asia/Manila',
    'Asia/Shanghai',
    'Etc/GMT-8',
  ],
  'Asia/Jayapura': ['Asia/Jayapura', 'Asia/Tokyo', 'Asia/Seoul', 'Etc/GMT-9'],
};

export function deviceSigns(device: string, before: string | null): Sign[] {
  return before && device && device !== before ? [{ kind: 'device_changed', facts: {} }] : [];
}

/** Sabang to Merauke, Miangas to Rote, with the seas between. */
function inIndonesia({ latitude, longitude }: { latitude: number; longitude: number }): boolean {
  return (
    latitude >= -11.5 &&
    latitude <= 6.5 &&
    longitude >= 94.5 &&
    longitude <= 141.5 &&
    !(latitude === 0 && longitude === 0)
  );
}

function sixDecimals({ latitude, longitude }: { latitude: number; longitude: number }): string {
  return `${latitude.toFixed(6)},${longitude.toFixed(6)}`;
}

function distanceKm(a: { latitude: number; longitude: number }, b: { latitude: number; longitude: number }): number {
  const rad = (degrees: number) => (degrees * Math.PI) / 180;
  const h =
    Math.sin(rad(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(rad(a.latitude)) * Math.cos(rad(b.latitude)) * Math.sin(rad(b.longitude - a.longitude) / 2) ** 2;
  return 12_742 * Math.asin(Math.min(1, Math.sqrt(h)));
}
