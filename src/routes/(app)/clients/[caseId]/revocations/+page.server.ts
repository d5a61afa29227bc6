import { error, redirect } from '@sveltejs/kit';
import { formatDate, formatShortDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { presencesIn } from '#kernel/presences';
import { hasRelease, kindRow } from '#modules/cases';
import {
  BeginForm,
  findings,
  findingWords,
  kindFor,
  kindWords,
  refusalWords,
  releaseOf,
  releaseWords,
  routeFor,
  routeWords,
  sayState,
  urgency,
  urgentBoxWords,
  type RevocationRefusal,
} from '#modules/revocations';
import { beginProceeding, listProceedingsOf } from '#modules/revocations/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { toneOf } from '../../../revocations/shown.server.ts';
import { optionsOf, showCase } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header: _, ...shown } = await showCase(ctx, params.caseId, 'revocations', language);
    const { lines, waiting, mayHandle, of } = await listProceedingsOf(ctx, params.caseId);
    const { early } = kindRow(of.kind);
    const release = releaseOf(of, of.today);
    const kind = kindFor(release);
    const route = kind && routeFor(kind, early);
    const running = lines.some(({ endedOn }) => endedOn === null);
    const mayBegin =
      mayHandle &&
      shown.state.open &&
      !running &&
      route !== undefined &&
      (kind === 'cancellation' || waiting.length > 0);
    return {
      shown,
      submissionId: newSubmissionId(),
      kind,
      released:
        release.standing === 'unknown'
          ? undefined
          : releaseWords[release.by]({ day: formatDate(release.day, language) }),
      // Nobody guesses it: whoever would begin writes it down first, with the paper that says so.
      asksRelease:
        mayHandle && shown.state.open && !running && release.standing === 'unknown'
          ? {
              text: release.day
                ? m.revocations_release_passed({ day: formatDate(release.day, language) })
                : m.revocations_release_unknown(),
              href: hasRelease(of.kind) ? `${shown.base}/period#release` : `${shown.base}/period`,
            }
          : undefined,
      heading: kind === 'revocation' ? m.revocations_begin() : m.revocations_begin_cancellation(),
      way: route && m.revocations_begin_lead({ route: routeWords[route]() }),
      uncertain: mayBegin && route === 'authority',
      mayBegin,
      mayHandle,
      urgentBox: route && urgentBoxWords[urgency[route]](),
      toldHint:
        route && urgency[route] === 'comes_first'
          ? m.revocations_begin_told_hint_always()
          : m.revocations_begin_told_hint(),
      asksPresence: of.ageGroup === 'child',
      findings: optionsOf(findingWords, findings),
      waiting: waiting.map((one) => ({
        value: one.breachId,
        label: m.revocations_waiting_line({ day: formatDate(one.openedOn, language) }),
      })),
      proceedings: lines.map((one) => ({
        id: one.id,
        href: `/revocations/${one.id}`,
        what: kindWords[one.kind](),
        state: sayState({ state: one.state, lifted: one.liftedBy !== null }),
        tone: toneOf(one.state, one.liftedBy !== null),
        line: [
          routeWords[one.route](),
          formatShortDate(one.begunOn, language),
          ...(one.liftedBy ? [m.revocations_lifted_line({ number: one.liftedBy })] : []),
          ...(one.newEnd ? [m.revocations_new_end_line({ day: formatDate(one.newEnd, language) })] : []),
        ].join(' · '),
      })),
    };
  });

const fieldOf: Partial<Record<RevocationRefusal, string>> = {
  reason_missing: 'reason',
  told_missing: 'told',
  presence_missing: 'guardianNote',
  danger_missing: 'danger',
  urgent_not_allowed: 'urgent',
  finding_missing: 'finding',
  number_missing: 'documentNumber',
  breach_needed: 'breachId',
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const { caseId } = params;
    if (!isUuid(caseId)) error(404, m.errors_not_found());
    const form = await readForm(request, BeginForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const { submissionId: _, ...typed } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) =>
      beginProceeding(ctx, { ...typed, caseId, presences: presencesIn(typed) }),
    );
    if (!answer.ok)
      return sayRefusal(
        409,
        form.typed,
        { [fieldOf[answer.refusal] ?? '']: [answer.refusal] },
        refusalWords,
        locals.language,
      );
    redirect(303, `/revocations/${answer.proceedingId}?saved=1`);
  },
};
