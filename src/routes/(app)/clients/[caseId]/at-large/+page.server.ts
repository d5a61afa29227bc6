import { formatDate, formatShortDate, type Locale } from '#kernel/format';
import {
  addresseeWords,
  alarmFromWords,
  alarmWords,
  closureWords,
  documentWords,
  infoGradeWords,
  isWhole,
  nextState,
  nextWords,
  OpenForm,
  OpenOnDocumentForm,
  outcomeWords,
  reportedSteps,
  sourceGradeWords,
  standingWords,
  stateWords,
  stepWords,
  type Decree,
} from '#modules/at-large';
import {
  openOnDocument,
  openSearch,
  readFamily,
  type FamilyOf,
  type SearchInFull,
  type SearchOfCase,
} from '#modules/at-large/server';
import { findPlace } from '#modules/people/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { familyByStep } from '../../../family.server.ts';
import { act, toFile } from './act.server.ts';
import { heldAlready, showSearchOf, sinceWords, toneOf } from './shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { of, header: _, ...page } = await showSearchOf(ctx, params.caseId, language);
    const held = of.may.keep ? await heldAlready(ctx, params.caseId, of.search) : undefined;
    const family = of.search ? await readFamily(ctx, of.search) : undefined;
    const untold = family?.untold.length ?? 0;
    return {
      ...page,
      saved: url.searchParams.has('saved'),
      held: held && {
        says: m.at_large_held_says({
          place: held.place,
          day: held.since ? formatDate(held.since, language) : m.at_large_not_known(),
        }),
        href: `${page.base}/closure?held=1`,
      },
      mayOpen: of.mayOpen,
      needsPaper: of.needsPaper,
      mayOpenOnPaper: of.mayOpenOnPaper,
      submissionId: newSubmissionId(),
      search: of.search && {
        ...(await fileOf(of.search, family, language)),
        family: untold > 0 ? m.revocations_family_untold({ count: String(untold) }) : '',
        work: workOf(of.search, of.may, page.base),
      },
    };
  });

async function fileOf(one: SearchInFull, family: FamilyOf | undefined, locale: Locale) {
  const told = familyByStep(family?.calls ?? []);
  const untold = new Set(family?.untold.map(({ id }) => id));
  const day = (on: typeof one.openedOn | null) => (on ? formatDate(on, locale) : m.at_large_not_known());
  const file = (id: string | null) => (id ? `/files/${id}` : undefined);
  const places = new Map<string, string>();
  for (const { areaCode } of one.sightings)
    if (areaCode) places.set(areaCode, (await findPlace(areaCode))?.names.join(', ') ?? areaCode);
  return {
    state: { label: standingWords(one), tone: toneOf(one.state) },
    since: sinceWords(one, locale),
    next: nextWords[one.state](),
    running: one.running,
    facts: [
      { label: m.at_large_decree_label(), value: one.decree.number || m.at_large_not_known() },
      { label: m.at_large_decree_dated(), value: day(one.decree.dated) },
      { label: m.at_large_decree_issuer(), value: one.decree.issuer || m.at_large_not_known() },
      { label: m.at_large_ended_supervision(), value: day(one.openedOn) },
      { label: m.at_large_time_served(), value: m.at_large_time_served_unknown() },
    ],
    copies: one.copies.map((copy) => ({
      id: copy.id,
      who: `${addresseeWords[copy.addressee]()}: ${copy.name}`,
      sent: m.at_large_copy_sent({ day: formatShortDate(copy.sentOn, locale), number: copy.letterNumber || '–' }),
      received: copy.receivedOn
        ? m.at_large_copy_received({ day: formatShortDate(copy.receivedOn, locale), name: copy.receivedBy })
        : undefined,
    })),
    missing: one.copiesMissing.map((addressee) => addresseeWords[addressee]()),
    moves: one.moves.map((move) => ({
      id: move.id,
      // A step names where it leads; only who was lost again stands where he stood before.
      what: move.step === 'lose' ? `${stepWords.lose()}: ${stateWords[move.to]()}` : stepWords[move.step](),
      line: [formatDate(move.day, locale), move.by, move.place].filter(Boolean).join(' · '),
      document: [documentWords[move.document](), move.documentNumber].filter(Boolean).join(' '),
      reason: move.reason,
      told: told.get(move.id),
      isUntold: untold.has(move.id),
      file: file(move.fileId),
    })),
    sightings: one.sightings.map((seen) => ({
      id: seen.id,
      what: `${formatDate(seen.seenOn, locale)}, ${seen.place}`,
      area: seen.areaCode ? places.get(seen.areaCode) : undefined,
      grade: m.at_large_graded({
        source: sourceGradeWords[seen.sourceGrade](),
        info: infoGradeWords[seen.infoGrade](),
      }),
      toldBy: seen.toldBy,
      note: seen.note,
      by: [seen.by, seen.fromUnit].filter(Boolean).join(', '),
      file: file(seen.fileId),
    })),
    closures: one.closures.map((closure) => ({
      id: closure.id,
      what: `${closureWords[closure.step]()}, ${formatDate(closure.day, locale)}`,
      state: closure.outcome ? outcomeWords[closure.outcome]() : m.at_large_waits(),
      line: [closure.institution, closure.number, closure.registerNumber, closure.by].filter(Boolean).join(' · '),
      decided: [closure.decidedBy, closure.decisionNote].filter(Boolean).join(': '),
      file: file(closure.fileId),
    })),
    corrections: one.corrections.map((correction) => ({
      id: correction.id,
      what: m.at_large_correction_line({
        was: decreeLine(correction.was, locale),
        now: decreeLine(correction, locale),
      }),
      state: correction.outcome ? outcomeWords[correction.outcome]() : m.at_large_waits(),
      reason: correction.reason,
      by: correction.by ?? '',
      decided: [correction.decidedBy, correction.decisionNote].filter(Boolean).join(': '),
    })),
    alarms: one.alarms.map((alarm) => ({
      id: alarm.id,
      what: m.at_large_alarm_line({
        days: String(alarm.days),
        from: alarmFromWords[alarm.from](),
        reason: alarmWords[alarm.reason](),
        day: formatDate(alarm.raisedOn, locale),
      }),
    })),
  };
}

function decreeLine({ number, dated, issuer }: Decree, locale: Locale): string {
  return [number, dated ? formatShortDate(dated, locale) : '', issuer].filter(Boolean).join(', ');
}

/** What may be done now; what may not has no link. */
function workOf(one: SearchInFull, may: SearchOfCase['may'], base: string) {
  const closable = nextState(one.state, 'hand_over') !== undefined;
  return {
    steps: may.keep
      ? [
          ...(one.decreeGiven
            ? []
            : [
                {
                  label: isWhole(one.decree) ? m.at_large_do_correct() : m.at_large_do_decree(),
                  href: `${base}/decree`,
                },
              ]),
          ...(one.running ? [{ label: m.at_large_do_copies(), href: `${base}/copies` }] : []),
          ...reportedSteps
            .filter((step) => nextState(one.state, step))
            .map((step) => ({ label: stepWords[step](), href: `${base}/step?take=${step}` })),
          ...(one.running ? [{ label: m.at_large_do_sighting(), href: `${base}/sighting` }] : []),
          ...(may.draft && one.running ? [{ label: m.at_large_do_letter(), href: `${base}/letter` }] : []),
          ...(closable && !one.waiting ? [{ label: m.at_large_do_closure(), href: `${base}/closure` }] : []),
        ]
      : [],
    confirm: may.confirm && one.waiting ? `${base}/confirm` : undefined,
    correction: may.confirm && one.waitingCorrection ? `${base}/decree` : undefined,
    paper: `${base}/paper`,
  };
}

export const actions: Actions = {
  open: (event) =>
    act(event, OpenForm, (ctx, _, { id }) => openSearch(ctx, { caseId: id }), { to: toFile(event.params.caseId) }),
  openOnDocument: (event) =>
    act(
      event,
      OpenOnDocumentForm,
      (ctx, { submissionId: _, ...paper }, { id }) => openOnDocument(ctx, { ...paper, caseId: id }),
      { to: toFile(event.params.caseId), fieldOf: { day_in_future: 'dated', number_used: 'number' } },
    ),
};
