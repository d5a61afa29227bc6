import { formatNumber, formatNumericDate } from '#kernel/format';
import { AssignForm } from '#modules/cases';
import { assignCounsellor, listAssignments, listCounsellors } from '#modules/cases/server';
import { gradeWords } from '#modules/units';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { dayWords, showCase } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header, ...shown } = await showCase(ctx, params.caseId, 'assignment', language);
    const mayAssign = header.may['case:assign'] && shown.state.open;
    return {
      shown,
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      today: formatNumericDate(header.today),
      mayAssign,
      history: (await listAssignments(ctx, params.caseId)).map((one, index) => ({
        id: index,
        name: one.name,
        from: dayWords(one.startsOn, language),
        until: one.now ? m.cases_now() : dayWords(one.endsOn, language),
        order: one.orderNumber || '–',
        reason: one.reason || '–',
      })),
      counsellors: mayAssign
        ? (await listCounsellors(ctx, header.unitId))
            .filter((one) => one.staffId !== header.pkStaffId)
            .map((one) => ({
              value: one.staffId,
              label: one.name,
              hint: [
                one.grade ? gradeWords[one.grade as keyof typeof gradeWords]() : '',
                m.cases_load({
                  count: formatNumber(one.clients, language),
                  children: formatNumber(one.children, language),
                }),
                one.awayUntil ? m.cases_away_until({ day: dayWords(one.awayUntil, language) }) : '',
              ]
                .filter(Boolean)
                .join(' · '),
            }))
        : [],
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      AssignForm,
      (ctx, { submissionId: _, ...input }, caseId) => assignCounsellor(ctx, { ...input, caseId }),
      {
        fieldOf: {
          not_a_counsellor_here: 'staffId',
          counsellor_excluded: 'staffId',
          same_counsellor: 'staffId',
          day_in_future: 'startsOn',
          day_before_reception: 'startsOn',
        },
      },
    ),
};
