import { formatDate, formatNumber, formatShortMoment } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { channelWords, signWords } from '#modules/check-ins';
import { listWaitingReviews } from '#modules/check-ins/server';
import { exportHref } from '#modules/exports/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['check_in:review'] };
const PAGE = 50;

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const mine = url.searchParams.get('of') === 'mine';
    // Whoever leads reads one officer's alone, as his own page counts them.
    const officer = url.searchParams.get('officer');
    const home = ctx.actor.postings[0];
    const whose = !mine && isUuid(officer) && home ? { pkStaffId: officer, unitId: home.unitId } : { mine };
    const offset = Math.max(0, Math.trunc(Number(url.searchParams.get('from') ?? '0')) || 0);
    const list = await listWaitingReviews(ctx, { ...whose, offset, limit: PAGE });
    const zone = home?.zone ?? 'Asia/Jakarta';
    const at = (from: number) =>
      `/reviews?${new URLSearchParams({
        ...(mine ? { of: 'mine' } : {}),
        ...('pkStaffId' in whose ? { officer: whose.pkStaffId } : {}),
        from: String(from),
      })}`;
    return {
      shows: mine ? 'mine' : 'pkStaffId' in whose ? 'officer' : 'all',
      officer: 'pkStaffId' in whose ? (list.rows[0]?.pkName ?? undefined) : undefined,
      exportHref: home && (await exportHref(ctx, 'reviews', home.unitId)),
      total: formatNumber(list.total, language),
      summary: m.check_ins_reviews_summary({ count: formatNumber(list.total, language) }),
      previous: offset > 0 ? at(Math.max(0, offset - PAGE)) : undefined,
      next: offset + list.rows.length < list.total ? at(offset + PAGE) : undefined,
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
