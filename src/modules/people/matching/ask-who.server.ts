import type { PartialDate } from '#kernel/partial-date';
import { holds, unitsWhere } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import { reachOf } from '../likeness.queries.server.ts';
import { slowDown } from '../limits.queries.server.ts';
import type { NikSource } from '../person.ts';
import { thresholds, weights, type Doubt, type Evidence, type Facts, type Recognition } from '../recognition/index.ts';
import type { AgreeingGroup, Band } from '../rules.ts';
import { insertAskings } from './asking.store.server.ts';
import type { Groups } from './groups.ts';
import { judgeHits, type Hit } from './hits.server.ts';
import { keptHit, mostElsewhere, mostShown, searchedBy } from './keep-asking.server.ts';
import { lookedForNow } from './process.server.ts';

/** Another office's person: four facts and no more (DESIGN 11.4). */
export type Pointer = { unit: string; band: Band; agrees: AgreeingGroup[]; ask: string };

/** Somebody within reach who may be the one asked for: what is known of him, and what speaks for it and against. */
export type Candidate = Groups & {
  /** The reference under which this asking keeps him. */
  hit: string | undefined;
  personId: string;
  name: string;
  aliases: readonly string[];
  birth: PartialDate | null;
  birthPlace: string;
  motherName: string;
  fatherName: string;
  sex: 'male' | 'female' | null;
  nikTail: string | null;
  nikSource: NikSource | null;
  photoFileId: string | null;
  unitName: string;
  registerLabels: string[];
  band: Band;
  doubts: Doubt[];
  evidence: Evidence[];
};

export type WhoItMayBe = {
  candidates: Candidate[];
  elsewhere: Pointer[];
  /** The references of the pointers, in their order: all by which somebody out of reach is spoken of. */
  elsewhereHits: string[];
  /** What to ask him next, where what is known of him leaves open whether he is somebody known. */
  oneMore: DecidingGroup | undefined;
  /** Not yet everybody is read, or the newest changes are not: somebody may be missing. */
  isPartial: boolean;
};

/** What anybody can say of himself and by which he is told apart; hardly anybody knows his NIK by heart. */
export type DecidingGroup = 'mother' | 'birth' | 'birth_place';

const mostFound = 60;
const leastAsked = 10;
/**
 * Who this written person may be already: within reach with what is known of him, elsewhere as pointers; whoever the asker may not know
 * of is not there, and changes nothing about the others. Proposes and never decides. Each asking about other offices' people is limited
 * and logged, and each asking is kept with its evidence. `about`: somebody registered about whom a job asks, in the name of his office.
 */
export async function askWho(
  ctx: ReadCtx,
  facts: Facts,
  about: { personId?: string; unitId?: number } = {},
): Promise<WhoItMayBe> {
  if (ctx.actor.kind !== 'system' && !holds(ctx.actor, 'person:search')) throw new NotAllowed('person:search');
  const asksElsewhere = Boolean(facts.nik || facts.birth || facts.mother);
  // The copy of the people catches up, and answers, while the database looks up how often he has asked.
  const [{ found, recognition, everybody, isPartial }] = await Promise.all([
    findNow(facts, about.personId),
    asksElsewhere && slowDown(ctx, 'person.asked_elsewhere', { minute: 40, hour: 300 }),
  ]);
  const people = recognition.size;
  const ids = found.map(({ id }) => id);
  const searched = searchedBy(facts);
  const within = await reachOf(ctx, ids, company(recognition, ids, searched));
  const hits = judgeHits(facts, found, within, people);
  const shown = hits.filter(({ known }) => known).slice(0, mostShown);
  // A name alone asks about nobody of another office.
  const pointed = hits.filter(({ held, band }) => held && asksElsewhere && band !== 'doubtful').slice(0, mostElsewhere);

  const refs = await keep(ctx, searched, [...shown, ...pointed], { people, everybody, ...about });
  if (asksElsewhere && ctx.actor.kind === 'staff')
    ctx.accessed({
      what: 'person.asked_elsewhere',
      unitId: unitsWhere(ctx.actor, 'person:search')[0]?.unitId ?? null,
      about: { searched, hits: pointed.length },
    });
  return {
    candidates: shown.map((hit, at) => candidateOf(hit, refs[at])),
    elsewhere: pointed.map(({ held, band, agrees }) => ({
      unit: held!.unitName,
      band,
      agrees,
      ask: held!.phone,
    })),
    elsewhereHits: refs.slice(shown.length),
    oneMore:
      !asksElsewhere || hits.some(({ band, known, held }) => band === 'doubtful' && (known ?? held))
        ? unknownYet(facts)
        : undefined,
    isPartial,
  };
}

async function findNow(facts: Facts, except: string | undefined) {
  const now = await lookedForNow((recognition) => recognition.findWide(facts, mostFound, thresholds.ask.bits));
  return { ...now, found: now.found.filter(({ id }) => id !== except) };
}

/** What is not known of him yet and would tell most, the easiest to answer first. */
function unknownYet({ mother, birth, birthPlace }: Facts): DecidingGroup | undefined {
  if (!mother) return 'mother';
  if (birth?.precision !== 'day') return 'birth';
  return birthPlace ? undefined : 'birth_place';
}

/**
 * The database is asked about as many people whether somebody was found or nobody, and any of them takes it as long as another one. Else
 * somebody hidden would be known by the time that it takes to leave him out. The same question meets the same company: who was just read is
 * read faster, and by asking again and again one would tell the hidden one from strangers.
 */
function company(recognition: Recognition, ids: readonly string[], searched: string): string[] {
  const all = new Set(ids);
  const enough = Math.min(leastAsked, recognition.size);
  const first = Number.parseInt(searched.slice(0, 12), 16) / 2 ** 48;
  // Steps of the golden section spread evenly. Among few people it is often somebody who was drawn already.
  for (let drawn = 0; all.size < enough && drawn < 60; drawn++)
    all.add(recognition.anybody((first + drawn * 0.618034) % 1));
  return [...all].slice(ids.length);
}

async function keep(
  ctx: ReadCtx,
  searched: string,
  hits: readonly Hit[],
  about: { people: number; everybody: boolean; personId?: string; unitId?: number },
): Promise<string[]> {
  const unitId = about.unitId ?? unitsWhere(ctx.actor, 'person:search')[0]?.unitId;
  // A job asks about thousands; that it found nobody is told by nobody's having been found.
  if (unitId === undefined || (ctx.actor.kind === 'system' && hits.length === 0)) return [];
  const { people, everybody, personId = null } = about;
  const asking = { unitId, personId, searched, engine: weights.version, people, everybody };
  return (await insertAskings(ctx, [{ asking, hits: hits.map(keptHit) }]))[0]!;
}

function candidateOf({ known, band, doubts, agrees, differs, evidence }: Hit, hit: string | undefined): Candidate {
  const one = known!;
  return {
    hit,
    personId: one.personId,
    name: one.name,
    aliases: one.aliases ?? [],
    birth: one.birth,
    birthPlace: one.birthPlace,
    motherName: one.motherName,
    fatherName: one.fatherName,
    sex: one.sex,
    nikTail: one.nik?.slice(-4) ?? null,
    nikSource: one.nikSource,
    photoFileId: one.photoFileId,
    unitName: one.unitName,
    registerLabels: one.registerLabels,
    band,
    doubts,
    agrees,
    differs,
    evidence,
  };
}
