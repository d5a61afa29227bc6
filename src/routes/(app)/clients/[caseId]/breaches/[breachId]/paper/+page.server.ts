import { error } from '@sveltejs/kit';
import { formatShortMoment } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { PaperForm, paperKinds, paperWords, routeWords, type PaperKind } from '#modules/breaches';
import { attachPaper, type BreachInFull } from '#modules/breaches/server';
import { kindRow, kindWords } from '#modules/cases';
import { getUnit } from '#modules/units/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { birthWords } from '../../../../shown.server.ts';
import { act } from '../../act.server.ts';
import { showBreach } from '../../shown.server.ts';
import { filePaper, minutesPaper, reprimandPaper, summonsPaper, type About, type PaperText } from './papers.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

/** A paper of this breach as it prints, and its signed scan where there is one. */
export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { breach: one, header, ...page } = await showBreach(ctx, params, locals.language);
    const kind = paperKinds.find((each) => each === url.searchParams.get('kind'));
    const ofId = url.searchParams.get('of') ?? '';
    const person: About = {
      name: header.name,
      label: header.label ?? '',
      kind: kindWords[header.kind](),
      birth: birthWords(header, 'id'),
      counsellor: header.pkName ?? '',
      route: routeWords[kindRow(header.kind).early]({}, { locale: 'id' }),
    };
    const paper = kind && isUuid(ofId) ? paperOf(kind, one, ofId, person) : undefined;
    if (!kind || !paper) error(404, m.errors_not_found());
    const unit = await getUnit(ctx, one.unitId);
    const scan = one.papers.find((each) => each.kind === kind && each.ofId === ofId);
    return {
      ...page,
      saved: url.searchParams.has('saved'),
      name: paperWords[kind](),
      kind,
      ofId,
      unit: { name: unit.name, address: unit.address },
      paper,
      scan: scan && {
        href: `/files/${scan.fileId}`,
        sha256: scan.sha256,
        by: [formatShortMoment(scan.madeAt, header.zone, locals.language), scan.by].filter(Boolean).join(' · '),
      },
      maySign: one.may.handle && !scan && (kind !== 'file' || one.endedOn !== null),
      submissionId: newSubmissionId(),
    };
  });

function paperOf(kind: PaperKind, one: BreachInFull, ofId: string, person: About): PaperText | undefined {
  switch (kind) {
    case 'summons':
      return summonsPaper(one, ofId, person);
    case 'minutes':
      return minutesPaper(one, ofId, person);
    case 'reprimand':
      return ofId === one.id ? reprimandPaper(one, person) : undefined;
    case 'file':
      return ofId === one.id ? filePaper(one, person) : undefined;
  }
}

export const actions: Actions = {
  default: (event) =>
    act(event, PaperForm, (ctx, { kind, ofId }, at) => attachPaper(ctx, { ...at, kind, ofId, file: at.file! }), {
      file: 'required',
      to: () =>
        `${event.url.pathname}?kind=${event.url.searchParams.get('kind')}&of=${event.url.searchParams.get('of')}&saved=1`,
      fieldOf: { file_refused: 'file', already_signed: 'file' },
    }),
};
