import { describe, expect, test } from 'vitest';
import { channelCounts } from './reports.rules.ts';
import { positionSigns } from './signs.rules.ts';

describe('while a client is away with leave', () => {
  const here = { latitude: -2.98, longitude: 104.75, accuracyM: 20, at: new Date('2026-11-20T02:00:00Z') };
  const far = { ...here, latitude: -8.58, longitude: 116.1, at: new Date('2026-11-20T04:00:00Z') };
  const singapore = { ...here, latitude: 48.85, longitude: 2.35, at: new Date('2026-11-22T04:00:00Z') };
  const signs = (now: typeof here, travel?: { abroad: boolean }) =>
    positionSigns(now, [here], now.at, travel).map(({ kind }) => kind);
  test('a far position is a sign, and none while the client is away with leave', () => {
    expect(signs(far)).toEqual(['position_impossible']);
    expect(signs(far, { abroad: false })).toEqual([]);
  });
  test('a position abroad is a sign, unless the leave leads there', () => {
    expect(signs(singapore)).toEqual(['position_outside']);
    expect(signs(singapore, { abroad: false })).toEqual(['position_outside']);
    expect(signs(singapore, { abroad: true })).toEqual([]);
  });
  test('a call counts on a journey where the office otherwise takes none, as the office chose', () => {
    const call = { channel: 'remote_call', medium: 'video', talked: true, urgentReason: false } as const;
    const counts = (travelling: boolean, chosen: object) =>
      channelCounts.decide({ ...call, travelling }, chosen as never).result;
    expect(counts(false, { remote_call: 'not_allowed' })).toBe(false);
    expect(counts(true, { remote_call: 'not_allowed' })).toBe(true);
    expect(counts(true, { remote_call: 'not_allowed', call_on_journey: false })).toBe(false);
    expect(channelCounts.decide({ ...call, talked: false, travelling: true }).result).toBe(false);
  });
});
