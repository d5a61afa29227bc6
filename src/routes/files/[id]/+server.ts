import { answerWithFile } from '#web/file-answer.server';
import type { RouteAccess } from '#web/route-access';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:read', 'document:read'] };

export const GET: RequestHandler = ({ params, locals, request }) => answerWithFile(locals.read, params.id, request);
