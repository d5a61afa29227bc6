import { formatDate, formatNumber, formatShortMoment } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { channelWords, signWords } from '#modules/check-ins';
import { listWaitingReviews } from '#modules/check-ins/server';
import { exportHref } from '#modules/exports/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { pagesOf, partAsked } from '../today/list.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['check_in:review'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const mine = url.searchParams.get('of') === 'mine';
    // Whoever leads reads one officer's alone, as his own page counts them.
    const officer = url.searchParams.get('officer');
    const home = ctx.actor.postings[0];
    const whose = !mine && isUuid(officer) && home ? { pkStaffId: officer, unitId: home.unitId } : { mine };
    const part = partAsked(url);
    const list = await listWaitingReviews(ctx, { ...whose, ...part });
    const zone = home?.zone ?? 'Asia/Jakarta';
    return {
      shows: mine ? 'mine' : 'pkStaffId' in whose ? 'officer' : 'all',
      officer: 'pkStaffId' in whose ? (list.rows[0]?.pkName ?? undefined) : undefined,
      exportHref: home && (await exportHref(ctx, 'reviews', home.unitId, {}, list.total)),
      pages: {
        summary: m.check_ins_reviews_summary({ count: formatNumber(list.total, language) }),
        ...pagesOf(url, part.offset, list.total),
      },
      rows: list.rows.map((one) => ({
        id: one.checkInId,
        name: one.name,
        register: one.registerLabel ?? '',
        pk: one.pkName ?? '',
        channel: channelWords[one.channel](),
        day: formatDate(one.happenedOn, language),
        sent: formatShortMoment(one.recordedAt, zone, language),
        grade: one.grade,
        signs: one.signs.map((sign) => signWords[sign]()),
      })),
    };
  });
