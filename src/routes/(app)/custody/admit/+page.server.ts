import { fail, redirect } from '@sveltejs/kit';
import { formatDate, formatNumericDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { plainDate } from '#kernel/plain-date';
import { custodyProblemWords, identityForm } from '#modules/custody';
import { identifyForBooking, listArriving, namelessName } from '#modules/custody/server';
import { answersIn, nikSourceWords, problemWords, sexWords } from '#modules/people';
import { askWho, factsOf, isInReach } from '#modules/people/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { warnOf } from '../../away/shown.server.ts';
import { dayOf, metOf, optionsOf, showWho } from '../../people/shown.server.ts';
import { unitAsked } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['custody:admit'] };

const words = { ...problemWords, ...custodyProblemWords };
/** Where the answer to one question more is written. */
const fieldOf = { mother: 'motherName', birth: 'birth', birth_place: 'birthPlace' } as const;

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
      nikSources: optionsOf(nikSourceWords),
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
      return fail(said.status, { ...said.data, who: undefined, away: [], asksMore: false });
    }
    const { submissionId: _, nameRefused, noPapers, fromStayId, whoReason, ...identity } = form.values;
    const answers = answersIn(form.values);
    const onward = new URLSearchParams({
      ...(nameRefused ? { nameRefused: 'on' } : {}),
      ...(noPapers ? { noPapers: 'on' } : {}),
      ...(fromStayId ? { from: fromStayId } : {}),
    });
    // Somebody whom this institution has on record already is booked under that record.
    const same = answers.find((one) => one.answer === 'same');
    if (same && (await locals.read((ctx) => isInReach(ctx, same.who))))
      redirect(303, `/custody/admit/${same.who}?${onward}`);

    const booked = { ...identity, answers, reason: whoReason };
    const answer = await locals.runOnce(form.submission, (ctx) => identifyForBooking(ctx, booked));
    if (answer.ok) redirect(303, `/custody/admit/${answer.personId}?${onward}`);
    // What was refused is undone; those who are shown are asked for once more, so that an answer can name them.
    const facts = factsOf({ ...identity, name: identity.name ?? namelessName });
    const { found, away } = await locals.read(async (ctx) => ({
      found: await askWho(ctx, facts),
      away: identity.name ? await warnOf(ctx, metOf({ ...identity, name: identity.name }), language) : [],
    }));
    const asksMore = answer.refusal === 'ask_one_more' ? answer.oneMore : undefined;
    const at = asksMore ? fieldOf[asksMore] : '';
    const refused = sayRefusal(409, form.typed, { [at]: [answer.refusal] }, words, language);
    return fail(409, {
      ...refused.data,
      asksMore: asksMore !== undefined,
      who: showWho(found, { ...facts, nikSource: identity.nikSource }, language),
      away,
    });
  },
};
