import { redirect, type RequestEvent } from '@sveltejs/kit';
import { formatMoment, formatNumber, formatNumericDate } from '#kernel/format';
import { isPlainDate } from '#kernel/plain-date';
import { listCounsellors } from '#modules/cases/server';
import { DecideForm, listWords, needWords, refusalWords, stateWords, StepForm } from '#modules/exports';
import { decideExport, findExportList, getExport, makeExport, withdrawExport } from '#modules/exports/server';
import { roleWords } from '#modules/units';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import type { RouteAccess } from '#web/route-access';
import { newSubmissionId, readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['export:ask', 'export:agree'] };

export const load: PageServerLoad = async ({ locals, params }) => {
  const { language, actor } = locals;
  const zone = actor!.postings[0]!.zone;
  const moment = (at: Date) => formatMoment(at, zone, language);
  const { one, list, officers } = await locals.read(async (ctx) => {
    const found = await getExport(ctx, params.id);
    const known = findExportList(found.list);
    const byOfficer = known?.filters.some(({ id, kind }) => kind === 'officer' && found.filters[id]);
    return { one: found, list: known, officers: byOfficer ? await listCounsellors(ctx, found.unitId) : [] };
  });
  const { guarded, ...filters } = one.filters;
  const words = Object.entries(filters).map(([id, value]) => {
    const filter = list?.filters.find((known) => known.id === id);
    const said =
      filter?.kind === 'choice'
        ? filter.options.find((option) => option.value === value)?.label()
        : filter?.kind === 'officer'
          ? officers.find((officer) => officer.staffId === value)?.name
          : undefined;
    return `${filter?.label() ?? id}: ${said ?? (isPlainDate(value) ? formatNumericDate(value) : value)}`;
  });
  if (guarded) words.push(m.exports_fact_guarded());
  const isOver = one.expiresAt !== null && one.expiresAt <= new Date();
  return {
    submissionId: newSubmissionId(),
    id: one.id,
    name: (list?.name ?? listWords[one.list])?.() ?? one.list,
    state: one.state === 'ready' && isOver ? ('expired' as const) : one.state,
    stateWord: stateWords[one.state === 'ready' && isOver ? 'expired' : one.state](),
    mine: one.mine,
    mayDecide: one.mayDecide,
    second: one.second ? roleWords[one.second]() : '',
    fileName: `simpul-${one.list}-${one.id.slice(-8)}.${one.format}`,
    until: one.expiresAt ? moment(one.expiresAt) : '',
    facts: [
      {
        label: m.exports_fact_made(),
        value: m.exports_fact_decided_by({ name: one.madeBy, when: moment(one.madeAt) }),
      },
      { label: m.exports_col_unit(), value: one.unitName },
      { label: m.exports_col_purpose(), value: one.purpose },
      { label: m.exports_col_rows(), value: formatNumber(one.rows, language) },
      {
        label: m.exports_fact_columns(),
        value: one.columns.map((id) => list?.columns.find((column) => column.id === id)?.label() ?? id).join(', '),
      },
      ...(words.length > 0 ? [{ label: m.exports_fact_filters(), value: words.join('; ') }] : []),
      ...(one.needs.length > 0
        ? [{ label: m.exports_fact_needs(), value: one.needs.map((need) => needWords[need]()).join('; ') }]
        : []),
      ...(one.decidedBy && one.decidedAt
        ? [
            {
              label: m.exports_fact_decided(),
              value: m.exports_fact_decided_by({ name: one.decidedBy, when: moment(one.decidedAt) }),
            },
          ]
        : []),
      ...(one.decisionNote ? [{ label: m.exports_fact_note(), value: one.decisionNote }] : []),
      { label: m.exports_col_downloads(), value: formatNumber(one.downloads, language) },
    ],
  };
};

/** The three steps that take nothing but the press of a button. */
async function step(
  { request, locals, params }: Pick<RequestEvent, 'request' | 'locals'> & { params: { id: string } },
  work: (ctx: Ctx, id: string) => ReturnType<typeof makeExport>,
) {
  const form = await readForm(request, StepForm);
  if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
  const answer = await locals.runOnce(form.submission, (ctx) => work(ctx, params.id));
  if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, refusalWords, locals.language);
  redirect(303, `/exports/${params.id}`);
}

export const actions: Actions = {
  make: (event) => step(event, makeExport),
  withdraw: (event) => step(event, withdrawExport),
  decide: async ({ request, locals, params }) => {
    const form = await readForm(request, DecideForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const { outcome, note } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) =>
      decideExport(ctx, { exportId: params.id, outcome, note }),
    );
    if (!answer.ok)
      return sayRefusal(
        409,
        form.typed,
        { [answer.refusal === 'note_missing' ? 'note' : '']: [answer.refusal] },
        refusalWords,
        locals.language,
      );
    redirect(303, `/exports/${params.id}`);
  },
};
