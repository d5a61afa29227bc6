import type { Answer, Source } from './assessment.ts';
import type { PartTyped } from './form.ts';
import { isKnown } from './scoring.rules.ts';
import type { Part } from './instrument.ts';

/** A page as it was typed, as answers; what is known and has no source of its own rests on the page's. */
export function answersTyped(part: Part, typed: PartTyped): Answer[] {
  return part.items.map(({ id }) => {
    const answer = typed[id] ?? null;
    const own = typed[`${id}_source`] as Source | undefined;
    return {
      item: id,
      answer,
      source: own ?? (isKnown(answer) ? (typed.source ?? null) : null),
      note: typed[`${id}_note`] ?? '',
      documentId: typed[`${id}_paper`] ?? null,
    };
  });
}
