import { formatNumber, formatNumericDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { unitsWhere } from '#modules/access';
import { clientKinds, HandOverForm, kindWords } from '#modules/cases';
import { countCaseload, handOverCaseload, listCarriers, listCounsellors } from '#modules/cases/server';
import { todayAt } from '#modules/units';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../clients/act.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:assign'] };

/** First whose clients and which, as an address; then a preview with the number; then the one press that moves them all. */
export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const number = (value: number) => formatNumber(value, language);
    const units = unitsWhere(ctx.actor, 'case:assign');
    const unit = units.find((one) => String(one.unitId) === url.searchParams.get('unit')) ?? units[0]!;
    const carriers = await listCarriers(ctx, unit.unitId);
    const from = carriers.find((one) => one.staffId === url.searchParams.get('from'));
    const asked = url.searchParams.getAll('kinds[]');
    const kinds = clientKinds.filter((kind) => asked.includes(kind));
    const counts = from && isUuid(from.staffId) ? await countCaseload(ctx, unit.unitId, from.staffId, kinds) : [];
    const moved = counts.reduce((sum, one) => sum + one.clients, 0);
    const all = from ? await countCaseload(ctx, unit.unitId, from.staffId, []) : [];
    return {
      done: url.searchParams.has('done')
        ? m.cases_handover_done({ count: number(Number(url.searchParams.get('done')) || 0) })
        : undefined,
      submissionId: newSubmissionId(),
      unitId: unit.unitId,
      unit: unit.unitName,
      today: formatNumericDate(todayAt(unit, ctx.now)),
      carriers: carriers.map((one) => ({ value: one.staffId, label: `${one.name} (${number(one.clients)})` })),
      from: from ? { id: from.staffId, name: from.name } : null,
      kinds: kinds as string[],
      kindOptions: all.map((one) => ({
        value: one.kind as string,
        label: `${kindWords[one.kind]()} (${number(one.clients)})`,
      })),
      count: moved,
      preview: from ? m.cases_handover_preview({ count: number(moved), name: from.name }) : '',
      counts: counts.map((one) => ({ kind: kindWords[one.kind](), clients: number(one.clients) })),
      targets: from
        ? (await listCounsellors(ctx, unit.unitId))
            .filter((one) => one.staffId !== from.staffId)
            .map((one) => ({
              value: one.staffId,
              label: one.name,
              hint: m.cases_handover_after({ now: number(one.clients), then: number(one.clients + moved) }),
            }))
        : [],
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(event, HandOverForm, (ctx, { submissionId: _, ...input }) => handOverCaseload(ctx, input), {
      to: ({ count }) => `/handover?done=${count}`,
      fieldOf: {
        not_a_counsellor_here: 'toStaffId',
        counsellor_excluded: 'toStaffId',
        same_counsellor: 'toStaffId',
        day_in_future: 'startsOn',
      },
    }),
};
