import { isPlainDate } from '#kernel/plain-date';
import { readTimeline } from '#modules/cases/server';
import { exportHref } from '#modules/exports/server';
import type { RouteAccess } from '#web/route-access';
import { showCase } from '../../shown.server.ts';
import { showDays } from '../../timeline.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { header, ...shown } = await showCase(ctx, params.caseId, 'history', locals.language);
    const system = url.searchParams.has('system');
    const before = url.searchParams.get('before') ?? '';
    const timeline = await readTimeline(ctx, params.caseId, {
      system,
      before: isPlainDate(before) ? before : undefined,
    });
    const to = (change: Record<string, string | null>) => {
      const next = new URLSearchParams(system ? { system: '1' } : {});
      for (const [key, value] of Object.entries(change))
        if (value === null) next.delete(key);
        else next.set(key, value);
      return `${url.pathname}?${next}`;
    };
    return {
      shown,
      days: showDays(timeline, header, locals.language),
      system,
      exportHref: await exportHref(
        ctx,
        'timeline',
        header.unitId,
        { client: header.label ?? params.caseId, system: system ? '1' : undefined },
        timeline.days.length,
      ),
      mayReadLog: header.may['case:read_log'],
      toggle: system ? to({ system: null }) : to({ system: '1' }),
      first: before ? to({}) : undefined,
      next: timeline.next ? to({ before: timeline.next }) : undefined,
    };
  });
