import { isUuid } from '#kernel/id';
import { knownDay, parsePartialDate, ageRangeOn } from '#kernel/partial-date';
import { formatNumericDate } from '#kernel/format';
import { may } from '#modules/access';
import { ageLooksWrong, ageWords, clientKinds, kindTable, kindWords, ReceiveForm } from '#modules/cases';
import { getReceivable, listCounsellors, receiveClient } from '#modules/cases/server';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { warnOfPerson } from '../../away/shown.server.ts';
import { act } from '../act.server.ts';
import { birthWords, optionsOf } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:receive'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const personId = url.searchParams.get('person');
    if (!isUuid(personId)) return { person: null };
    const { language } = locals;
    const person = await getReceivable(ctx, personId);
    const unit = await getUnit(ctx, person.unitId);
    const today = todayAt(unit, ctx.now);
    const mayAssign = may(ctx.actor, 'case:assign', { unitId: unit.id, unitPath: unit.path });
    const birth = person.birthDate ? parsePartialDate(person.birthDate) : undefined;
    const age = birth && knownDay(birth) ? ageRangeOn(birth, today) : undefined;
    return {
      submissionId: newSubmissionId(),
      away: await warnOfPerson(ctx, person.id, language),
      person: {
        id: person.id,
        name: person.name,
        birth: birthWords(person, language),
        age: age ? String(age.oldest) : undefined,
        looksChild: ageLooksWrong('adult', age),
        unit: person.unitName,
        open: person.openKinds.map((kind) => kindWords[kind]()),
        deceased: person.deceased,
      },
      today: formatNumericDate(today),
      kinds: clientKinds.map((kind) => ({
        value: kind,
        label: kindWords[kind](),
        hint: kindTable[kind].ages.map((one) => ageWords[one]()).join(', '),
      })),
      ages: optionsOf(ageWords),
      counsellors: mayAssign
        ? (await listCounsellors(ctx, unit.id)).map((one) => ({
            value: one.staffId,
            label: m.cases_counsellor_load({ name: one.name, count: String(one.clients) }),
          }))
        : null,
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(event, ReceiveForm, (ctx, { submissionId: _, ...reception }) => receiveClient(ctx, reception), {
      to: ({ caseId }) => `/clients/${caseId}?new=1`,
      fieldOf: {
        day_in_future: 'receivedOn',
        no_release_day: 'releasedOn',
        release_twice: 'releaseExpectedOn',
        kind_not_for_age: 'ageGroup',
        adult_under_eighteen: 'ageGroup',
        child_under_twelve: 'kind',
        age_unusual: 'ageChecked',
        already_a_client: 'kind',
        counsellor_excluded: 'counsellorId',
        not_a_counsellor_here: 'counsellorId',
      },
    }),
};
