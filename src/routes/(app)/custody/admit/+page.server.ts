import { fail, redirect } from '@sveltejs/kit';
import { formatDate, formatNumericDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { plainDate } from '#kernel/plain-date';
import { custodyProblemWords, identityForm } from '#modules/custody';
import { identifyForBooking, listArriving } from '#modules/custody/server';
import { problemWords, sexWords } from '#modules/people';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { warnOf } from '../../away/shown.server.ts';
import { dayOf, metOf, optionsOf, showDuplicates } from '../../people/shown.server.ts';
import { unitAsked } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['custody:admit'] };

const words = { ...problemWords, ...custodyProblemWords };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { units, unit } = unitAsked(ctx, url, 'custody:admit');
    const from = url.searchParams.get('from');
    const arriving = isUuid(from)
      ? (await listArriving(ctx, unit.unitId)).find(({ stayId }) => stayId === from)
      : undefined;
    return {
      submissionId: newSubmissionId(),
      unitId: String(unit.unitId),
      units: units.map((one) => ({ value: String(one.unitId), label: one.unitName })),
      sexes: optionsOf(sexWords),
      arriving: arriving && {
        stayId: arriving.stayId,
        says: m.custody_arriving_says({
          unit: arriving.fromUnit,
          day: formatDate(arriving.day, language),
          number: arriving.documentNumber,
        }),
        name: arriving.name,
        sex: arriving.sex ?? '',
        birth: arriving.birth
          ? arriving.birth.precision === 'day'
            ? formatNumericDate(plainDate(arriving.birth.text))
            : arriving.birth.text
          : '',
      },
    };
  });

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const { actor, language } = locals;
    const form = await readForm(request, identityForm(dayOf(actor)));
    if (!form.ok) {
      const said = sayFailure(form.failure, words, language);
      return fail(said.status, { ...said.data, duplicates: undefined, away: [] });
    }
    const { submissionId: _, nameRefused, noPapers, fromStayId, ...identity } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) => identifyForBooking(ctx, identity));
    const onward = new URLSearchParams({
      ...(nameRefused ? { nameRefused: 'on' } : {}),
      ...(noPapers ? { noPapers: 'on' } : {}),
      ...(fromStayId ? { from: fromStayId } : {}),
    });
    if (answer.ok) redirect(303, `/custody/admit/${answer.personId}?${onward}`);
    const refused = sayRefusal(409, form.typed, { '': [answer.refusal] }, words, language);
    const away = identity.name
      ? await locals.read((ctx) => warnOf(ctx, metOf({ ...identity, name: identity.name! }), language))
      : [];
    return fail(409, { ...refused.data, duplicates: showDuplicates(answer, language), away });
  },
};
