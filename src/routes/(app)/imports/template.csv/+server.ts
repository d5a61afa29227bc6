import { templateFile } from '#modules/imports/server';
import type { RouteAccess } from '#web/route-access';
import { answerWithDownload } from '#web/download.server';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['import:bring'] };

export const GET: RequestHandler = () => answerWithDownload(templateFile('csv'));
