import { formatDate, formatNumber, formatNumericDate, formatShortDate } from '#kernel/format';
import { may, unitsWhere } from '#modules/access';
import { AcceptTransferForm, ageWords, kindWords, transferStateWords } from '#modules/cases';
import { acceptTransfer, listCounsellors, listHindrances, listTransfers } from '#modules/cases/server';
import { exportHref } from '#modules/exports/server';
import { todayAt } from '#modules/units';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { shortDueWords } from '../../due.server.ts';
import { act } from '../clients/act.server.ts';
import { pagesOf, partAsked } from '../today/list.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:request_transfer', 'case:accept_transfer'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const units = unitsWhere(ctx.actor, 'case:request_transfer');
    const unit = units.find((one) => String(one.unitId) === url.searchParams.get('unit')) ?? units[0]!;
    const part = partAsked(url);
    const { arriving, outgoing, total } = await listTransfers(ctx, unit.unitId, part);
    const held = new Map<string, string[]>();
    for (const { id, caseId } of arriving)
      held.set(
        id,
        (await listHindrances(ctx, caseId)).map(({ says }) => says()),
      );
    const mayAccept = may(ctx.actor, 'case:accept_transfer', { unitId: unit.unitId, unitPath: unit.unitPath });
    return {
      saved: url.searchParams.has('saved'),
      unit: unit.unitName,
      today: formatNumericDate(todayAt(unit, ctx.now)),
      exportHref: await exportHref(ctx, 'transfers', unit.unitId, {}, arriving.length + total),
      pages: {
        summary: m.cases_outgoing_count({ count: formatNumber(total, language) }),
        ...pagesOf(url, part.offset, total),
      },
      mayAccept,
      counsellors: mayAccept
        ? (await listCounsellors(ctx, unit.unitId)).map((one) => ({
            value: one.staffId,
            label: `${one.name} (${one.clients})`,
          }))
        : [],
      arriving: arriving.map((one) => ({
        id: one.id,
        name: one.name,
        about: [
          one.birthDate ? formatDate(one.birthDate, language) : '',
          kindWords[one.kind](),
          ageWords[one.ageGroup](),
        ]
          .filter(Boolean)
          .join(' · '),
        from: one.fromUnit,
        decided: formatShortDate(one.decidedOn, language),
        reason: one.reason,
        risk: one.riskNote,
        held: held.get(one.id) ?? [],
        submissionId: newSubmissionId(),
      })),
      outgoing: outgoing.map((one) => ({
        id: one.id,
        href: one.name ? `/clients/${one.caseId}/transfer` : undefined,
        name: one.name ?? '–',
        to: one.toUnit,
        state: transferStateWords[one.state](),
        requested: formatShortDate(one.requestedOn, language),
        due: shortDueWords({ dueOn: one.dueOn, dueCounts: 'working' }, language) || '–',
        late: one.dueOn !== null && one.dueOn < todayAt(unit, ctx.now),
      })),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(event, AcceptTransferForm, (ctx, { submissionId: _, ...input }) => acceptTransfer(ctx, input), {
      to: ({ caseId }) => (caseId ? `/clients/${caseId}?new=1` : '/transfers?saved=1'),
      fieldOf: {
        day_in_future: 'day',
        period_upside_down: 'day',
        note_missing: 'note',
        counsellor_excluded: 'counsellorId',
        not_a_counsellor_here: 'counsellorId',
      },
    }),
};
