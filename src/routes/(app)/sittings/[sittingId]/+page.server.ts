import { formatDate, formatNumber, formatNumericDate, formatShortDate } from '#kernel/format';
import { awayAmong } from '#modules/at-large/server';
import {
  ArrangeForm,
  CancelForm,
  CloseForm,
  DetailsForm,
  dutyWords,
  InviteForm,
  itemKindWords,
  OpenSittingForm,
  outcomeWords,
  PutForm,
  recommendationWords,
} from '#modules/tpp';
import {
  arrangeAgenda,
  cancelSitting,
  changeDetails,
  closeSitting,
  invite,
  openSitting,
  putOnAgenda,
  readQueue,
} from '#modules/tpp/server';
import { nameOfLetterKind, SittingPaperForm, stateWords } from '#modules/letters';
import { draftSittingPaper, livingPapers, missingPaper } from '#modules/letters/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../act.server.ts';
import { showSitting } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['sitting:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const shown = await showSitting(ctx, params.sittingId, language);
    const { sitting, items, attendees, mayKeep, isOpen } = shown;
    const mayArrange = mayKeep && isOpen;
    const queue = mayArrange ? (await readQueue(ctx, sitting.unitId)).filter((one) => one.sittingId === null) : [];
    const called = attendees.map((one) => ({
      staffId: one.staffId,
      name: one.name,
      duty: dutyWords[one.duty](),
      raw: one.duty,
      present: one.present,
    }));
    const papers = await livingPapers(ctx, sitting.id);
    const missing = mayKeep ? missingPaper(sitting.state, papers) : undefined;
    const away = await awayAmong(
      ctx,
      items.flatMap(({ personId }) => personId ?? []),
    );
    const isAway = new Set<string | null>(away.map(({ personId }) => personId));
    const named = (id: string | null) => called.find((one) => one.staffId === id)?.name;
    return {
      base: shown.base,
      unitId: sitting.unitId,
      title: shown.title,
      when: shown.when,
      state: shown.state,
      raw: sitting.state,
      version: sitting.version,
      saved: url.searchParams.has('saved'),
      mayKeep,
      mayArrange,
      mayOpen: mayKeep && sitting.state === 'invited' && sitting.day <= shown.today,
      mayHear: mayKeep && sitting.state === 'held',
      hasMinutes: sitting.state === 'held' || sitting.state === 'minuted' || sitting.state === 'signed',
      cancelled: sitting.cancelReason,
      hidden: shown.hidden > 0 ? formatNumber(shown.hidden, language) : undefined,
      closed: url.searchParams.get('closed'),
      papers: papers.map((one) => ({
        id: one.id,
        href: `/letters/${one.id}`,
        name: nameOfLetterKind(one.kind),
        label: one.label ?? '',
        state: stateWords[one.state](),
      })),
      missing: missing && { kind: missing, name: nameOfLetterKind(missing) },
      left: items.filter((one) => one.recommendation === null).length,
      leftWords: formatNumber(items.filter((one) => one.recommendation === null).length, language),
      firstLeft: items.find((one) => one.recommendation === null)?.id,
      details: { day: formatNumericDate(sitting.day), startsAt: sitting.startsAt, place: sitting.place },
      facts: [
        { label: m.tpp_invited_on(), value: sitting.invitedOn ? formatDate(sitting.invitedOn, language) : undefined },
        { label: m.tpp_duty_chair(), value: named(sitting.chairId) },
        { label: m.tpp_duty_secretary(), value: named(sitting.secretaryId) },
        {
          label: m.tpp_quorum(),
          value: sitting.quorum
            ? m.tpp_quorum_line({
                present: formatNumber(sitting.quorum.present, language),
                invited: formatNumber(sitting.quorum.invited, language),
                needed: formatNumber(sitting.quorum.needed, language),
              })
            : undefined,
        },
      ],
      called,
      members: shown.members.map((one) => `${one.name} (${dutyWords[one.duty]()})`),
      ids: {
        details: newSubmissionId(),
        put: newSubmissionId(),
        invite: newSubmissionId(),
        open: newSubmissionId(),
        cancel: newSubmissionId(),
        close: newSubmissionId(),
        paper: newSubmissionId(),
      },
      over: shown.over.length > 0 ? m.tpp_over({ names: shown.over.map(({ name }) => name).join('; ') }) : '',
      items: items.map((one, index) => ({
        id: one.id,
        place: formatNumber(index + 1, language),
        isFirst: index === 0,
        isLast: index === items.length - 1,
        name: one.name,
        register: one.registerLabel ?? '–',
        away: isAway.has(one.personId),
        kind: itemKindWords[one.kind](),
        facts: one.facts,
        presenter: one.presenter,
        href: one.mayOpen ? one.href : undefined,
        isDeferred: one.isDeferred,
        advice: one.recommendation ? recommendationWords[one.recommendation]() : undefined,
        rawAdvice: one.recommendation,
        lapsed: one.outcome === 'lapsed' ? outcomeWords.lapsed() : undefined,
        submissionId: newSubmissionId(),
      })),
      queue: queue.map((one) => ({
        value: one.subjectId,
        label: `${one.name}, ${one.registerLabel ?? '–'}`,
        hint: `${itemKindWords[one.kind]()}: ${one.facts} (${formatShortDate(one.since, language)}, ${m.tpp_days({ days: formatNumber(one.age, language) })})`,
      })),
    };
  });

const back = ({ params }: { params: { sittingId: string } }) => `/sittings/${params.sittingId}?saved=1`;

export const actions: Actions = {
  close: (event) =>
    act(
      event,
      CloseForm,
      (ctx, { version }) => closeSitting(ctx, { sittingId: event.params.sittingId, version }),
      (done) => `/sittings/${event.params.sittingId}?closed=${done.told}-${done.deferred}-${done.lapsed}`,
    ),
  paper: (event) =>
    act(
      event,
      SittingPaperForm,
      (ctx, { kind }) => draftSittingPaper(ctx, { sittingId: event.params.sittingId, kind }),
      back(event),
    ),
  details: (event) =>
    act(
      event,
      DetailsForm,
      (ctx, { submissionId: _, ...input }) => changeDetails(ctx, { ...input, sittingId: event.params.sittingId }),
      back(event),
      { day_passed: 'day' },
    ),
  put: (event) =>
    act(
      event,
      PutForm,
      (ctx, { version, subjects }) => putOnAgenda(ctx, { sittingId: event.params.sittingId, version, subjects }),
      back(event),
      { nothing_chosen: 'subjects' },
    ),
  arrange: (event) =>
    act(
      event,
      ArrangeForm,
      (ctx, { submissionId: _, ...input }) => arrangeAgenda(ctx, { ...input, sittingId: event.params.sittingId }),
      `/sittings/${event.params.sittingId}#agenda`,
    ),
  invite: (event) =>
    act(
      event,
      InviteForm,
      (ctx, { version }) => invite(ctx, { sittingId: event.params.sittingId, version }),
      back(event),
    ),
  open: (event) =>
    act(
      event,
      OpenSittingForm,
      (ctx, { submissionId: _, ...input }) => openSitting(ctx, { ...input, sittingId: event.params.sittingId }),
      back(event),
      { chair_missing: 'chairId', secretary_missing: 'secretaryId', no_quorum: 'present' },
    ),
  cancel: (event) =>
    act(
      event,
      CancelForm,
      (ctx, { version, reason }) => cancelSitting(ctx, { sittingId: event.params.sittingId, version, reason }),
      back(event),
      { reason_missing: 'reason' },
    ),
};
