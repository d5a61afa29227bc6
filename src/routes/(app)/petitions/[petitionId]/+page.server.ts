import { error } from '@sveltejs/kit';
import { formatDate, formatNumericDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { awayAmongCases } from '#modules/at-large/server';
import { groundCodes, groundWords } from '#modules/breaches';
import {
  AcceptForm,
  AnswerPassingForm,
  decisionIn,
  DecideForm,
  ForwardForm,
  HearForm,
  IdentifyForm,
  isEnded,
  isIdentityOpen,
  isWaiting,
  nextState,
  PassForm,
  proposalFrom,
  ProposeForm,
  stateWords,
} from '#modules/petitions';
import {
  acceptPetition,
  answerPassing,
  decideEnd,
  findClientsFor,
  forwardUp,
  hearPetitioner,
  identifyClient,
  listDesksFor,
  passOn,
  proposeEnd,
  readPetition,
} from '#modules/petitions/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { warnOf, warnOfClient } from '../../away/shown.server.ts';
import { act } from '../act.server.ts';
import { dueWords } from '../../../due.server.ts';
import { optionsOf, toneOf } from '../shown.server.ts';
import { factsOf, hearingsOf, movesOf, petitionerOf } from './file.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['petition:handle'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    if (!isUuid(params.petitionId)) error(404, m.errors_not_found());
    const one = await readPetition(ctx, params.petitionId);
    const typed = url.searchParams.get('q') ?? '';
    const can = (step: Parameters<typeof nextState>[1]) => nextState(one.state, step) !== undefined;
    const found = can('identify') && typed !== '' ? await findClientsFor(ctx, one.id, typed) : [];
    const awayOnes = await awayAmongCases(
      ctx,
      found.map(({ caseId }) => caseId),
    );
    const proposing = proposalFrom(one.state, one.client !== null)?.propose;
    const deciding = decisionIn(one.state);
    const desks = await listDesksFor(ctx, one.id);
    return {
      id: one.id,
      title: m.petitions_one({ reference: one.reference }),
      saved: url.searchParams.has('saved'),
      state: { label: stateWords[one.state](), tone: toneOf(one.state) },
      due: isEnded(one.state) ? undefined : dueWords(one, one.today, language),
      late: !isEnded(one.state) && one.dueOn !== null && one.dueOn < one.today,
      isAccused: one.isAccused,
      facts: factsOf(one, language),
      petitioner: petitionerOf(one),
      away: one.client
        ? await warnOfClient(ctx, one.client.caseId, language)
        : await warnOf(ctx, { name: one.clientName }, language),
      attachments: one.attachments.map(({ id, bytes, mediaType }) => ({
        id,
        href: `/petitions/${one.id}/attachments/${id}`,
        name: mediaType === 'application/pdf' ? m.petitions_attachment_paper() : m.petitions_attachment_picture(),
        size: bytes,
      })),
      client: one.client && {
        href: `/clients/${one.client.caseId}`,
        name: one.client.name,
        register: one.client.registerLabel ?? '',
        breachHref:
          one.breachId && !one.isAccused ? `/clients/${one.client.caseId}/breaches/${one.breachId}` : undefined,
        lettersHref: one.state === 'refused' ? `/clients/${one.client.caseId}/letters` : undefined,
      },
      hearings: hearingsOf(one, language),
      moves: movesOf(one, language),
      today: formatNumericDate(one.today),
      place: one.office,
      identify: can('identify')
        ? {
            id: newSubmissionId(),
            typed,
            searched: typed !== '',
            options: found.map(({ caseId, name, registerLabel }) => ({
              value: caseId,
              label: [name, registerLabel, awayOnes.has(caseId) ? m.at_large_tag() : ''].filter(Boolean).join(' · '),
            })),
          }
        : undefined,
      hear: isWaiting(one.state) && isIdentityOpen(one.state) ? newSubmissionId() : undefined,
      accept: can('accept') ? { id: newSubmissionId(), grounds: optionsOf(groundWords, groundCodes) } : undefined,
      propose: proposing
        ? {
            id: newSubmissionId(),
            title:
              proposing === 'propose_refusal'
                ? m.petitions_propose_refusal()
                : proposing === 'propose_closing'
                  ? m.petitions_propose_closing()
                  : m.petitions_propose_answer(),
          }
        : undefined,
      decide:
        deciding && one.mayDecide
          ? { id: newSubmissionId(), byMe: one.proposal?.byMe ?? false, isRefusal: deciding === 'refuse' }
          : undefined,
      proposal: deciding ? one.proposal?.answer : undefined,
      waitsForHead: deciding !== undefined && !one.mayDecide,
      forward: can('forward_up') ? newSubmissionId() : undefined,
      cameFrom: one.cameFrom && {
        ...one.cameFrom,
        title: m.petitions_came_from({ office: one.cameFrom.office, day: formatDate(one.cameFrom.day, language) }),
      },
      passingAnswer: can('take_over') ? newSubmissionId() : undefined,
      pass: can('pass_on')
        ? { id: newSubmissionId(), desks: desks.map(({ id, name }) => ({ value: String(id), label: name })) }
        : undefined,
    };
  });

export const actions: Actions = {
  identify: (event) =>
    act(
      event,
      IdentifyForm,
      (ctx, { caseId, reason }, petitionId) => identifyClient(ctx, { petitionId, caseId, reason }),
      { fieldOf: { client_not_here: 'caseId', case_not_open: 'caseId', reason_missing: 'reason' } },
    ),
  hear: (event) =>
    act(
      event,
      HearForm,
      (ctx, { submissionId: _, ...typed }, petitionId) => hearPetitioner(ctx, { ...typed, petitionId }),
      { fieldOf: { day_in_future: 'heldOn', day_before_receipt: 'heldOn' } },
    ),
  accept: (event) =>
    act(
      event,
      AcceptForm,
      (ctx, { grounds, summary }, petitionId) => acceptPetition(ctx, { petitionId, grounds, summary }),
      { fieldOf: { ground_missing: 'grounds', reason_missing: 'summary', named_in_text: 'summary' } },
    ),
  propose: (event) =>
    act(event, ProposeForm, (ctx, { reason, answer }, petitionId) => proposeEnd(ctx, { petitionId, reason, answer }), {
      fieldOf: { reason_missing: 'reason', answer_missing: 'answer', named_in_text: 'answer' },
    }),
  decide: (event) =>
    act(
      event,
      DecideForm,
      (ctx, { decision, reason }, petitionId) => decideEnd(ctx, { petitionId, agree: decision === 'agree', reason }),
      { fieldOf: { reason_missing: 'reason', second_person_needed: 'decision' } },
    ),
  forward: (event) =>
    act(event, ForwardForm, (ctx, { reason }, petitionId) => forwardUp(ctx, { petitionId, reason }), {
      fieldOf: { reason_missing: 'reason' },
      to: '/petitions?forwarded',
    }),
  pass: (event) =>
    act(event, PassForm, (ctx, { toUnitId, reason }, petitionId) => passOn(ctx, { petitionId, toUnitId, reason }), {
      fieldOf: { reason_missing: 'reason', named_in_text: 'reason', no_desk_there: 'toUnitId' },
      to: '/petitions/passed?done',
    }),
  passing: (event) =>
    act(
      event,
      AnswerPassingForm,
      (ctx, { answer, reason }, petitionId) => answerPassing(ctx, { petitionId, answer, reason }),
      {
        fieldOf: { reason_missing: 'reason' },
        to: ({ answer }) =>
          answer === 'take_over' ? `/petitions/${event.params.petitionId}?saved` : '/petitions/passed?done',
      },
    ),
};
