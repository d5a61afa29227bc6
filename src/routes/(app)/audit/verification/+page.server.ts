import { formatMoment, formatNumber, formatShortMoment } from '#kernel/format';
import { findingWords, lastVerification, listCheckpoints, nextVerification, whatWords } from '#modules/journal/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { zoneOf } from '#modules/journal';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['verification:read'] };

export const load: PageServerLoad = async ({ locals }) => {
  const { language } = locals;
  const zone = zoneOf(locals.actor!);
  const number = (value: number) => formatNumber(value, language);
  return locals.read(async (ctx) => {
    const last = await lastVerification(ctx);
    const checkpoints = await listCheckpoints(ctx);
    const told = last && { lines: number(last.lines), at: formatMoment(last.finishedAt, zone, language) };
    return {
      tone: !last ? ('info' as const) : last.found > 0 ? ('error' as const) : ('success' as const),
      says:
        !last || !told
          ? m.journal_verified_never()
          : last.found > 0
            ? m.journal_verified_findings({ ...told, found: number(last.found) })
            : m.journal_verified_whole(told),
      limits: !last
        ? m.journal_verified_first({ at: formatMoment(nextVerification(ctx.now), zone, language) })
        : last.against
          ? m.journal_younger({ count: number(last.younger) })
          : m.journal_no_against(),
      findings: (last?.findings ?? []).map((finding, index) => ({
        key: index,
        kind: findingWords(finding.kind),
        place: `${finding.log === 'access_log' ? m.journal_tab_access() : m.journal_tab_journal()} ${finding.seq ?? finding.link ?? ''}`,
        what: finding.what ? whatWords(finding.what) : '',
        at: finding.at ? formatShortMoment(new Date(finding.at), zone, language) : '',
      })),
      checkpoints: checkpoints.map((one) => ({
        key: one.id,
        at: formatShortMoment(one.at, zone, language),
        to: one.leftTo,
        left: one.leftAt ? formatShortMoment(one.leftAt, zone, language) : m.journal_checkpoint_not_left(),
        head: `${one.number} ${one.head.slice(0, 16)}`,
      })),
    };
  });
};
