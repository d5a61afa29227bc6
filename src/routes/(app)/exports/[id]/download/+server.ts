import { redirect } from '@sveltejs/kit';
import { openExport } from '#modules/exports/server';
import type { RouteAccess } from '#web/route-access';
import { answerWithDownload } from '#web/download.server';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['export:ask'] };

/** Over or not made yet: its page says so. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const opened = await locals.read((ctx) => openExport(ctx, params.id));
  if (!opened.ok) redirect(303, `/exports/${params.id}`);
  return answerWithDownload(opened.file);
};
