import { error, redirect } from '@sveltejs/kit';
import { formatDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { presencesIn } from '#kernel/presences';
import {
  advices,
  adviceWords,
  callsGuardian,
  confirmsNote,
  isDecree,
  longestEnd,
  mustTell,
  needsNext,
  nextWords,
  refusalWords,
  reprimands,
  StepForm,
  stepNames,
  stepRow,
  stepWords,
  type RevocationRefusal,
} from '#modules/revocations';
import { findCustodyNote } from '#modules/breaches/server';
import { noteMinutes, periodOf, readProceeding, takeStep } from '#modules/revocations/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { readUpload } from '#web/upload.server';
import { optionsOf } from '../../../clients/shown.server.ts';
import { showProceeding } from '../file.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = {
  who: 'staff',
  any: ['revocation:handle', 'revocation:decide', 'revocation:forward', 'revocation:decree'],
};

function stepOf(name: string) {
  return stepNames.find((one) => one === name) ?? error(404, m.errors_not_found());
}

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const step = stepOf(params.step);
    const { one, shown } = await showProceeding(ctx, params.id, locals.language);
    const row = stepRow(step);
    const isOurs = isDecree(step) && !row.outside;
    const confirms = confirmsNote(step);
    const period = step === 'note_period' ? await periodOf(ctx, one.of.caseId) : undefined;
    const before = one.moves.at(-1);
    const ends = step === 'carry_out' || step === 'confirm_decree';
    const sendsBack = ends && (one.route === 'tiers' || one.route === 'judge');
    const held = sendsBack ? await findCustodyNote(ctx, one.of.caseId) : undefined;
    const by = new Map(one.moves.map((move) => [move.step as string, move.madeBy]));
    return {
      shown,
      title: stepWords[step](),
      lead: nextWords[one.state](),
      isOpen: one.steps.includes(step),
      needsOther:
        (step === 'hear' && one.minutes?.madeBy === one.actorId) ||
        (row.notBy ?? []).some((earlier) => (earlier === 'begin' ? one.begunBy : by.get(earlier)) === one.actorId),
      sits: step === 'hear' && one.sits,
      minutes:
        step === 'hear' && one.minutes
          ? {
              facts: [
                { label: m.revocations_advice(), value: adviceWords[one.minutes.advice]() },
                { label: m.revocations_day_sitting(), value: formatDate(one.minutes.heldOn, locals.language) },
                { label: m.revocations_document_number(), value: one.minutes.documentNumber },
                {
                  label: m.revocations_minutes_paper(),
                  value: m.revocations_minutes_open(),
                  href: `/files/${one.minutes.fileId}`,
                },
                { label: m.revocations_reason(), value: one.minutes.reason },
              ],
              reason: one.minutes.reason,
            }
          : undefined,
      submissionId: newSubmissionId(),
      before: before && { what: stepWords[before.step](), reason: before.reason, by: before.by ?? '–' },
      asks: {
        day:
          step === 'hear'
            ? one.minutes
              ? undefined
              : m.revocations_day_sitting()
            : row.outside
              ? m.revocations_day()
              : undefined,
        number: Boolean(row.numbered) && !isOurs && !confirms && !(step === 'hear' && one.minutes),
        issuer: isDecree(step) && Boolean(row.outside),
        newEnd:
          step !== 'note_period'
            ? undefined
            : period
              ? m.revocations_new_end_hint({
                  until: formatDate(period.until, locals.language),
                  longest: formatDate(longestEnd(period), locals.language),
                })
              : m.revocations_refusal_period_unknown(),
        advice: step === 'hear' && !one.minutes,
        paper: step === 'hear' && !one.minutes,
        reprimand: reprimands(step),
        next: needsNext(one.kind, step),
        mustTell: mustTell(one, step),
        told: !one.of.above && step !== 'stop' && (step !== 'hear' || one.minutes !== undefined),
        presence: callsGuardian(one.of.ageGroup === 'child', step) && !(step === 'hear' && one.minutes),
      },
      noted:
        confirms && before
          ? [
              { label: m.revocations_confirmed_number_hint(), value: `${before.documentNumber} · ${before.issuer}` },
              ...(before.newEnd && before.endBefore
                ? [
                    {
                      label: m.revocations_new_end(),
                      value: m.revocations_new_end_set({
                        before: formatDate(before.endBefore, locals.language),
                        after: formatDate(before.newEnd, locals.language),
                      }),
                    },
                  ]
                : []),
            ]
          : undefined,
      isOurs,
      held: held && m.revocations_held_hint({ place: held.place }),
      drafts: Boolean(row.letter),
      advices: optionsOf(adviceWords, advices),
      place: shown.unit,
    };
  });

const fieldOf: Partial<Record<RevocationRefusal, string>> = {
  day_missing: 'day',
  day_in_future: 'day',
  day_before_last: 'day',
  reason_missing: 'reason',
  told_missing: 'told',
  number_missing: 'documentNumber',
  number_used: 'documentNumber',
  issuer_missing: 'issuer',
  advice_missing: 'advice',
  minutes_missing: 'file',
  period_unknown: 'newEnd',
  new_end_missing: 'newEnd',
  new_end_same: 'newEnd',
  new_end_before_decision: 'newEnd',
  new_end_too_late: 'newEnd',
  counselling_missing: 'counselling',
  next_missing: 'nextOn',
  next_in_past: 'nextOn',
  presence_missing: 'guardianNote',
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    if (!isUuid(params.id)) error(404, m.errors_not_found());
    const step = stepOf(params.step);
    const form = await readForm(request, StepForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const { submissionId: _, file, confirms, held, ...said } = form.values;
    const input = {
      ...said,
      proceedingId: params.id,
      presences: presencesIn(said),
    };
    const notes = step === 'hear' && !confirms;
    const upload = notes && file !== undefined ? await readUpload(file, 'document') : undefined;
    if (upload && !upload.ok)
      return sayRefusal(422, form.typed, { file: [upload.problem] }, refusalWords, locals.language);
    const answer = await locals.runOnce(form.submission, async (ctx) =>
      notes
        ? { ...(await noteMinutes(ctx, { ...input, file: upload?.file ?? null })), sealed: false }
        : takeStep(ctx, { ...input, step }),
    );
    if (!answer.ok)
      return sayRefusal(
        409,
        form.typed,
        { [fieldOf[answer.refusal] ?? '']: [answer.refusal] },
        refusalWords,
        locals.language,
      );
    // A child's file is closed with its end: there is nothing to go back to.
    if (answer.sealed) redirect(303, '/revocations');
    if (!held) redirect(303, `/revocations/${params.id}?saved=1`);
    // What the search for him waits for is written down at once, and confirmed by somebody else.
    const { of } = await locals.read((ctx) => readProceeding(ctx, params.id));
    redirect(303, `/clients/${of.caseId}/at-large/closure?held=1`);
  },
};
