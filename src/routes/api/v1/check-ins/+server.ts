import { parseMonth } from '#kernel/period';
import { firstOfMonth } from '#kernel/plain-date';
import type { Channel } from '#modules/check-ins';
import { listBehind } from '#modules/figures/server';
import { afterOf, answering, nextOf } from '#web/api.server';
import type { RouteAccess } from '#web/route-access';
import { listCheckIns } from '../client-endpoints.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'api', any: listCheckIns.scopes };

export const GET: RequestHandler = answering(listCheckIns, async ({ query }, event) => {
  const { unit, month, channel } = query;
  const list = {
    of: 'check_ins',
    month: firstOfMonth(parseMonth(month)!),
    ...(channel ? { channel } : {}),
  } as const;
  const after = afterOf(listCheckIns, query) ?? null;
  const page = await event.locals.read((ctx) => listBehind(ctx, { unitId: unit }, list, after, 'id'));
  return {
    visible: page.visible,
    next: nextOf(listCheckIns, query, page.next),
    items: page.rows.map((row) => ({
      ...row,
      registerLabel: row.register,
      day: row.day!,
      channel: row.note as Channel,
    })),
  };
});
