import { formatNumericDate } from '#kernel/format';
import {
  appearances,
  AppearanceForm,
  appearanceWords,
  countWords,
  CustodyForm,
  deliveries,
  DeliveryForm,
  deliveryWords,
  isRunning,
  nextState,
  SummonForm,
} from '#modules/breaches';
import { noteCustody, recordAppearance, recordDelivery, summonClient } from '#modules/breaches/server';
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
    const { breach: one, header: _, ...page } = await showBreach(ctx, params, locals.language);
    const unit = await getUnit(ctx, one.unitId);
    const may = isRunning(one.state) && one.may.handle;
    const running = one.summonses.find(({ outcome }) => outcome === null);
    return {
      ...page,
      saved: url.searchParams.has('saved'),
      today: formatNumericDate(one.today),
      summonses: summonsesOf(one, locals.language).map((summons) => ({
        ...summons,
        deliverId: newSubmissionId(),
        appearId: newSubmissionId(),
        isDelivered: summons.delivered !== undefined,
        isOver: summons.appearOn < one.today,
        paper: `${page.base}/paper?kind=summons&of=${summons.id}`,
      })),
      mayAnswer: may,
      maySend: may && nextState(one.state, 'summon') !== undefined && !running && one.custodyPlace === '',
      isSpent: one.unheeded >= one.options.summonses,
      mayNoteCustody: may && one.state !== 'proposed',
      custodyPlace: one.custodyPlace,
      sendId: newSubmissionId(),
      custodyId: newSubmissionId(),
      place: unit.name + (unit.address ? `, ${unit.address}` : ''),
      rule: m.breaches_summons_rule({
        count: String(one.options.summonses),
        days: String(one.options.days),
        counts: countWords[one.options.counts](),
        ordinal: String(Math.min(one.unheeded + 1, one.options.summonses)),
      }),
      ways: optionsOf(deliveryWords, deliveries),
      outcomes: optionsOf(appearanceWords, appearances),
    };
  });

const here = (params: { caseId: string; breachId: string }) => () =>
  `/clients/${params.caseId}/breaches/${params.breachId}/summons?saved=1`;

export const actions: Actions = {
  send: (event) =>
    act(event, SummonForm, (ctx, { submissionId: _, ...input }, at) => summonClient(ctx, { ...input, ...at }), {
      to: here(event.params),
      fieldOf: {
        day_in_future: 'sentOn',
        day_before_opening: 'sentOn',
        appear_too_soon: 'appearOn',
        office_closed: 'appearOn',
        reason_missing: 'reason',
      },
    }),
  deliver: (event) =>
    act(
      event,
      DeliveryForm,
      (ctx, { submissionId: _, file: __, ...input }, at) => recordDelivery(ctx, { ...input, ...at }),
      {
        file: 'optional',
        to: here(event.params),
        fieldOf: {
          day_in_future: 'deliveredOn',
          delivered_before_sent: 'deliveredOn',
          delivered_too_late: 'deliveredOn',
          file_refused: 'file',
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
        not_delivered_yet: 'outcome',
        was_delivered: 'outcome',
      },
    }),
  custody: (event) =>
    act(event, CustodyForm, (ctx, { submissionId: _, ...input }, at) => noteCustody(ctx, { ...input, ...at }), {
      to: here(event.params),
      fieldOf: { day_in_future: 'custodySince', custody_place_missing: 'custodyPlace', not_in_custody: 'released' },
    }),
};
