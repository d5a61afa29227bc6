import { redirect } from '@sveltejs/kit';
import { formatNumber } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { may, unitsWhere } from '#modules/access';
import { groundWords, refusalWords, SummonManyForm } from '#modules/breaches';
import { listToSummon, summonMany, summonsOptionsOf } from '#modules/breaches/server';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import type { FieldOf } from '../../clients/[caseId]/breaches/act.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['breach:handle'] };

/** Many clients called for one day. */
export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const at = unitsWhere(ctx.actor, 'breach:handle')[0]!;
    const today = todayAt(at, ctx.now);
    const leads = may(ctx.actor, 'breach:decide', { unitId: at.unitId, unitPath: at.unitPath });
    const { summonses } = await summonsOptionsOf(ctx, at.unitId, today);
    const unit = await getUnit(ctx, at.unitId);
    const waiting = await listToSummon(ctx, { unitId: at.unitId, mine: !leads, summonses });
    const left = Number(url.searchParams.get('left') ?? 0);
    return {
      submissionId: newSubmissionId(),
      place: unit.name + (unit.address ? `, ${unit.address}` : ''),
      runs: (url.searchParams.get('runs') ?? '').split(' ').filter(isUuid),
      left: left > 0 ? m.breaches_many_left({ count: formatNumber(left, locals.language) }) : '',
      waiting: waiting.map((one) => ({
        value: one.id,
        label: [one.name, one.registerLabel].filter(Boolean).join(', '),
        hint: [
          m.breaches_summons_title({ ordinal: String(one.unheeded + 1) }),
          one.grounds.map((code) => groundWords[code]()).join('; '),
        ].join(' · '),
      })),
    };
  });

const fieldOf: FieldOf = { nobody_chosen: 'breachIds', appear_too_soon: 'appearOn', office_closed: 'appearOn' };

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await readForm(request, SummonManyForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const { submissionId: _, ...input } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) =>
      summonMany(ctx, { ...input, unitId: unitsWhere(ctx.actor, 'breach:handle')[0]!.unitId }),
    );
    if (!answer.ok) {
      const field = fieldOf[answer.refusal];
      return sayRefusal(409, form.typed, { [field ?? '']: [answer.refusal] }, refusalWords, locals.language);
    }
    redirect(
      303,
      `/breaches/summon?${new URLSearchParams({ runs: answer.runIds.join(' '), left: String(answer.left) })}`,
    );
  },
};
