import { media, mediumWords, remoteForm } from '#modules/check-ins';
import { recordRemoteCheckIn } from '#modules/check-ins/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { reportPage } from '../report-page.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['check_in:record_remote'] };

const page = reportPage({
  title: m.check_ins_remote_title,
  lead: m.check_ins_remote_lead,
  talkOptional: true,
  own: () => [
    {
      is: 'radios',
      name: 'medium',
      label: m.check_ins_medium(),
      options: media.map((value) => ({ value, label: mediumWords[value]() })),
      inline: true,
    },
    {
      is: 'box',
      name: 'presenceOnly',
      label: m.check_ins_presence_only(),
      hint: m.check_ins_presence_only_hint(),
    },
    {
      is: 'box',
      name: 'urgentReason',
      label: m.check_ins_urgent_reason(),
      hint: m.check_ins_urgent_reason_hint(),
    },
  ],
  form: remoteForm,
  record: recordRemoteCheckIn,
});

export const load: PageServerLoad = page.show;
export const actions: Actions = { default: page.record };
