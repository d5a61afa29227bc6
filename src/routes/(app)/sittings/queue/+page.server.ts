import { formatNumber, formatShortDate } from '#kernel/format';
import { exportHref } from '#modules/exports/server';
import { itemKindWords } from '#modules/tpp';
import { readQueue } from '#modules/tpp/server';
import type { RouteAccess } from '#web/route-access';
import { officeAsked } from '../shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['sitting:read'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { unitId, mayKeep } = await officeAsked(ctx, url);
    const queue = await readQueue(ctx, unitId);
    return {
      unitId,
      mayKeep,
      exportHref: await exportHref(ctx, 'sitting-queue', unitId),
      rows: queue.map((one) => ({
        id: one.subjectId,
        name: one.name,
        register: one.registerLabel ?? '–',
        kind: itemKindWords[one.kind](),
        facts: one.facts,
        href: one.href,
        since: formatShortDate(one.since, language),
        age: formatNumber(one.age, language),
        isDeferred: one.deferred,
        sitting: one.sittingId,
      })),
    };
  });
