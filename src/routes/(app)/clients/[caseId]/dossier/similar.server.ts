import { formatDate, formatNumber, type Locale } from '#kernel/format';
import { inSentence } from '#kernel/text';
import { groundWords } from '#modules/breaches';
import { riskWords } from '#modules/cases';
import { similarOutcomes, similarWords, type Likeness } from '#modules/dossiers';
import type { Dossier } from '#modules/dossiers/server';
import { m } from '#messages';

const reprimandWords = {
  0: m.dossiers_similar_reprimands_0,
  1: m.dossiers_similar_reprimands_1,
  2: m.dossiers_similar_reprimands_2,
} as const;

function bandWords(band: Likeness['band']): string {
  if (!band.open) return m.dossiers_similar_band_closed();
  return band.value === null
    ? m.dossiers_similar_band_none()
    : m.dossiers_similar_band({ band: inSentence(riskWords[band.value]()) });
}

/** What similar cases led to, with what similar means; without numbers where the asker counts nobody. */
export function similarOf({ similar, likeness }: Dossier, kind: string, language: Locale) {
  if (!likeness) return undefined;
  const alike = m.dossiers_similar_alike({
    kind: inSentence(kind),
    grounds: likeness.grounds.map((code) => inSentence(groundWords[code]())).join('; '),
    reprimands: reprimandWords[likeness.reprimands](),
    band: bandWords(likeness.band),
  });
  if (!similar) return { alike, counts: undefined };
  const shown = (count: number | null, hidden: string) => (count === null ? hidden : formatNumber(count, language));
  return {
    alike,
    counts: {
      says: m.dossiers_similar_counted({ day: formatDate(similar.through, language) }),
      total: shown(similar.clients, m.dossiers_similar_few()),
      hides: similar.clients === null || similarOutcomes.some((outcome) => similar.outcomes[outcome] === null),
      rows: similarOutcomes.map((outcome) => ({
        outcome,
        name: similarWords[outcome](),
        clients: shown(similar.outcomes[outcome], m.dossiers_similar_hidden()),
      })),
    },
  };
}
