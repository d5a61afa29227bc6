import { error } from '@sveltejs/kit';
import { formatDate, formatFileSize, formatNumber, type Locale } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { formatPartialDate } from '#kernel/partial-date';
import type { PlainDate } from '#kernel/plain-date';
import { unitsWhere, type Action } from '#modules/access';
import {
  basisWords,
  daysLeft,
  documentWords,
  registers,
  registerWords,
  shortRegister,
  stateWords,
  type BasisTyped,
  type Register,
  type Sentence,
  type StayState,
} from '#modules/custody';
import { readStay } from '#modules/custody/server';
import { todayAt } from '#modules/units';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import type { Tone } from '#ui/tone.ts';
import { warnOfPerson } from '../away/shown.server.ts';

export function toneOf(state: StayState): Tone {
  if (state === 'escaped') return 'error';
  return state === 'held' ? 'success' : 'neutral';
}

export const registerOptions = () =>
  registers.map((value) => ({
    value,
    label: m.custody_register_said({ short: shortRegister(value), says: registerWords[value]() }),
  }));

export function sayRegister(register: Register | null): string {
  return register ? m.custody_register_said({ short: shortRegister(register), says: registerWords[register]() }) : '';
}

/** How long a paper still lasts, in words; nothing where it has no end. */
export function sayTerm(until: PlainDate | null, today: PlainDate, locale: Locale) {
  if (!until) return undefined;
  const left = daysLeft(until, today);
  const count = formatNumber(Math.abs(left), locale);
  const day = formatDate(until, locale);
  const says =
    left < 0
      ? m.custody_term_over({ day, count })
      : left === 0
        ? m.custody_term_today({ day })
        : m.custody_term_left({ day, count });
  return { says, tone: left < 0 ? ('error' as const) : left <= 10 ? ('warning' as const) : ('neutral' as const) };
}

export function saySentence({ years, months, days }: Sentence): string {
  return [
    ...(years ? [m.custody_sentence_years({ count: String(years) })] : []),
    ...(months ? [m.custody_sentence_months({ count: String(months) })] : []),
    ...(days ? [m.custody_sentence_days({ count: String(days) })] : []),
  ].join(' ');
}

/** The institution that a page is about: the one that the address names, among those where the asker has the right. */
export function unitAsked(ctx: ReadCtx, url: URL, action: Action) {
  const units = unitsWhere(ctx.actor, action);
  const unit = units.find((one) => String(one.unitId) === url.searchParams.get('unit')) ?? units[0]!;
  return { units, unit, today: todayAt(unit, ctx.now) };
}

/** What every page about one stay begins with: whose it is, where it stands, and which pages there are. */
export async function showStay(ctx: ReadCtx, stayId: string, here: string, locale: Locale) {
  if (!isUuid(stayId)) error(404, m.errors_not_found());
  const full = await readStay(ctx, stayId);
  const { header, stay } = full;
  const base = `/custody/${stayId}`;
  const term = stay.state === 'held' ? sayTerm(stay.termUntil, stay.today, locale) : undefined;
  return {
    full,
    shown: {
      base,
      personId: header.personId,
      name: header.name,
      facts: [
        { label: m.custody_col_number(), value: stay.registerLabel ?? m.custody_no_number() },
        {
          label: m.people_search_col_birth(),
          value: header.birth ? formatPartialDate(header.birth, locale) : m.people_unknown_birth(),
        },
        { label: m.custody_admitted(), value: formatDate(stay.admittedOn, locale) },
        { label: m.people_field_unit(), value: header.unitName },
      ],
      photo: header.photoFileId
        ? { src: `/files/${header.photoFileId}`, alt: m.people_photo_alt({ name: header.name }) }
        : undefined,
      warning: header.restricted ? m.people_restricted_warning() : undefined,
      away: await warnOfPerson(ctx, header.personId, locale),
      state: { label: stateWords[stay.state](), tone: toneOf(stay.state) },
      tags: [
        ...(stay.healthAlert ? [m.custody_health_tag()] : []),
        ...(stay.ageGroup === 'child' ? [m.custody_age_child()] : []),
        ...(stay.noPapers ? [m.custody_no_papers_tag()] : []),
        ...(stay.nameRefused ? [m.custody_name_refused_tag()] : []),
      ],
      term,
      pages: [
        { label: m.custody_nav_stay(), href: base },
        ...(full.may.admit && stay.state === 'held'
          ? [
              { label: m.custody_nav_photo(), href: `${base}/photo` },
              { label: m.custody_nav_register(), href: `${base}/register` },
              { label: m.custody_nav_care(), href: `${base}/care` },
            ]
          : []),
        ...(full.may.admit
          ? [
              { label: m.custody_nav_papers(), href: `${base}/papers` },
              { label: m.custody_nav_property(), href: `${base}/property` },
            ]
          : []),
      ].map((page) => ({ ...page, current: page.href === here })),
    },
  };
}

type Kept = Awaited<ReturnType<typeof readStay>>;
/** A paper on which somebody is held, as one line. */
export function sayBasis(one: Kept['bases'][number], locale: Locale): string {
  return m.custody_basis_said({
    kind: basisWords[one.kind](),
    number: one.number,
    day: formatDate(one.dated, locale),
    issuer: one.issuer,
  });
}
/** The document of a step, as one line. */
export function sayDocument(one: Kept['moves'][number]): string {
  const document = documentWords[one.document]();
  return one.documentNumber ? m.custody_document_said({ document, number: one.documentNumber }) : document;
}
/** The pages that are on the list of a paper. */
export function scansOf(scans: Kept['scans'], paperId: string, locale: Locale) {
  return scans
    .filter((one) => one.paperId === paperId && one.removedAt === null)
    .map(({ fileId, bytes }) => ({ href: `/files/${fileId}`, size: formatFileSize(bytes, locale) }));
}

/** A paper as its form has it, in the domain's words. */
export function basisOf(typed: Omit<BasisTyped, 'submissionId' | 'givenOn' | 'register' | 'because' | 'scan'>) {
  const isVerdict = typed.kind === 'verdict';
  return {
    kind: typed.kind,
    authority: typed.authority,
    issuer: typed.issuer,
    number: typed.number,
    dated: typed.dated,
    offence: typed.offence,
    fromOn: typed.fromOn,
    untilOn: typed.untilOn ?? null,
    penalty: isVerdict ? (typed.penalty ?? null) : null,
    sentence: {
      years: isVerdict ? (typed.sentenceYears ?? 0) : 0,
      months: isVerdict ? (typed.sentenceMonths ?? 0) : 0,
      days: isVerdict ? (typed.sentenceDays ?? 0) : 0,
    },
  };
}
/** Beside which field of a paper each refusal stands. */
export const basisFields = {
  basis_in_future: 'dated',
  until_before_from: 'untilOn',
  until_missing: 'untilOn',
  penalty_missing: 'penalty',
  sentence_missing: 'sentenceYears',
  register_unclear: 'register',
  because_missing: 'because',
} as const;
