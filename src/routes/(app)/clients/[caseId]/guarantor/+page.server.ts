import { formatNumericDate } from '#kernel/format';
import { formatPhone, type Phone } from '#kernel/phone';
import { ConfirmDutiesForm, EndGuarantorForm, GuarantorForm, relationWords } from '#modules/cases';
import { addGuarantor, confirmDuties, endGuarantor, listGuarantors } from '#modules/cases/server';
import { listCardClients } from '#modules/check-ins/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { listHolders, printCard, settleCard } from '../../../cards.server.ts';
import { act } from '../../act.server.ts';
import { dayWords, optionsOf, showCase } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header, ...shown } = await showCase(ctx, params.caseId, 'guarantor', language);
    const holders =
      header.may['card:issue'] && shown.state.open
        ? await listHolders(ctx, (await listCardClients(ctx, { caseIds: [params.caseId] })).rows)
        : [];
    return {
      shown,
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      today: formatNumericDate(header.today),
      relations: optionsOf(relationWords),
      mayWrite: header.may['case:write'] && shown.state.open,
      guarantors: (await listGuarantors(ctx, params.caseId)).map((one) => ({
        id: one.id,
        name: one.name,
        relation: relationWords[one.relation](),
        phone: one.phone ? formatPhone(one.phone as Phone) : '',
        address: one.address,
        signed: dayWords(one.signedOn, language),
        confirmed: one.confirmedOn ? dayWords(one.confirmedOn, language) : undefined,
        ended: one.endedOn ? dayWords(one.endedOn, language) : undefined,
        endReason: one.endReason ?? '',
        holder: holders.find((holder) => holder.guarantorId === one.id),
        confirmId: newSubmissionId(),
        endId: newSubmissionId(),
      })),
    };
  });

export const actions: Actions = {
  card: settleCard,
  print: printCard,
  add: (event) =>
    act(
      event,
      GuarantorForm,
      (ctx, { submissionId: _, ...input }, caseId) =>
        addGuarantor(ctx, {
          ...input,
          caseId,
          nik: input.nik ?? null,
          phone: input.phone ?? '',
          signedOn: input.signedOn ?? null,
        }),
      { fieldOf: { day_in_future: 'signedOn' } },
    ),
  confirm: (event) =>
    act(event, ConfirmDutiesForm, (ctx, { guarantorId, confirmedOn }, caseId) =>
      confirmDuties(ctx, { caseId, guarantorId, confirmedOn }),
    ),
  end: (event) =>
    act(event, EndGuarantorForm, (ctx, { submissionId: _, ...input }, caseId) =>
      endGuarantor(ctx, { ...input, caseId }),
    ),
};
