import { formatNumericDate } from '#kernel/format';
import { presencesIn } from '#kernel/presences';
import { ExaminationForm, heard, heardWords, isRunning } from '#modules/breaches';
import { examine } from '#modules/breaches/server';
import { getUnit } from '#modules/units/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { optionsOf } from '../../../../shown.server.ts';
import { act } from '../../act.server.ts';
import { showBreach } from '../../shown.server.ts';
import { examinationsOf } from '../file.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['breach:handle'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { breach: one, header, ...page } = await showBreach(ctx, params, locals.language);
    const unit = await getUnit(ctx, one.unitId);
    return {
      ...page,
      isOpen: isRunning(one.state) && one.state !== 'proposed' && one.may.handle,
      submissionId: newSubmissionId(),
      asksPresence: header.ageGroup === 'child',
      today: formatNumericDate(one.today),
      place: one.custodyPlace || unit.name,
      present: [header.name, locals.actor!.name].filter(Boolean).join('\n'),
      whom: optionsOf(heardWords, heard),
      mayConcludeAbsent: one.state === 'summoned' && one.unheeded >= one.options.summonses && one.custodyPlace === '',
      held: examinationsOf(one, locals.language),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      ExaminationForm,
      (ctx, { submissionId: _, ...input }, at) => examine(ctx, { ...input, ...at, presences: presencesIn(input) }),
      {
        to: ({ letterId }) => `/letters/${letterId}`,
        fieldOf: {
          presence_missing: 'guardianNote',
          day_in_future: 'heldOn',
          day_before_opening: 'heldOn',
          person_missing: 'person',
          summonses_left: 'inAbsence',
          in_custody: 'inAbsence',
        },
      },
    ),
};
