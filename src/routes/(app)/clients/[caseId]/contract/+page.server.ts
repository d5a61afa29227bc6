import { formatDate, formatNumericDate } from '#kernel/format';
import {
  conditionText,
  conditionWord,
  ContractForm,
  generalConditions,
  OrientationForm,
  proposedConditions,
  specialConditions,
} from '#modules/cases';
import { getCaseFacts, listBases, listConditions, recordOrientation, signContract } from '#modules/cases/server';
import { getUnit } from '#modules/units/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { birthWords, showCase } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header, ...shown } = await showCase(ctx, params.caseId, 'contract', language);
    const facts = await getCaseFacts(ctx, params.caseId);
    const unit = await getUnit(ctx, header.unitId);
    const proposed = proposedConditions(header.kind);
    const live = (await listConditions(ctx, params.caseId)).filter((one) => one.liftedAt === null);
    const basis = (await listBases(ctx, params.caseId)).find((one) => one.replacedAt === null);
    return {
      shown,
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      orientationId: newSubmissionId(),
      today: formatNumericDate(header.today),
      orientedOn: facts.orientedOn ? formatDate(facts.orientedOn, language) : undefined,
      contractNumber: facts.contractNumber,
      signedOn: facts.contractSignedOn ? formatDate(facts.contractSignedOn, language) : undefined,
      general: generalConditions.map((code) => ({ value: code, label: conditionWord(code) })),
      special: specialConditions.map((code) => ({ value: code, label: conditionWord(code) })),
      ticked: { general: proposed.general as string[], special: proposed.special as string[] },
      mayWrite: header.may['case:write'] && shown.state.open,
      // The paper speaks Indonesian, whatever the screen speaks.
      paper: {
        unit: unit.name,
        address: unit.address,
        phone: unit.phone,
        number: facts.contractNumber,
        name: header.name,
        birth: birthWords(header, 'id'),
        label: header.label ?? '',
        counsellor: header.pkName ?? '',
        basis: basis ? `${basis.number}, ${formatDate(basis.dated, 'id')}` : '',
        period:
          header.guidanceStart && header.guidanceEnd
            ? `${formatDate(header.guidanceStart, 'id')} s.d. ${formatDate(header.guidanceEnd, 'id')}`
            : '',
        signedOn: facts.contractSignedOn ? formatDate(facts.contractSignedOn, 'id') : '',
        conditions: live.map((one) => one.text),
        blank: live.length === 0 ? proposed.general.map(conditionText).concat(proposed.special.map(conditionText)) : [],
      },
    };
  });

export const actions: Actions = {
  orientation: (event) =>
    act(
      event,
      OrientationForm,
      (ctx, { version, orientedOn }, caseId) => recordOrientation(ctx, { caseId, version, orientedOn }),
      {
        fieldOf: { day_in_future: 'orientedOn', day_before_reception: 'orientedOn' },
      },
    ),
  contract: (event) =>
    act(event, ContractForm, (ctx, { submissionId: _, ...input }, caseId) => signContract(ctx, { ...input, caseId }), {
      fieldOf: {
        day_in_future: 'signedOn',
        day_before_reception: 'signedOn',
        contract_without_conditions: 'general',
      },
    }),
};
