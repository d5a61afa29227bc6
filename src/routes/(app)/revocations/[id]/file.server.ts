import { error } from '@sveltejs/kit';
import { formatDate, formatMoment, formatNumber, formatShortDate, type Locale } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { daysBetween } from '#kernel/plain-date';
import { inSentence } from '#kernel/text';
import { holds } from '#modules/access';
import { ageWords, kindWords as clientKindWords } from '#modules/cases';
import { getCaseHeader } from '#modules/cases/server';
import { getLetterKind } from '#modules/letters';
import {
  adviceWords,
  documentWords,
  dueAt,
  findingWords,
  holderAt,
  holderWords,
  isOver,
  kindWords,
  nextWords,
  releaseWords,
  routeWords,
  sayState,
  stateWords,
  stepWords,
  stretches,
  urgency,
  urgencyWords,
} from '#modules/revocations';
import { readProceeding, type Enclosed, type FamilyOf, type ProceedingInFull } from '#modules/revocations/server';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { leftWords, sayLastDay } from '../../../due.server.ts';
import { toneOf } from '../shown.server.ts';
import { warnOfPerson } from '../../away/shown.server.ts';
import { sayLifted } from '../../clients/shown.server.ts';
import { familyByStep } from '../../family.server.ts';
import { sayPresences } from '../../presences.server.ts';

/** What every page about one proceeding begins with: whom it concerns, on which way it is and where it stands. */
export async function showProceeding(ctx: ReadCtx, id: string, language: Locale) {
  if (!isUuid(id)) error(404, m.errors_not_found());
  const one = await readProceeding(ctx, id);
  const { of } = one;
  // A tier is shown the name that came up with the proposal; the office has the file itself.
  const known = of.above ?? (await namesHere(ctx, of.caseId));
  return {
    one,
    shown: {
      id: one.id,
      base: `/revocations/${one.id}`,
      title: `${kindWords[one.kind]()}: ${known.name}`,
      client: !of.above
        ? { href: `/clients/${of.caseId}/revocations`, label: m.revocations_to_client() }
        : holds(ctx.actor, 'case:open_with_reason')
          ? { href: `/clients/${of.caseId}`, label: m.revocations_open_file() }
          : undefined,
      name: known.name,
      register: known.registerLabel || m.cases_no_number(),
      unit: known.unitName,
      clientKind: clientKindWords[of.kind](),
      child: of.ageGroup === 'child' ? ageWords.child() : undefined,
      state: {
        label: sayState({ state: one.state, lifted: one.lifted !== undefined }),
        tone: toneOf(one.state, one.lifted !== undefined),
      },
      urgent: one.urgent && !isOver(one.state),
      away: await warnOfPerson(ctx, of.personId, language, known.name),
    },
  };
}
export type ShownProceeding = Awaited<ReturnType<typeof showProceeding>>['shown'];

async function namesHere(ctx: ReadCtx, caseId: string) {
  const { name, label, unitName } = await getCaseHeader(ctx, caseId, 'revocations');
  return { name, registerLabel: label, unitName };
}

export function turnOf(one: ProceedingInFull, language: Locale) {
  const holder = holderAt(one.route, one.state);
  if (!holder) return undefined;
  const due = dueAt(one);
  return {
    who: holderWords[holder](),
    what: nextWords[one.state](),
    due: due ? m.revocations_due({ day: sayLastDay(due, language) }) : undefined,
    left: leftWords(one.daysLeft, one.serviceUntil, language),
    late: one.daysLeft < 0 || (one.dueOn !== null && one.dueOn < one.of.today),
  };
}

/** That the client was released, or is not, since it began: then it takes effect no more. */
export function meanwhileOf({ kind, state, standing }: Pick<ProceedingInFull, 'kind' | 'state' | 'standing'>) {
  if (isOver(state)) return undefined;
  if (kind === 'cancellation' && standing === 'released')
    return { title: m.revocations_released_meanwhile(), text: m.revocations_released_meanwhile_lead() };
  if (kind === 'revocation' && standing === 'not_released')
    return { title: m.revocations_not_out_meanwhile(), text: m.revocations_not_out_meanwhile_lead() };
  return undefined;
}

export function factsOf(one: ProceedingInFull, language: Locale) {
  const { of } = one;
  return [
    { label: m.revocations_way(), value: routeWords[one.route](), href: `/revocations/routes#${one.route}` },
    ...(one.release
      ? [
          {
            label: m.revocations_release_used(),
            value: releaseWords[one.release.by]({ day: formatDate(one.release.day, language) }),
          },
        ]
      : []),
    { label: m.revocations_begun_on(), value: formatDate(one.begunOn, language) },
    { label: m.revocations_begun_by(), value: one.begunByName ?? '–' },
    { label: m.revocations_reason(), value: one.reason },
    ...(one.danger ? [{ label: m.revocations_danger(), value: one.danger }] : []),
    ...(one.urgentSince
      ? [
          {
            label: m.revocations_urgent(),
            value: m.revocations_urgent_since({
              day: formatDate(one.urgentSince, language),
              by: one.urgentBy ?? '–',
              what: urgencyWords[urgency[one.route]](),
            }),
          },
        ]
      : []),
    ...(one.finding
      ? [{ label: m.revocations_finding(), value: `${findingWords[one.finding]()}, ${one.findingNumber}` }]
      : []),
    ...(one.told ? [{ label: m.revocations_told(), value: one.told }] : []),
    ...(one.nextOn
      ? [
          {
            label: m.revocations_next_on(),
            value: [formatDate(one.nextOn, language), one.nextPlace].filter(Boolean).join(', '),
          },
        ]
      : []),
    ...(one.decreeNumber && one.decreeOn
      ? [
          {
            label: m.revocations_decree(),
            value: m.revocations_decree_of({
              number: one.decreeNumber,
              day: formatDate(one.decreeOn, language),
              issuer: one.decreeIssuer || '–',
            }),
          },
        ]
      : []),
    ...(one.lifted ? [{ label: m.cases_lifted(), value: sayLifted(one.lifted, language) }] : []),
    {
      label: m.revocations_age(),
      value: m.revocations_days({
        count: formatNumber(daysBetween(one.begunOn, one.endedOn ?? of.today), language),
      }),
    },
  ];
}

/** The steps that were taken; in a child's case each with who of the family was there or was told of it. */
export function movesOf(one: ProceedingInFull, family: FamilyOf | undefined, language: Locale) {
  const told = familyByStep(family?.calls ?? []);
  const untold = new Set(family?.untold.map(({ id }) => id));
  return one.moves.map((move) => ({
    id: move.id,
    what: stepWords[move.step](),
    line: m.revocations_move_line({
      day: formatShortDate(move.day, language),
      by: move.by ?? '–',
      document: [documentWords[move.document](), move.documentNumber, move.issuer].filter(Boolean).join(' '),
    }),
    written: formatMoment(move.madeAt, one.of.zone, language),
    advice: move.advice ? adviceWords[move.advice]() : undefined,
    newEnd:
      move.newEnd && move.endBefore
        ? m.revocations_new_end_set({
            before: formatDate(move.endBefore, language),
            after: formatDate(move.newEnd, language),
          })
        : undefined,
    reason: move.reason,
    reprimand: move.notProven
      ? m.revocations_not_proven_said()
      : move.counselling
        ? m.revocations_reprimanded({ counselling: move.counselling })
        : undefined,
    presence: sayPresences(move),
    told: told.get(move.id),
    isUntold: untold.has(move.id),
  }));
}

/** What came with the proposal: the case for the decision as it stood, the examination, and the minutes of the sitting. */
export function enclosedOf({ annexes, examinations, minutes, sittings }: Enclosed, base: string, language: Locale) {
  const enclosed: { id: string; href?: string; name: string; line: string }[] = [
    ...annexes.map((annex) => ({
      id: annex.id,
      href: `${base}/annex/${annex.id}`,
      name: m.revocations_annex(),
      line: m.revocations_annex_of({
        day: formatShortDate(annex.asOf, language),
        step: inSentence(stepWords[annex.step]()),
        code: annex.sha256.slice(0, 16),
      }),
    })),
    ...examinations.map((letter) => ({
      id: letter.id,
      href: `/letters/${letter.id}`,
      name: getLetterKind(letter.kind).name(),
      line: letter.label ?? '',
    })),
    ...minutes.map((one) => ({
      id: one.id,
      href: `${base}/minutes/${one.id}`,
      name: m.revocations_enclosed_minutes(),
      line: [one.documentNumber, formatShortDate(one.heldOn, language)].join(', '),
    })),
    ...sittings.map(({ sittingId, heldOn, letterId, label, sha256, standing }) => {
      const day = formatShortDate(heldOn, language);
      const name = m.revocations_enclosed_kept_minutes();
      if (standing === 'closed') return { id: sittingId, name, line: m.revocations_enclosed_kept_closed({ day }) };
      if (standing === 'unsigned') return { id: sittingId, name, line: m.revocations_enclosed_kept_unsigned({ day }) };
      const code = sha256?.slice(0, 16) ?? '';
      const line = m.revocations_enclosed_kept_of({ number: label, day, code });
      return { id: sittingId, href: `${base}/minutes/${letterId}`, name, line };
    }),
  ];
  return enclosed;
}

/** How long it lay with whom: lateness is whose the file was. */
export function stretchesOf(one: ProceedingInFull, language: Locale) {
  return stretches(one.route, one.begunOn, one.moves, one.endedOn ?? one.of.today).map((stretch, at) => {
    // What it was owed by is written with the step that brought it there, and of the first with the beginning.
    const due = at === 0 ? one.firstDueOn : one.moves[at - 1]?.dueOn;
    const late = due ? daysBetween(due, stretch.through) : 0;
    return {
      id: at,
      late: late > 0 ? m.revocations_stretch_late({ days: formatNumber(late, language) }) : undefined,
      state: stateWords[stretch.state](),
      words: m.revocations_stretch({
        holder: holderWords[stretch.holder](),
        days: formatNumber(daysBetween(stretch.from, stretch.through), language),
      }),
      from: formatShortDate(stretch.from, language),
    };
  });
}
