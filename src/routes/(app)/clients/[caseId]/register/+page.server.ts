import { formatNumericDate } from '#kernel/format';
import { RegisterForm } from '#modules/cases';
import { getCaseFacts, listNumbersOf, registerCase } from '#modules/cases/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { dayWords, showCase } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:write'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { header, ...shown } = await showCase(ctx, params.caseId, 'register', locals.language);
    const facts = await getCaseFacts(ctx, params.caseId);
    return {
      shown,
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      label: header.label,
      receivedOn: dayWords(facts.receivedOn, locals.language),
      registeredOn: facts.registeredOn ? dayWords(facts.registeredOn, locals.language) : undefined,
      today: formatNumericDate(header.today),
      mayWrite: header.may['case:write'] && shown.state.open,
      numbers: (await listNumbersOf(ctx, params.caseId)).map((one) => ({
        ...one,
        givenOn: dayWords(one.givenOn, locals.language),
      })),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      RegisterForm,
      (ctx, { version, registeredOn }, caseId) => registerCase(ctx, { caseId, version, registeredOn }),
      {
        fieldOf: { day_in_future: 'registeredOn', day_before_reception: 'registeredOn' },
      },
    ),
};
