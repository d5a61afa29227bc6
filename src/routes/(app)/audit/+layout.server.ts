import { holds } from '#modules/access';
import type { LayoutServerLoad } from './$types';

/** Which of the pages of the audit somebody is shown the way to; each page decides again. */
export const load: LayoutServerLoad = ({ locals }) => ({
  searchesJournal: locals.actor !== null && holds(locals.actor, 'journal:search'),
  searchesAccess: locals.actor !== null && holds(locals.actor, 'access_log:search'),
  seesVerification: locals.actor !== null && holds(locals.actor, 'verification:read'),
});
