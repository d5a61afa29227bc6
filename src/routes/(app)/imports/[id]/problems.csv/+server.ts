import { getImport, problemsFile } from '#modules/imports/server';
import type { RouteAccess } from '#web/route-access';
import { answerWithDownload } from '#web/download.server';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['import:bring', 'custody:import'] };

export const GET: RequestHandler = async ({ locals, params }) =>
  answerWithDownload(
    await locals.read(async (ctx) => problemsFile(ctx, await getImport(ctx, params.id), 'csv', locals.language)),
  );
