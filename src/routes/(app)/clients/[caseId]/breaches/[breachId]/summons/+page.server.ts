import { formatNumericDate } from '#kernel/format';
import { callsIn } from '#kernel/presences';
import {
  appearances,
  AppearanceForm,
  appearanceWords,
  CustodyForm,
  isRunning,
  nextState,
  SummonForm,
} from '#modules/breaches';
import { noteCustody, recordAppearance, summonClient } from '#modules/breaches/server';
import { countWords } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { optionsOf } from '../../../../shown.server.ts';
import { act } from '../../act.server.ts';
import { showBreach } from '../../shown.server.ts';
import { summonsesOf } from '../file.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['breach:handle'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { breach: one, header, ...page } = await showBreach(ctx, params, locals.language);
    const unit = await getUnit(ctx, one.unitId);
    const may = isRunning(one.state) && one.may.handle;
    const running = one.summonses.find(({ outcome }) => outcome === null);
    return {
      ...page,
      saved: url.searchParams.has('saved'),
      today: formatNumericDate(one.today),
      summonses: summonsesOf(one, locals.language).map((summons) => ({
        ...summons,
        appearId: newSubmissionId(),
        isDelivered: summons.delivered !== undefined,
      })),
      mayAnswer: may,
      maySend: may && nextState(one.state, 'summon') !== undefined && !running && one.custodyPlace === '',
      isSpent: one.unheeded >= one.options.summonses,
      mayNoteCustody: may && one.state !== 'proposed',
      custodyPlace: one.custodyPlace,
      noted: one.heldAsTold ? '' : one.custodyPlace,
      held:
        one.custodyPlace &&
        (one.heldAsTold ? m.breaches_held_as_told({ place: one.custodyPlace }) : m.breaches_refusal_in_custody()),
      reason: one.alleged,
      asksCalls: header.ageGroup === 'child',
      sendId: newSubmissionId(),
      custodyId: newSubmissionId(),
      place: unit.name + (unit.address ? `, ${unit.address}` : ''),
      rule: m.breaches_summons_rule({
        count: String(one.options.summonses),
        days: String(one.options.days),
        counts: countWords[one.options.counts](),
        ordinal: String(Math.min(one.unheeded + 1, one.options.summonses)),
      }),
      outcomes: optionsOf(appearanceWords, appearances),
    };
  });

const here = (params: { caseId: string; breachId: string }) => () =>
  `/clients/${params.caseId}/breaches/${params.breachId}/summons?saved=1`;

export const actions: Actions = {
  send: (event) =>
    act(
      event,
      SummonForm,
      (ctx, { submissionId: _, ...input }, at) => summonClient(ctx, { ...input, ...at, calls: callsIn(input) }),
      {
        to: ({ letterId }) => `/letters/${letterId}`,
        fieldOf: {
          call_missing: 'guardianNote',
          appear_too_soon: 'appearOn',
          office_closed: 'appearOn',
          reason_missing: 'reason',
        },
      },
    ),
  answer: (event) =>
    act(event, AppearanceForm, (ctx, { submissionId: _, ...input }, at) => recordAppearance(ctx, { ...input, ...at }), {
      to: here(event.params),
      fieldOf: {
        day_in_future: 'outcomeOn',
        appeared_before_sent: 'outcomeOn',
        day_not_over: 'outcomeOn',
        held_that_day: 'outcome',
        not_delivered_yet: 'outcome',
        delivered_too_late: 'outcome',
        notice_too_short: 'outcome',
        was_delivered: 'outcome',
        not_sent_yet: 'outcome',
        reason_missing: 'note',
      },
    }),
  custody: (event) =>
    act(event, CustodyForm, (ctx, { submissionId: _, ...input }, at) => noteCustody(ctx, { ...input, ...at }), {
      to: here(event.params),
      fieldOf: {
        day_in_future: 'custodySince',
        custody_place_missing: 'custodyPlace',
        not_in_custody: 'released',
        held_as_told: 'released',
      },
    }),
};
