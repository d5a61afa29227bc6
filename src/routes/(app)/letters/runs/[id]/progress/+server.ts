import { formatNumber, formatPercent } from '#kernel/format';
import { getRun } from '#modules/letters/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['letter:draft'] };

/** Asked every few seconds by whoever watches, and by nobody else. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const run = await locals.read((ctx) => getRun(ctx, params.id, 0));
  const { language } = locals;
  const text = m.frame_progress({
    done: formatNumber(run.numbered, language),
    all: formatNumber(run.total, language),
    share: formatPercent(run.numbered / run.total, language, 0),
  });
  return Response.json(
    { value: run.numbered, max: run.total, text, done: run.state !== 'numbering' },
    { headers: { 'Cache-Control': 'no-store' } },
  );
};
