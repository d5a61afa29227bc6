import { formatDate, formatShortMoment, type Locale } from '#kernel/format';
import type { Zone } from '#kernel/zone';
import type { Ending } from '#modules/units/server';
import { m } from '#messages';

/** What was recorded of an end of service or a closing, each as one sentence, and what was said of it afterwards. */
export function showEndings(endings: readonly Ending[], zone: Zone, language: Locale) {
  const by = (who: string | null, at: Date) => [who, formatShortMoment(at, zone, language)].filter(Boolean).join(' · ');
  return endings.map(({ id, on, reason, by: who, at, corrected }) => ({
    id,
    says: m.units_ending_says({ day: formatDate(on, language), reason, by: by(who, at) }),
    corrected: corrected
      ? m.units_ending_corrected({ by: by(corrected.by, corrected.at), reason: corrected.reason })
      : undefined,
  }));
}
