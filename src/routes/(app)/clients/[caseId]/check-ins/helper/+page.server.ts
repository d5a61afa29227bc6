import { helperForm, helperRelations, helperWords } from '#modules/check-ins';
import { recordHelperCheckIn } from '#modules/check-ins/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { reportPage } from '../report-page.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['check_in:record_remote'] };

const page = reportPage({
  title: m.check_ins_helper_title,
  lead: m.check_ins_helper_lead,
  own: () => [
    { is: 'text', name: 'helperName', label: m.check_ins_helper_name(), maxlength: 200 },
    {
      is: 'radios',
      name: 'helperRelation',
      label: m.check_ins_helper_relation(),
      options: helperRelations.map((value) => ({ value, label: helperWords[value]() })),
    },
  ],
  form: helperForm,
  record: recordHelperCheckIn,
});

export const load: PageServerLoad = page.show;
export const actions: Actions = { default: page.record };
