import { formatDate, formatNumericDate, formatShortDate } from '#kernel/format';
import { plainDate, addDays } from '#kernel/plain-date';
import { unitsWhere } from '#modules/access';
import { paperForm, paperStateWords } from '#modules/check-ins';
import { deskDay, listPaperLists, openPaperBatch } from '#modules/check-ins/server';
import { exportHref } from '#modules/exports/server';
import { m } from '#messages';
import { NotFound } from '#platform/errors';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../ledger-act.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['paper:type', 'paper:approve'] };

export const load: PageServerLoad = ({ locals }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const desk = await deskDay(ctx);
    const lists = await listPaperLists(ctx);
    return {
      submissionId: newSubmissionId(),
      exportHref: await exportHref(ctx, 'paper-lists', desk?.unitId ?? ctx.actor.postings[0]!.unitId, {}, lists.length),
      mayType: unitsWhere(ctx.actor, 'paper:type').length > 0,
      today: desk ? formatNumericDate(desk.today) : '',
      yesterday: desk ? formatNumericDate(addDays(desk.today, -1)) : '',
      lists: lists.map((one) => ({
        id: one.id,
        day: formatDate(one.day, language),
        reason: one.reason,
        state: paperStateWords[one.state](),
        by: one.typedBy ?? '',
        lines: String(one.lines),
        made: formatShortDate(plainDate(one.madeAt.toISOString().slice(0, 10)), language),
      })),
    };
  });

export const actions: Actions = {
  default: async (event) => {
    const desk = await event.locals.read((ctx) => deskDay(ctx));
    if (!desk) throw new NotFound(m.errors_not_found());
    return act(
      event,
      paperForm(desk.today),
      (ctx, { day, reason }) => openPaperBatch(ctx, { unitId: desk.unitId, day: day ?? desk.today, reason }),
      ({ batchId }) => `/counter/paper/${batchId}`,
      { in_the_future: 'day' },
    );
  },
};
