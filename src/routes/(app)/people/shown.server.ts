import { error } from '@sveltejs/kit';
import { formatDate, type Locale } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { formatPartialDate, type PartialDate } from '#kernel/partial-date';
import { plainDate, type PlainDate } from '#kernel/plain-date';
import { inSentence } from '#kernel/text';
import {
  bandWords,
  groupWords,
  mustBeAnswered,
  nikSourceWords,
  sexWords,
  type AgreeingGroup,
  type Band,
  type NikSource,
} from '#modules/people';
import { doubtWords, evidenceWords, type Doubt, type Evidence, type Facts } from '#modules/people/recognition';
import { standingTo, type Candidate, type Pointer, type SideBySide, type WhoItMayBe } from '#modules/people/server';
import { todayAt } from '#modules/units';
import { m } from '#messages';
import type { Actor } from '#platform/actor';
import type { ReadCtx } from '#platform/ctx';
import { warnOfPerson } from '../away/shown.server.ts';

/** What the head of every page about one person shows. */
export type ShownPerson = Awaited<ReturnType<typeof showPerson>>;

export async function showPerson(ctx: ReadCtx, personId: string, here: string, locale: Locale) {
  if (!isUuid(personId)) error(404, m.errors_not_found());
  const base = `/people/${personId}`;
  const isSeen = ['names', 'addresses', 'phones', 'photos'].some((page) => here === `${base}/${page}`);
  const { header, mayWrite, maySeeFamily, mayRestrict } = await standingTo(ctx, personId, isSeen);
  const page = (label: string, path: string) => ({ label, href: base + path, current: here === base + path });
  return {
    personId,
    name: header.name,
    facts: [
      {
        label: m.people_search_col_birth(),
        value: header.birth ? formatPartialDate(header.birth, locale) : m.people_unknown_birth(),
      },
      { label: m.people_field_nik(), value: header.nikTail ? `•••• ${header.nikTail}` : m.people_nik_none() },
      ...(header.sex ? [{ label: m.people_field_sex(), value: sexWords[header.sex]() }] : []),
      { label: m.people_field_unit(), value: header.unitName },
    ],
    photo: header.photoFileId
      ? { src: `/files/${header.photoFileId}`, alt: m.people_photo_alt({ name: header.name }) }
      : undefined,
    away: await warnOfPerson(ctx, personId, locale),
    warning: header.restricted ? m.people_restricted_warning() : undefined,
    tags: [
      ...(header.guarded ? [m.people_guarded_tag()] : []),
      ...(header.deceasedOn ? [m.people_deceased_tag({ day: formatDate(header.deceasedOn, locale) })] : []),
    ],
    mayWrite,
    pages: [
      page(m.people_nav_overview(), ''),
      page(m.people_nav_names(), '/names'),
      page(m.people_nav_addresses(), '/addresses'),
      page(m.people_nav_phones(), '/phones'),
      ...(maySeeFamily ? [page(m.people_nav_family(), '/family')] : []),
      page(m.people_nav_photos(), '/photos'),
      page(m.people_nav_links(), '/links'),
      page(m.people_nav_history(), '/history'),
      ...(mayRestrict ? [page(m.people_nav_access(), '/access')] : []),
    ],
  };
}

/** The day at the asker's office, by which what he types is judged. */
export function dayOf(actor: Actor | null, unitId?: number): PlainDate {
  const posting = actor?.postings.find((one) => one.unitId === unitId) ?? actor?.postings[0];
  return todayAt(posting ?? { zone: 'Asia/Jakarta' }, new Date());
}

export function optionsOf<T extends string>(words: Readonly<Record<T, () => string>>): { value: T; label: string }[] {
  return (Object.entries(words) as [T, () => string][]).map(([value, say]) => ({ value, label: say() }));
}

/** What of somebody who is being typed is compared with those who are searched. */
export function metOf(typed: {
  name: string;
  nik?: string | null | undefined;
  birth?: PartialDate | null | undefined;
}) {
  return {
    name: typed.name,
    nik: typed.nik,
    birthDay: typed.birth?.precision === 'day' ? plainDate(typed.birth.text) : null,
  };
}

/** One field of two records beside each other. `agrees` is nothing where one of them is not known. */
export type Compared = { label: string; typed: string; known: string; agrees: boolean | undefined };
export type WhoShown = {
  isPartial: boolean;
  candidates: {
    who: string;
    personId: string;
    name: string;
    birth: string;
    facts: string[];
    photo: string | undefined;
    band: Band;
    bandWord: string;
    compared: Compared[];
    reasons: string[];
    mustAnswer: boolean;
  }[];
  elsewhere: { who: string; unit: string; says: string; ask: string; mustAnswer: boolean }[];
};

/** What is compared, and how the number in it is known, which weighs nothing and is shown. */
type Asked = Facts & { nikSource?: NikSource | null | undefined };

/** Who it may be: people within reach with what is known of them beside what was typed, and pointers, with their reasons in words. */
export function showWho(found: WhoItMayBe, asked: Asked, locale: Locale): WhoShown {
  return {
    isPartial: found.isPartial,
    candidates: found.candidates.map((one) => ({
      who: one.personId,
      personId: one.personId,
      name: one.name,
      birth: one.birth ? formatPartialDate(one.birth, locale) : m.people_unknown_birth(),
      facts: [
        ...one.aliases,
        one.birthPlace,
        one.motherName && m.people_dup_mother({ name: one.motherName }),
        one.nikTail && m.people_dup_nik({ tail: one.nikTail }),
        ...one.registerLabels,
        one.unitName,
      ].filter(Boolean) as string[],
      photo: one.photoFileId ? `/files/${one.photoFileId}` : undefined,
      band: one.band,
      bandWord: bandWords[one.band](),
      compared: compare(one, asked, locale),
      reasons: reasonsOf(one),
      mustAnswer: mustBeAnswered(one.band),
    })),
    elsewhere: found.elsewhere.map((pointer, at) => ({
      who: found.elsewhereHits[at] ?? '',
      unit: pointer.unit,
      mustAnswer: mustBeAnswered(pointer.band),
      ...showPointer(pointer),
    })),
  };
}

/** The evidence as sentences, and what about it makes somebody ask. */
export function reasonsOf({ evidence, doubts }: { evidence: readonly Evidence[]; doubts: readonly Doubt[] }): string[] {
  return [...evidence.map(evidenceWords), ...doubts.map((doubt) => doubtWords[doubt]())].map((says) => `${says}.`);
}

type Known = Pick<
  Candidate,
  'name' | 'nikTail' | 'nikSource' | 'birth' | 'birthPlace' | 'motherName' | 'fatherName' | 'sex' | 'agrees' | 'differs'
>;
function compare(one: Known, asked: Asked, locale: Locale): Compared[] {
  const date = (birth: PartialDate | null | undefined) => (birth ? formatPartialDate(birth, locale) : '');
  const sex = (value: 'male' | 'female' | null | undefined) => (value ? sexWords[value]() : '');
  const tail = (digits: string | null | undefined, source: NikSource | null | undefined) =>
    digits ? `•••• ${digits.slice(-4)}${source ? ` (${inSentence(nikSourceWords[source]())})` : ''}` : '';
  const field = (label: string, group: AgreeingGroup, typed: string, known: string): Compared => ({
    label,
    typed,
    known,
    agrees: one.agrees.includes(group) ? true : one.differs.includes(group) ? false : undefined,
  });
  return [
    field(m.people_field_name(), 'name', asked.name, one.name),
    field(m.people_field_nik(), 'nik', tail(asked.nik, asked.nikSource), tail(one.nikTail, one.nikSource)),
    field(m.people_field_birth(), 'birth', date(asked.birth), date(one.birth)),
    field(m.people_field_birth_place(), 'birth_place', asked.birthPlace ?? '', one.birthPlace),
    field(m.people_field_mother_name(), 'mother', asked.mother ?? '', one.motherName),
    field(m.people_field_father_name(), 'father', asked.father ?? '', one.fatherName),
    field(m.people_field_sex(), 'sex', sex(asked.sex), sex(one.sex)),
  ].filter(({ typed, known }) => typed !== '' || known !== '');
}

/** Two records beside each other, field by field. */
export function sideBySide({ one, other, agrees, differs }: SideBySide, locale: Locale): Compared[] {
  const known = { ...other, nikTail: other.nik?.slice(-4) ?? null, agrees, differs };
  return compare(known, { ...one, mother: one.motherName, father: one.fatherName }, locale);
}

export function showPointer(pointer: Pointer): { says: string; ask: string } {
  return {
    says: m.people_elsewhere_one({
      unit: pointer.unit,
      band: inSentence(bandWords[pointer.band]()),
      agrees: pointer.agrees.map((group) => inSentence(groupWords[group]())).join(', '),
    }),
    ask: pointer.ask ? m.people_elsewhere_ask({ phone: pointer.ask }) : '',
  };
}
