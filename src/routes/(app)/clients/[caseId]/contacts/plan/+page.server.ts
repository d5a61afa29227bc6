import { formatNumericDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { CancelForm, contactKinds, isAppointment, kindHints, kindWords, moveForm, planForm } from '#modules/contacts';
import { cancelPlan, moveContact, planContact, readPlan } from '#modules/contacts/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../../../contact-act.server.ts';
import { sayContactDue } from '../../../../contact-shown.server.ts';
import { idOf } from '../../../../ledger-act.server.ts';
import { showCase } from '../../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['contact:record'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header: _, ...shown } = await showCase(ctx, params.caseId, 'contacts', language);
    const asked = url.searchParams.get('of');
    const { of, plan } = await readPlan(ctx, params.caseId, isUuid(asked) ? asked : null);
    const open = plan && plan.closedAs === null ? plan : undefined;
    return {
      shown,
      today: of.today,
      todayTyped: formatNumericDate(of.today),
      gone: asked !== null && !open,
      submissionId: newSubmissionId(),
      cancelId: newSubmissionId(),
      kinds: contactKinds.map((value) => ({ value, label: kindWords[value](), hint: kindHints[value]() })),
      plan: open && {
        id: open.id,
        title: (open.plannedOn ? m.contacts_move_title : m.contacts_set_title)({ kind: kindWords[open.kind]() }),
        due: open.origin === 'rule' ? sayContactDue(open, language) : '',
        on: formatNumericDate(open.plannedOn ?? of.today),
        time: open.atTime,
        place: open.place,
        purpose: open.purpose,
        isTold: open.isTold,
        isSet: open.plannedOn !== null,
        mayTell: isAppointment(open.kind),
      },
    };
  });

const contactsOf = (caseId: string) => `/clients/${caseId}/contacts?saved=1`;
const beside = { day_past: 'on', after_guidance: 'on', client_travels: 'on', reason_missing: 'reason' } as const;

/** Days are judged by the use case, at the client's office; here only what can be no day is refused. */
const today = (event: { locals: App.Locals; params: { caseId: string } }) =>
  event.locals.read(async (ctx) => (await readPlan(ctx, idOf(event.params.caseId), null)).of.today);

export const actions: Actions = {
  plan: async (event) =>
    act(
      event,
      planForm(await today(event)),
      (ctx, { submissionId: _, ...typed }) => planContact(ctx, { ...typed, caseId: idOf(event.params.caseId) }),
      contactsOf(event.params.caseId),
      beside,
    ),
  move: async (event) =>
    act(
      event,
      moveForm(await today(event)),
      (ctx, { submissionId: _, ...typed }) => moveContact(ctx, { ...typed, caseId: idOf(event.params.caseId) }),
      contactsOf(event.params.caseId),
      beside,
    ),
  cancel: (event) =>
    act(
      event,
      CancelForm,
      (ctx, { plannedId, reason }) => cancelPlan(ctx, { caseId: idOf(event.params.caseId), plannedId, reason }),
      contactsOf(event.params.caseId),
      beside,
    ),
};
