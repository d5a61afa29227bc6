import { error } from '@sveltejs/kit';
import { formatNumericDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { ageRangeOn, formatPartialDate } from '#kernel/partial-date';
import { timeAt } from '#kernel/zone';
import { mustBeAllowed } from '#modules/access';
import { AdmissionForm, ageGroupOf, ageWords, isCustodyType, stateWords, type StayState } from '#modules/custody';
import { admitPerson, getArriving, listInstitutions, listStaysOf } from '#modules/custody/server';
import { fullName } from '#modules/people';
import { getPerson } from '#modules/people/server';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { warnOfPerson } from '../../../away/shown.server.ts';
import { optionsOf } from '../../../people/shown.server.ts';
import { act } from '../../act.server.ts';
import { basisOptions } from '../../basis-options.server.ts';
import { basisFields, basisOf } from '../../shown.server.ts';
import { placesNear, placeWords } from '../place.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['custody:admit'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    if (!isUuid(params.personId)) error(404, m.errors_not_found());
    const person = await getPerson(ctx, params.personId);
    const unit = await getUnit(ctx, person.unitId);
    mustBeAllowed(ctx.actor, 'custody:admit', { unitId: unit.id, unitPath: unit.path, guarded: person.guarded });
    const today = todayAt(unit, ctx.now);
    const from = url.searchParams.get('from');
    const arriving = isUuid(from) ? await getArriving(ctx, unit.id, from) : undefined;
    const age = ageGroupOf(person.birth ? ageRangeOn(person.birth, today) : undefined, null);
    const running = (await listStaysOf(ctx, person.id)).find(({ endedOn }) => endedOn === null);
    return {
      submissionId: newSubmissionId(),
      away: await warnOfPerson(ctx, person.id, language),
      person: {
        name: fullName(person),
        birth: person.birth ? formatPartialDate(person.birth, language) : m.people_unknown_birth(),
        unit: person.unitName,
        age: age ? ageWords[age]() : undefined,
        deceased: person.deceasedOn !== null,
      },
      running: running && {
        href: `/custody/${running.id}`,
        says: m.custody_already({ state: stateWords[running.state as StayState](), label: running.label ?? '–' }),
      },
      // What is said before anything is typed; whether he is convicted only the paper says.
      place: isCustodyType(unit.type)
        ? placeWords(unit.type, age ?? 'unknown', placesNear(await listInstitutions(ctx, unit.id), unit.parentId))
        : m.custody_refusal_not_an_institution(),
      asksAge: age === undefined,
      ages: optionsOf(ageWords),
      given: {
        from: arriving?.stayId ?? '',
        broughtFrom: arriving?.fromUnit ?? '',
        nameRefused: url.searchParams.get('nameRefused') === 'on' ? 'on' : '',
        noPapers: url.searchParams.get('noPapers') === 'on' ? 'on' : '',
        today: formatNumericDate(today),
        time: timeAt(unit.zone, ctx.now),
      },
      options: basisOptions(),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      AdmissionForm,
      (ctx, { submissionId: _, ...typed }, personId, scan) =>
        admitPerson(ctx, {
          personId,
          fromStayId: typed.fromStayId ?? null,
          admittedOn: typed.admittedOn,
          admittedAt: typed.admittedAt,
          broughtFrom: typed.broughtFrom,
          broughtBy: typed.broughtBy,
          noPapers: typed.noPapers,
          nameRefused: typed.nameRefused,
          ageSaid: typed.ageSaid ?? null,
          placeReason: typed.placeReason,
          basis: basisOf(typed),
          register: typed.register ?? null,
          because: typed.because,
          importedLabel: typed.importedLabel,
          scan,
        }),
      {
        to: ({ stayId }) => `/custody/${stayId}/photo?new=1`,
        fieldOf: {
          ...basisFields,
          day_in_future: 'admittedOn',
          moment_in_future: 'admittedAt',
          age_missing: 'ageSaid',
          place_reason_missing: 'placeReason',
          label_taken: 'importedLabel',
        },
      },
    ),
};
