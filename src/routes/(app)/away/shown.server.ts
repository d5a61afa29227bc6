import { formatShortDate, type Locale } from '#kernel/format';
import { inSentence } from '#kernel/text';
import { standingWords } from '#modules/at-large';
import {
  likelyAsClient,
  likelyAsPerson,
  likelyAtLarge,
  type AwayPointer,
  type Likely,
  type Met,
} from '#modules/at-large/server';
import { bandWords, groupWords } from '#modules/people';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';

/** One who may be somebody that is searched: why, who searches, and where to go with it. */
export type ShownAway = { id: string; says: string; ask: string; href: string; label: string };

/** In words, without a value of the file; whoever reaches the file himself is led there. */
export function showLikely(found: readonly Likely[], locale: Locale): ShownAway[] {
  return found.map((one) => ({
    id: one.id,
    says: m.at_large_warning_one({
      unit: one.unit,
      day: formatShortDate(one.clockFrom, locale),
      state: inSentence(standingWords(one)),
      band: inSentence(bandWords[one.band]()),
      agrees: one.agrees.map((group) => inSentence(groupWords[group]())).join(', '),
    }),
    ask: one.phone ? m.at_large_warning_ask({ phone: one.phone }) : '',
    ...wayTo(one),
  }));
}

export function wayTo(one: Pick<AwayPointer, 'id' | 'caseId' | 'name'>): { href: string; label: string } {
  return one.caseId
    ? { href: `/clients/${one.caseId}/at-large`, label: one.name ?? m.at_large_open_file() }
    : { href: `/away/${one.id}`, label: m.at_large_tell_do() };
}

/** What a page about a person warns of; with the name that stands there, where the asker reaches no more of him. */
export async function warnOfPerson(
  ctx: ReadCtx,
  personId: string,
  locale: Locale,
  name?: string,
): Promise<ShownAway[]> {
  return showLikely(await likelyAsPerson(ctx, personId, name), locale);
}

/** The same where a page knows him as a client of a case. */
export async function warnOfClient(ctx: ReadCtx, caseId: string, locale: Locale): Promise<ShownAway[]> {
  return showLikely(await likelyAsClient(ctx, caseId), locale);
}

export async function warnOf(ctx: ReadCtx, met: Met, locale: Locale): Promise<ShownAway[]> {
  return showLikely(await likelyAtLarge(ctx, met), locale);
}
