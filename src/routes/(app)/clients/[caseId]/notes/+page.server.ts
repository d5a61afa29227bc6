import { formatMoment, formatNumericDate, formatShortMoment } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { timeAt } from '#kernel/zone';
import { NoteForm } from '#modules/cases';
import { listNotes, writeNote } from '#modules/cases/server';
import { exportHref } from '#modules/exports/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { showCase } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header, ...shown } = await showCase(ctx, params.caseId, 'notes', language);
    const asked = url.searchParams.get('after');
    const after = isUuid(asked) ? asked : undefined;
    const { notes, next } = await listNotes(ctx, params.caseId, { after });
    return {
      shown,
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      today: formatNumericDate(header.today),
      now: timeAt(header.zone, ctx.now),
      corrects: notes.find((one) => one.id === url.searchParams.get('corrects'))?.id,
      mayWrite: header.may['case:write'],
      exportHref: await exportHref(
        ctx,
        'notes',
        header.unitId,
        { client: header.label ?? params.caseId },
        notes.length,
      ),
      after: after ? `&after=${after}` : '',
      first: after ? `${shown.base}/notes` : undefined,
      next: next ? `${shown.base}/notes?after=${next}` : undefined,
      notes: notes.map((one) => ({
        id: one.id,
        when: formatMoment(one.happenedAt, header.zone, language),
        by: [one.madeBy, formatShortMoment(one.madeAt, header.zone, language)].filter(Boolean).join(' · '),
        text: one.text,
        corrected: one.corrected,
        corrects: one.correctsId !== null,
      })),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      NoteForm,
      (ctx, { happenedOn, happenedAt, text, correctsId }, caseId) =>
        writeNote(ctx, { caseId, happenedOn, at: happenedAt ?? null, text, correctsId: correctsId ?? null }),
      { fieldOf: { day_in_future: 'happenedOn', too_far_back: 'happenedOn', time_in_future: 'happenedAt' } },
    ),
};
