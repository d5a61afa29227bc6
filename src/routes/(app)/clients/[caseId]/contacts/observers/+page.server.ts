import { formatCode } from '#kernel/codes';
import { formatDate, formatNumber, formatShortMoment } from '#kernel/format';
import {
  DecideForm,
  InviteForm,
  observationAnswerWords,
  observationQuestions,
  observationQuestionWords,
  observerKinds,
  observerWords,
  RevokeForm,
} from '#modules/contacts';
import {
  decideObservation,
  inviteObserver,
  observerCode,
  observerMark,
  readObservers,
  revokeObserver,
} from '#modules/contacts/server';
import { getPublicAddress } from '#modules/installation/server';
import { realTodayAt } from '#modules/units';
import { m } from '#messages';
import { drawQr } from '#ui/qr.ts';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../../../contact-act.server.ts';
import { idOf } from '../../../../ledger-act.server.ts';
import { optionsOf, showCase } from '../../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['observer:invite'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header, ...shown } = await showCase(ctx, params.caseId, 'contacts', language);
    const { observers, observations, of } = await readObservers(ctx, params.caseId);
    const today = realTodayAt(of, ctx.now);
    const address = (await getPublicAddress(ctx.tx)) ?? url.origin; // where people outside reach us
    const wanted = url.searchParams.get('show');
    const isOpen = (one: (typeof observers)[number]) => one.revokedAt === null && one.expiresOn >= today;
    const shownLink = observers.find((one) => one.id === wanted && isOpen(one));
    return {
      shown,
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      kinds: optionsOf(observerWords, observerKinds),
      sheet: shownLink && {
        name: shownLink.name,
        text: m.contacts_sheet_text({ office: header.unitName }),
        mark: m.contacts_sheet_mark({ mark: observerMark(shownLink.id) }),
        until: m.contacts_sheet_until({ day: formatDate(shownLink.expiresOn, language) }),
        address: `${address}/o/${observerCode(shownLink.id)}`,
        code: formatCode(observerCode(shownLink.id)),
        qr: drawQr(`${address}/o/${observerCode(shownLink.id)}`),
      },
      links: observers.map((one) => ({
        id: one.id,
        submissionId: newSubmissionId(),
        who: `${one.name} (${observerWords[one.kind]()})`,
        isOpen: isOpen(one),
        state: one.revokedAt
          ? m.contacts_link_revoked({ reason: one.revokeReason })
          : isOpen(one)
            ? m.contacts_link_until({ day: formatDate(one.expiresOn, language) })
            : m.contacts_link_expired(),
        answers: m.contacts_link_answers({ count: formatNumber(one.answers, language) }),
      })),
      observations: observations.map((one) => ({
        id: one.id,
        submissionId: newSubmissionId(),
        who: `${one.name} (${observerWords[one.kind]()})`,
        sent: m.contacts_sent_on({ moment: formatShortMoment(one.sentAt, of.zone, language) }),
        lines: observationQuestions.map((question) => ({
          label: observationQuestionWords[question](),
          value: (observationAnswerWords[question] as Record<string, () => string>)[one[question]]!(),
        })),
        words: one.words,
        decided: one.decision
          ? {
              label: one.decision === 'confirmed' ? m.contacts_was_confirmed() : m.contacts_was_set_aside(),
              confirmed: one.decision === 'confirmed',
              note: one.decisionNote,
            }
          : undefined,
      })),
    };
  });

const place = (caseId: string) => `/clients/${caseId}/contacts/observers`;

export const actions: Actions = {
  invite: (event) =>
    act(
      event,
      InviteForm,
      (ctx, { kind, name }) => inviteObserver(ctx, { caseId: idOf(event.params.caseId), kind, name }),
      ({ observerId }) => `${place(event.params.caseId)}?show=${observerId}`,
    ),
  revoke: (event) =>
    act(
      event,
      RevokeForm,
      (ctx, { observerId, reason }) => revokeObserver(ctx, { caseId: idOf(event.params.caseId), observerId, reason }),
      `${place(event.params.caseId)}?saved=1`,
      { reason_missing: 'reason' },
    ),
  decide: (event) =>
    act(
      event,
      DecideForm,
      (ctx, { observationId, decision, note }) =>
        decideObservation(ctx, { caseId: idOf(event.params.caseId), observationId, decision, note }),
      `${place(event.params.caseId)}?saved=1`,
      { note_missing: 'note' },
    ),
};
