import { formatNumber, formatShortMoment } from '#kernel/format';
import { holds } from '#modules/access';
import { listWords, stateWords, type ExportHead, type ExportState } from '#modules/exports';
import { exportListsFor, findExportList, listExports } from '#modules/exports/server';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['export:ask', 'export:approve'] };

const tones: Record<ExportState, 'neutral' | 'info' | 'success' | 'warning' | 'error'> = {
  asked: 'warning',
  approved: 'info',
  refused: 'error',
  withdrawn: 'neutral',
  ready: 'success',
  expired: 'neutral',
};

export const load: PageServerLoad = async ({ locals }) => {
  const { language, actor } = locals;
  const zone = actor!.postings[0]!.zone;
  const shown = (one: ExportHead) => ({
    id: one.id,
    list: (findExportList(one.list)?.name ?? listWords[one.list])?.() ?? one.list,
    when: formatShortMoment(one.madeAt, zone, language),
    who: one.madeBy,
    unit: one.unitName,
    rows: formatNumber(one.rows, language),
    purpose: one.purpose,
    downloads: formatNumber(one.downloads, language),
    state: { label: stateWords[one.state](), tone: tones[one.state] },
  });
  const overview = await locals.read((ctx) => listExports(ctx));
  return {
    lists: holds(actor!, 'export:ask')
      ? exportListsFor({ actor: actor! }).map((list) => ({ href: `/exports/new?list=${list.id}`, label: list.name() }))
      : [],
    mine: overview.mine.map(shown),
    waiting: overview.waiting.map(shown),
    week: overview.week.map(shown),
    answersFor: overview.answersFor,
  };
};
