import { kindAsked } from '#modules/imports';
import { templateFile } from '#modules/imports/server';
import type { RouteAccess } from '#web/route-access';
import { answerWithDownload } from '#web/download.server';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['import:bring', 'custody:import'] };

export const GET: RequestHandler = ({ locals, url }) =>
  answerWithDownload(templateFile(kindAsked(locals.actor!, url.searchParams.get('list')), 'csv'));
