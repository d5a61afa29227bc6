import { formatNumericDate, formatShortDate } from '#kernel/format';
import { standingWords, TellForm } from '#modules/at-large';
import { getPointer, tellHolder } from '#modules/at-large/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../clients/[caseId]/at-large/act.server.ts';
import { toneOf } from '../../clients/[caseId]/at-large/shown.server.ts';
import { seenChoices } from '../seen.server.ts';
import { askersToday } from '../units.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['at_large:know'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const today = askersToday(ctx);
    const one = await getPointer(ctx, params.searchId, today);
    return {
      told: url.searchParams.has('told'),
      state: { label: standingWords(one), tone: toneOf(one.state) },
      facts: [
        { label: m.at_large_holder(), value: one.unit },
        { label: m.at_large_phone(), value: one.phone || m.at_large_not_known() },
        { label: m.at_large_decree_day(), value: formatShortDate(one.clockFrom, language) },
        { label: m.at_large_since_decree(), value: m.at_large_days({ count: String(one.days) }) },
      ],
      file: one.caseId ? `/clients/${one.caseId}/at-large` : undefined,
      today: formatNumericDate(today),
      choices: await seenChoices(),
      submissionId: newSubmissionId(),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(event, TellForm, (ctx, { submissionId: _, ...seen }, { id }) => tellHolder(ctx, { ...seen, searchId: id }), {
      to: () => `/away/${event.params.searchId}?told=1`,
      fieldOf: { day_in_future: 'seenOn', area_unknown: 'areaCode' },
    }),
};
