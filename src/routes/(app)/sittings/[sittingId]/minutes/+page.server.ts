import { formatDate, formatDay, formatNumber, formatNumericDate } from '#kernel/format';
import { CloseForm, dutyWords, MinutesForm, sittingLabel, SignForm } from '#modules/tpp';
import { closeSitting, editMinutes, readMinutes, signMinutes } from '#modules/tpp/server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayRefusal } from '#web/say-problems.server';
import { readUpload } from '#web/upload.server';
import { act } from '../../act.server.ts';
import { showSitting } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['sitting:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const shown = await showSitting(ctx, params.sittingId, language);
    const { sitting, attendees, mayKeep } = shown;
    const minutes = await readMinutes(ctx, sitting.id);
    const came = attendees.filter((one) => one.present);
    const named = (id: string | null) => came.find((one) => one.staffId === id)?.name ?? '';
    return {
      base: shown.base,
      unitId: sitting.unitId,
      sittingTitle: shown.title,
      label: sittingLabel(sitting) ?? '',
      office: shown.office,
      // What is printed is Indonesian, whoever prints it.
      day: formatDay(sitting.day, 'id'),
      state: shown.state,
      raw: sitting.state,
      version: sitting.version,
      saved: url.searchParams.has('saved'),
      closed: url.searchParams.get('closed'),
      left: formatNumber(shown.items.filter((one) => one.recommendation === null).length, language),
      isReady: shown.items.every((one) => one.recommendation !== null),
      mayClose: mayKeep && sitting.state === 'held',
      mayEdit: mayKeep && sitting.state === 'minuted',
      text: minutes?.text,
      paper: minutes?.fileId
        ? {
            href: `/files/${minutes.fileId}`,
            signed: minutes.signedOn ? formatDate(minutes.signedOn, language) : '',
            sha256: minutes.sha256 ?? '',
          }
        : undefined,
      chair: named(sitting.chairId),
      secretary: named(sitting.secretaryId),
      others: came
        .filter((one) => one.staffId !== sitting.chairId && one.staffId !== sitting.secretaryId)
        .map((one) => ({ name: one.name, duty: dutyWords[one.duty]({}, { locale: 'id' }) })),
      today: formatNumericDate(shown.today),
      ids: { close: newSubmissionId(), save: newSubmissionId(), sign: newSubmissionId() },
    };
  });

export const actions: Actions = {
  close: (event) =>
    act(
      event,
      CloseForm,
      (ctx, { version }) => closeSitting(ctx, { sittingId: event.params.sittingId, version }),
      (done) => `/sittings/${event.params.sittingId}/minutes?closed=${done.told}-${done.lapsed}-${done.carried}`,
    ),
  save: (event) =>
    act(
      event,
      MinutesForm,
      (ctx, { version, text }) => editMinutes(ctx, { sittingId: event.params.sittingId, version, text }),
      `/sittings/${event.params.sittingId}/minutes?saved=1`,
    ),
  sign: async (event) => {
    const seen = await readForm(event.request.clone() as Request, SignForm);
    const upload = await readUpload(seen.ok ? seen.values.file : undefined, 'document');
    if (seen.ok && !upload.ok)
      return sayRefusal(422, seen.typed, { file: [upload.problem] }, {}, event.locals.language);
    return act(
      event,
      SignForm,
      (ctx, { version, signedOn }) =>
        signMinutes(ctx, {
          sittingId: event.params.sittingId,
          version,
          signedOn,
          file: (upload as Extract<typeof upload, { ok: true }>).file,
        }),
      `/sittings/${event.params.sittingId}/minutes?saved=1`,
      { day_in_future: 'signedOn', period_upside_down: 'signedOn', file_refused: 'file' },
    );
  },
};
