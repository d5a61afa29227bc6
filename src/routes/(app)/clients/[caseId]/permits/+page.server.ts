import { formatDate, formatShortDate } from '#kernel/format';
import { isRunning, purposeWords, scopeWords, stateWords } from '#modules/permits';
import { listPermitsOf } from '#modules/permits/server';
import type { RouteAccess } from '#web/route-access';
import { showCase } from '../../shown.server.ts';
import { dueWords } from '../../../../due.server.ts';
import { journeyWords, toneOf } from './shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header: _, ...shown } = await showCase(ctx, params.caseId, 'permits', language);
    const { lines, mayHandle, today } = await listPermitsOf(ctx, params.caseId);
    return {
      shown,
      mayAsk: mayHandle && shown.state.open,
      permits: lines.map((one) => ({
        href: `${shown.base}/permits/${one.id}`,
        id: one.id,
        what: journeyWords(one, language),
        state: stateWords[one.state](),
        tone: toneOf(one.state),
        why: `${scopeWords[one.scope]()} · ${purposeWords[one.purpose]()}`,
        asked: formatDate(one.askedOn, language),
        due: isRunning(one.state) ? dueWords(one, today, language) : undefined,
        ended: one.endedOn ? formatShortDate(one.endedOn, language) : undefined,
      })),
    };
  });
