import { formatNumber, formatShortMoment } from '#kernel/format';
import { holds } from '#modules/access';
import {
  listWords,
  stateWords,
  subjects,
  subjectWords,
  takerWords,
  type ExportHead,
  type ExportList,
  type ExportState,
} from '#modules/exports';
import { exportListsFor, findExportList, listExports, takersOf } from '#modules/exports/server';
import { roleWords } from '#modules/units';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['export:ask', 'export:agree'] };

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
    mayAsk: holds(actor!, 'export:ask'),
    groups: groupsOf(exportListsFor({ actor: actor! })),
    mine: overview.mine.map(shown),
    waiting: overview.waiting.map(shown),
    week: overview.week.map(shown),
    answersFor: overview.answersFor,
  };
};

/** The lists by what they are about, so that one is found among twenty. */
function groupsOf(lists: readonly ExportList[]) {
  return subjects
    .map((subject) => ({
      subject,
      label: subjectWords[subject](),
      lists: lists
        .filter((list) => list.subject === subject)
        .map((list) => ({
          href: `/exports/new?list=${list.id}`,
          name: list.name(),
          about: list.about(),
          takers: takersOf(list)
            .map(({ role, ownOnly }) => {
              const name = (takerWords[role] ?? roleWords[role])();
              return ownOnly ? m.exports_taker_own({ role: name }) : name;
            })
            .join(', '),
        })),
    }))
    .filter((group) => group.lists.length > 0);
}
