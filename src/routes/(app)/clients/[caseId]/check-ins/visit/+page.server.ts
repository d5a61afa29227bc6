import { visitForm } from '#modules/check-ins';
import { recordHomeVisit } from '#modules/check-ins/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { reportPage } from '../report-page.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['check_in:record_remote'] };

const page = reportPage({
  title: m.check_ins_visit_title,
  lead: m.check_ins_visit_lead,
  own: () => [],
  form: visitForm,
  record: recordHomeVisit,
});

export const load: PageServerLoad = page.show;
export const actions: Actions = { default: page.record };
