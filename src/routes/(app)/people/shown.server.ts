import { error } from '@sveltejs/kit';
import { formatDate, type Locale } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { formatPartialDate, type PartialDate } from '#kernel/partial-date';
import { plainDate, type PlainDate } from '#kernel/plain-date';
import { inSentence } from '#kernel/text';
import { bandWords, groupWords, sexWords, type Band } from '#modules/people';
import { doubtWords, evidenceWords } from '#modules/people/recognition';
import { standingTo, type Pointer, type WhoItMayBe } from '#modules/people/server';
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

export type DuplicatesShown = {
  candidates: {
    personId: string;
    name: string;
    birth: string;
    facts: string[];
    photo: string | undefined;
    band: Band;
    bandWord: string;
    reasons: string[];
  }[];
  elsewhere: { says: string; ask: string }[];
};

/** Likely the same people and pointers, with their reasons in words. */
export function showDuplicates(found: WhoItMayBe, locale: Locale): DuplicatesShown {
  return {
    candidates: found.candidates.map((one) => ({
      personId: one.personId,
      name: one.name,
      birth: one.birth ? formatPartialDate(one.birth, locale) : m.people_unknown_birth(),
      facts: [
        one.birthPlace,
        one.motherName && m.people_dup_mother({ name: one.motherName }),
        one.nikTail && m.people_dup_nik({ tail: one.nikTail }),
        ...one.registerLabels,
        one.unitName,
      ].filter(Boolean) as string[],
      photo: one.photoFileId ? `/files/${one.photoFileId}` : undefined,
      band: one.band,
      bandWord: bandWords[one.band](),
      reasons: [
        ...one.evidence.map((piece) => `${evidenceWords(piece)}.`),
        ...one.doubts.map((doubt) => `${doubtWords[doubt]()}.`),
      ],
    })),
    elsewhere: found.elsewhere.map(showPointer),
  };
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
