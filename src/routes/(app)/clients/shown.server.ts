import { error } from '@sveltejs/kit';
import { formatDate, formatShortDate, formatTime, type Locale } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { parsePartialDate, formatPartialDate } from '#kernel/partial-date';
import type { PlainDate } from '#kernel/plain-date';
import { ageWords, isOpen, kindWords, phaseWords, stateWords, type CaseState } from '#modules/cases';
import { getCaseHeader, type CaseHeader } from '#modules/cases/server';
import { heldNow } from '#modules/notices/server';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { warnOfPerson } from '../away/shown.server.ts';

/** When he was released, as far as anybody knows. */
export function sayRelease(
  { on, expectedOn }: { on: PlainDate | null; expectedOn: PlainDate | null },
  locale: Locale,
): string {
  if (on) return m.cases_release_on_day({ day: formatDate(on, locale) });
  return expectedOn
    ? m.cases_release_on_expected({ day: formatDate(expectedOn, locale) })
    : m.cases_release_not_known();
}

/** By which decree the one that had ended a supervision was lifted, and from when guidance goes on. */
export function sayLifted(
  one: { number: string; dated: PlainDate | null; issuer: string; day: PlainDate },
  locale: Locale,
): string {
  return m.cases_lifted_by({
    number: one.number,
    dated: one.dated ? formatDate(one.dated, locale) : '–',
    issuer: one.issuer,
    day: formatDate(one.day, locale),
  });
}

export type ShownCase = Awaited<ReturnType<typeof showCase>>;

/** What the head of every page about one client shows; looking is counted and leaves a line. */
export async function showCase(ctx: ReadCtx, caseId: string, page: string, locale: Locale) {
  if (!isUuid(caseId)) error(404, m.errors_not_found());
  const header = await getCaseHeader(ctx, caseId, page);
  const base = `/clients/${caseId}`;
  const held = await heldNow(ctx, caseId);
  const away = await warnOfPerson(ctx, header.personId, locale);
  const link = (label: string, path: string) => ({
    label,
    href: base + path,
    current: `/${page}` === (path || '/overview'),
  });
  return {
    caseId,
    personId: header.personId,
    base,
    name: header.name,
    facts: [
      { label: m.cases_col_number(), value: header.label ?? m.cases_no_number() },
      { label: m.cases_col_birth(), value: birthWords(header, locale) },
      { label: m.cases_col_kind(), value: kindWords[header.kind]() },
      { label: m.cases_col_counsellor(), value: header.pkName ?? m.cases_no_counsellor() },
      { label: m.cases_unit(), value: header.unitName },
    ],
    photo: header.photoFileId
      ? { src: `/files/${header.photoFileId}`, alt: m.cases_photo_alt({ name: header.name }) }
      : undefined,
    state: shownState(header.state),
    phase: header.phase && isOpen(header.state) ? phaseWords[header.phase]() : undefined,
    held: held && {
      label:
        held.standing === 'confirmed'
          ? m.notices_held_at({ place: held.place })
          : m.notices_likely_at({ place: held.place }),
      href: `${base}/held`,
    },
    // On the pages of his own search it would say what they are about.
    away: page === 'at-large' ? away.filter(({ href }) => href !== `${base}/at-large`) : away,
    child: header.ageGroup === 'child' ? ageWords.child() : undefined,
    warning: header.openedUntil
      ? m.cases_opened_banner({ time: formatTime(header.openedUntil, header.zone, locale) })
      : header.sealed
        ? m.cases_sealed_banner()
        : header.ageGroup === 'child'
          ? m.cases_child_banner()
          : header.guarded
            ? m.cases_guarded_banner()
            : undefined,
    version: header.version,
    today: header.today,
    may: header.may,
    pages: [
      link(m.cases_nav_overview(), ''),
      link(m.cases_nav_check_ins(), '/check-ins'),
      ...(header.may['assessment:read'] ? [link(m.assessments_nav(), '/assessments')] : []),
      link(m.contacts_nav(), '/contacts'),
      link(m.cases_nav_breaches(), '/breaches'),
      link(m.letters_nav(), '/letters'),
      ...(isOpen(header.state) ? [] : [link(m.at_large_title(), '/at-large')]),
      link(m.cases_nav_revocations(), '/revocations'),
      link(m.cases_nav_permits(), '/permits'),
      ...(header.may['case:read_specific'] ? [link(m.notices_nav(), '/held')] : []),
      link(m.cases_nav_notes(), '/notes'),
      link(m.cases_nav_legal(), '/legal'),
      link(m.cases_nav_period(), '/period'),
      link(m.cases_nav_phase(), '/phase'),
      link(m.cases_nav_conditions(), '/conditions'),
      link(m.cases_nav_guarantor(), '/guarantor'),
      link(m.cases_nav_assignment(), '/assignment'),
      link(m.cases_nav_documents(), '/documents'),
      link(m.cases_nav_history(), '/history'),
    ],
    header,
  };
}

export function birthWords(one: { birthDate: PlainDate | null; birthPrecision: string }, locale: Locale): string {
  if (!one.birthDate) return m.cases_birth_unknown();
  if (one.birthPrecision === 'day') return formatDate(one.birthDate, locale);
  const length = one.birthPrecision === 'month' ? 7 : 4;
  const partial = parsePartialDate(
    one.birthDate.slice(0, length),
    one.birthPrecision === 'about_year' ? 'about_year' : undefined,
  );
  return partial ? formatPartialDate(partial, locale) : formatDate(one.birthDate, locale);
}

/** A day as tables show it, or a dash. */
export function dayWords(day: PlainDate | null | undefined, locale: Locale): string {
  return day ? formatShortDate(day, locale) : '–';
}

export function optionsOf<T extends string>(
  words: Readonly<Record<T, () => string>>,
  only: readonly T[] = Object.keys(words) as T[],
) {
  return only.map((value) => ({ value, label: words[value]() }));
}

export type { CaseHeader };

/** A guidance that rests is nothing that is well. */
export function shownState(state: CaseState) {
  const open = isOpen(state);
  const tone = state === 'paused' ? 'warning' : open ? 'success' : 'neutral';
  return { label: stateWords[state](), open, tone } as const;
}
