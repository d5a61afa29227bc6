import { splitName } from '#kernel/person-name';
import type { PartialDate } from '#kernel/partial-date';
import { m } from '#messages';
import { holds, may, mustBeAllowed } from '#modules/access';
import { getUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { decideHit } from './links/decide-link.server.ts';
import { askSoon } from './links/jobs.server.ts';
import { askWho, type WhoItMayBe } from './matching/ask-who.server.ts';
import { listOwnPointers } from './matching/asking.store.server.ts';
import type { LikenessAnswer } from './links.rules.ts';
import { nikSourceAfter, type PersonFields } from './person.ts';
import type { Facts } from './recognition/index.ts';
import { mustBeAnswered } from './rules.ts';
import { insertAlias, insertChanges, insertPerson, renewNameWords } from './store.server.ts';

/** Somebody new as he was typed; what is not known is left out. The name may carry titles and other names. */
export type Newcomer = {
  unitId: number;
  name: string;
  /** Other names beside those that stand in the typed name. */
  aliases?: readonly string[] | undefined;
  nik?: string | null | undefined;
  birth?: PartialDate | null | undefined;
} & Partial<{
  [F in Exclude<keyof PersonFields, 'name' | 'nik' | 'birth' | 'titleBefore' | 'titleAfter'>]:
    PersonFields[F] | undefined;
}>;

export type Considered = {
  /** Those who were shown as perhaps the same and are, says the officer, another person. */
  personIds: readonly string[];
  /** He has read that another office holds somebody who agrees. */
  elsewhere: boolean;
  /** What he said of each who was shown: of a person within reach, or of the hit that a pointer stood for. */
  answers?: readonly { who: string; answer: LikenessAnswer }[];
  /** Why, in his words. */
  reason?: string | undefined;
  /** Whether he has been asked for one thing more; left out where nobody is there to ask. */
  askedMore?: boolean | undefined;
};
export type Registration =
  { ok: true; personId: string } | ({ ok: false; refusal: 'likely_duplicates' | 'ask_one_more' } & WhoItMayBe);

/** What of somebody who is typed says who he may be. */
export function factsOf(newcomer: Omit<Newcomer, 'unitId'>): Facts {
  return {
    name: newcomer.name,
    aliases: newcomer.aliases,
    birth: newcomer.birth,
    nik: newcomer.nik,
    mother: newcomer.motherName,
    birthPlace: newcomer.birthPlace,
    father: newcomer.fatherName,
    sex: newcomer.sex,
  };
}

/**
 * Registers somebody, unless he may be known already and nobody has said that this is another person. Where that is doubtful and one answer
 * more could settle it, that answer is asked for, once.
 */
export async function registerPerson(ctx: Ctx, newcomer: Newcomer, considered: Considered): Promise<Registration> {
  await mustMayRegister(ctx, newcomer.unitId);
  const found = await askWho(ctx, factsOf(newcomer));
  const answers = new Map([
    ...considered.personIds.map((who) => [who, 'not_same'] as const),
    ...(considered.answers ?? []).map(({ who, answer }) => [who, answer] as const),
  ]);
  const within = new Set(found.candidates.map(({ personId }) => personId));
  const unanswered = found.candidates.filter(({ band, personId }) => mustBeAnswered(band) && !answers.has(personId));
  // Whom a pointer of an earlier page stood for is not told apart here; as many must be answered as there are.
  const pointers = await listOwnPointers(
    ctx,
    [...answers.keys()].filter((who) => !within.has(who)),
  );
  const unread = found.elsewhere.filter(({ band }) => mustBeAnswered(band)).length > pointers.size;
  if (unanswered.length > 0 || (unread && !considered.elsewhere))
    return { ok: false, refusal: 'likely_duplicates', ...found };
  if (considered.askedMore === false && answers.size === 0 && found.oneMore)
    return { ok: false, refusal: 'ask_one_more', ...found };

  const personId = await addPerson(ctx, newcomer, { considered: [...answers.keys()].filter((who) => within.has(who)) });
  const hitOf = new Map([
    ...found.candidates.map((one) => [one.personId, one.hit] as const),
    ...[...pointers].map((hit) => [hit, hit] as const),
  ]);
  await remember(ctx, personId, hitOf, answers, considered.reason);
  return { ok: true, personId };
}

/** What the officer said stays with the record: another person is not asked about again, and the same one is tied to it. */
async function remember(
  ctx: Ctx,
  personId: string,
  hitOf: ReadonlyMap<string, string | undefined>,
  answers: ReadonlyMap<string, LikenessAnswer>,
  reason = '',
): Promise<void> {
  if (ctx.actor.kind !== 'staff' || !holds(ctx.actor, 'person:link')) return;
  const why = reason.length >= 3 ? reason : m.people_link_reason_registered();
  for (const [who, answer] of answers) {
    const hitId = hitOf.get(who);
    if (hitId) await decideHit(ctx, { personId, hitId, answer, reason: why });
  }
}

/** Registers without asking about duplicates: for whoever has asked already, such as the import. */
export async function addPerson(ctx: Ctx, newcomer: Newcomer, about: Record<string, unknown> = {}): Promise<string> {
  await mustMayRegister(ctx, newcomer.unitId);
  const { fields, aliases } = fieldsOfNewcomer(newcomer);
  const id = await insertPerson(ctx, newcomer.unitId, fields);
  const person = { id, unitId: newcomer.unitId, name: fields.name };
  for (const name of aliases) await insertAlias(ctx, person, { name, kind: 'alias' });
  await renewNameWords(ctx.tx, person);
  await insertChanges(ctx, person, [{ field: 'person', before: null, after: known({ ...fields, aliases }) }]);
  ctx.journal({ what: 'person.registered', unitId: newcomer.unitId, personId: id, about });
  await askSoon(ctx, newcomer.unitId);
  return id;
}

/** Titles and other names are taken off the typed name; `bin` stays in it and names the father where nobody else does. */
export function fieldsOfNewcomer(newcomer: Newcomer): { fields: PersonFields; aliases: string[] } {
  const { name, fields } = nameFields(newcomer.name);
  const nik = newcomer.nik ?? null;
  return {
    fields: {
      ...fields,
      nik,
      nikSource: nikSourceAfter({ nik: null, nikSource: null }, { nik, nikSource: newcomer.nikSource ?? null }),
      birth: newcomer.birth ?? null,
      birthPlace: newcomer.birthPlace ?? '',
      sex: newcomer.sex ?? (name.father ? (name.father.word === 'bin' ? 'male' : 'female') : null),
      religion: newcomer.religion ?? null,
      maritalState: newcomer.maritalState ?? null,
      education: newcomer.education ?? null,
      occupation: newcomer.occupation ?? '',
      workplace: newcomer.workplace ?? '',
      nationality: newcomer.nationality?.toUpperCase() || 'ID',
      motherName: newcomer.motherName ?? '',
      fatherName: newcomer.fatherName || (name.father?.name ?? ''),
      marks: newcomer.marks ?? '',
      deceasedOn: newcomer.deceasedOn ?? null,
    },
    aliases: [...new Set([...name.aliases, ...(newcomer.aliases ?? [])])],
  };
}

function nameFields(typed: string) {
  const name = splitName(typed);
  const own = name.father ? `${name.name} ${name.father.word} ${name.father.name}` : name.name;
  return {
    name,
    fields: {
      name: own.slice(0, 200) || typed,
      titleBefore: name.titlesBefore.join(' '),
      titleAfter: name.titlesAfter.join(', '),
    },
  };
}

/** Whoever may receive clients at an office, or book people in an institution, or tells from above who is booked there. */
async function mustMayRegister(ctx: Ctx, unitId: number): Promise<void> {
  if (ctx.actor.kind === 'system') return;
  const posting = ctx.actor.postings.find((one) => one.unitId === unitId);
  const place = { unitId, unitPath: posting?.unitPath ?? (await getUnit(ctx, unitId)).path };
  if (may(ctx.actor, 'custody:admit', place) || may(ctx.actor, 'custody:feed', place)) return;
  mustBeAllowed(ctx.actor, 'case:receive', place);
}

/** What was given, so that the history begins with it. */
function known(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
