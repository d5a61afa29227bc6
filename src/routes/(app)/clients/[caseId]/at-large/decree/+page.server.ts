import { formatDate, formatNumericDate, type Locale } from '#kernel/format';
import {
  closureOutcomes,
  CorrectionDecisionForm,
  CorrectionForm,
  DecreeForm,
  isWhole,
  outcomeWords,
  type Decree,
} from '#modules/at-large';
import { decideCorrection, proposeCorrection, recordDecree } from '#modules/at-large/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { optionsOf } from '../../../shown.server.ts';
import { act, toFile } from '../act.server.ts';
import { showSearch } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['at_large:keep'] };

const factsOf = ({ number, dated, issuer }: Decree, locale: Locale) => [
  { label: m.at_large_decree_label(), value: number || m.at_large_not_known() },
  { label: m.at_large_decree_dated(), value: dated ? formatDate(dated, locale) : m.at_large_not_known() },
  { label: m.at_large_decree_issuer(), value: issuer || m.at_large_not_known() },
];

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { search, may, header: _, ...page } = await showSearch(ctx, params.caseId, language);
    const waiting = search?.waitingCorrection;
    const isKnown = search !== undefined && isWhole(search.decree);
    return {
      ...page,
      isOpen: search !== undefined && may.keep,
      title: isKnown ? m.at_large_do_correct() : m.at_large_do_decree(),
      isGiven: search?.decreeGiven ?? false,
      isKnown,
      known: search ? factsOf(search.decree, language) : [],
      decree: {
        number: search?.decree.number ?? '',
        dated: search?.decree.dated ? formatNumericDate(search.decree.dated) : '',
        issuer: search?.decree.issuer ?? '',
      },
      waiting: waiting && {
        id: waiting.id,
        facts: [
          ...factsOf(waiting, language),
          { label: m.at_large_correction_reason(), value: waiting.reason },
          { label: m.at_large_found_by(), value: waiting.by ?? '–' },
        ],
        mayDecide: may.confirm && !waiting.madeByMe,
        isMine: waiting.madeByMe,
      },
      outcomes: optionsOf(outcomeWords, closureOutcomes),
      submissionId: newSubmissionId(),
    };
  });

const fieldOf = {
  day_in_future: 'dated',
  number_used: 'number',
} as const;

export const actions: Actions = {
  record: (event) =>
    act(
      event,
      DecreeForm,
      (ctx, { number, dated, issuer }, { id }) => recordDecree(ctx, { caseId: id, number, dated, issuer }),
      { to: toFile(event.params.caseId), fieldOf },
    ),
  correct: (event) =>
    act(
      event,
      CorrectionForm,
      (ctx, { submissionId: _, ...correction }, { id }) => proposeCorrection(ctx, { ...correction, caseId: id }),
      { to: toFile(event.params.caseId), fieldOf: { ...fieldOf, nothing_changed: 'number' } },
    ),
  decide: (event) =>
    act(
      event,
      CorrectionDecisionForm,
      (ctx, { submissionId: _, ...decision }, { id }) => decideCorrection(ctx, { ...decision, caseId: id }),
      {
        to: toFile(event.params.caseId),
        fieldOf: { note_missing: 'note', second_person_needed: 'outcome', number_used: 'outcome' },
      },
    ),
};
