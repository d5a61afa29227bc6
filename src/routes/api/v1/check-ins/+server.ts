import { parseMonth } from '#kernel/period';
import { firstOfMonth } from '#kernel/plain-date';
import { listBehind } from '#modules/figures/server';
import { answering } from '#web/api.server';
import type { RouteAccess } from '#web/route-access';
import { listCheckIns } from '../endpoints.ts';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'api', any: listCheckIns.scopes };

export const GET: RequestHandler = answering(listCheckIns, async ({ query }, event) => {
  const list = { of: 'check_ins', month: firstOfMonth(parseMonth(query.month)!), channel: query.channel } as const;
  const page = await event.locals.read((ctx) => listBehind(ctx, { unitId: query.unit }, list, query.after ?? null));
  return {
    visible: page.visible,
    next: page.next,
    items: page.rows.map((row) => ({ ...row, registerLabel: row.register })),
  };
});
