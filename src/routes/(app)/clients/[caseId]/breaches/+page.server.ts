import { redirect } from '@sveltejs/kit';
import { formatDate, formatShortDate } from '#kernel/format';
import { groundWords, isRunning, sourceWords, stateWords } from '#modules/breaches';
import { listBreachesOf } from '#modules/breaches/server';
import { dossierHref } from '#modules/dossiers';
import type { RouteAccess } from '#web/route-access';
import { showCase } from '../../shown.server.ts';
import { dueWords } from '../../../../due.server.ts';
import { toneOf } from './shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

/** `row` is a row of misses, as its task names it: it leads on to the breach that was proposed for it. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const row = url.searchParams.get('row');
  const page = await locals.read(async (ctx) => {
    const { language } = locals;
    const { header: _, ...shown } = await showCase(ctx, params.caseId, 'breaches', language);
    const { lines, mayHandle, today } = await listBreachesOf(ctx, params.caseId);
    return {
      shown,
      ofRow: row === null ? undefined : lines.find((one) => one.firstMissed === row)?.id,
      rowWaits: row !== null,
      mayOpen: mayHandle && shown.state.open,
      dossier: lines.length > 0 ? dossierHref(params.caseId) : undefined,
      breaches: lines.map((one) => ({
        href: `${shown.base}/breaches/${one.id}`,
        id: one.id,
        what: one.grounds.map((code) => groundWords[code]()).join('; '),
        state: stateWords[one.state](),
        tone: toneOf(one.state),
        source: sourceWords[one.source](),
        opened: formatDate(one.openedOn, language),
        due: isRunning(one.state) ? dueWords(one, today, language) : undefined,
        ended: one.endedOn ? formatShortDate(one.endedOn, language) : undefined,
      })),
    };
  });
  if (page.ofRow) redirect(303, `${page.shown.base}/breaches/${page.ofRow}`);
  return page;
};
