import { nameWords } from '#kernel/person-name';
import type { PartialDate } from '#kernel/partial-date';
import { holds } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import type { Person } from './person.ts';
import { judgeLikeness, type Band, type Judgement } from './rules.ts';
import { listLikenesses } from './likeness.queries.server.ts';
import { findCandidates, findElsewhere, type Pointer } from './search.queries.server.ts';

/** What is known about somebody who may be registered already. */
export type NewcomerFacts = {
  name: string;
  birth?: PartialDate | null | undefined;
  nik?: string | null | undefined;
  mother?: string | undefined;
  birthPlace?: string | undefined;
};
export type Candidate = {
  personId: string;
  name: string;
  birth: Person['birth'];
  motherName: string;
  birthPlace: string;
  nikTail: string | null;
  photoFileId: string | null;
  unitName: string;
  registerLabels: string[];
} & Judgement;
export type LikelyDuplicates = { candidates: Candidate[]; elsewhere: Pointer[] };

const mostShown = 6;
const order: Record<Band, number> = { strong: 0, likely: 1, doubtful: 2 };

/** Who may be this person already: within reach with reasons, elsewhere as pointers. Proposes and never decides. */
export async function likelyDuplicates(ctx: ReadCtx, facts: NewcomerFacts): Promise<LikelyDuplicates> {
  if (ctx.actor.kind !== 'system' && !holds(ctx.actor, 'person:search')) throw new NotAllowed('person:search');
  const words = [...new Set(nameWords(facts.name))].slice(0, 6);
  const nik = facts.nik || null;
  const birth = facts.birth ?? null;
  const ids = await findCandidates(ctx.tx, { words, nik, birthDay: birth?.precision === 'day' ? birth.text : null });

  const candidates: Candidate[] = [];
  for (const known of await listLikenesses(ctx, ids)) {
    const judgement = judgeLikeness(facts, known);
    if (!judgement) continue;
    const { personId, name, motherName, birthPlace, photoFileId, unitName, registerLabels } = known;
    const nikTail = known.nik?.slice(-4) ?? null;
    candidates.push({
      personId,
      name,
      birth: known.birth,
      motherName,
      birthPlace,
      nikTail,
      photoFileId,
      unitName,
      registerLabels,
      ...judgement,
    });
  }
  candidates.sort(
    (a, b) =>
      order[a.band] - order[b.band] ||
      b.agrees.length - a.agrees.length ||
      a.differs.length - b.differs.length ||
      (a.name < b.name ? -1 : 1),
  );
  return {
    candidates: candidates.slice(0, mostShown),
    elsewhere: await findElsewhere(ctx, { nik, birth, name: facts.name, words }),
  };
}
