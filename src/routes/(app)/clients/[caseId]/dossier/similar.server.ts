import { formatDate, type Locale } from '#kernel/format';
import { similarOutcomes, similarWords } from '#modules/dossiers';
import { sayAlike, sayCount, type Dossier } from '#modules/dossiers/server';
import { m } from '#messages';

/** What similar cases led to, with what similar means; without numbers where the asker counts nobody. */
export function similarOf({ similar, likeness }: Dossier, kind: string, language: Locale) {
  if (!likeness) return undefined;
  const alike = sayAlike(likeness, kind);
  if (!similar) return { alike, counts: undefined };
  const shown = (count: number | null, hidden: string) => sayCount(count, hidden, language);
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
