import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { GeneralCondition, SpecialCondition } from './conditions.ts';
import { lockCase } from './reach.server.ts';
import { isOpen, judgeDay, no, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';
import { insertConditions, listLiveConditions, type NewCondition } from './conditions.store.server.ts';
import { conditionText } from './words.ts';

export type ContractInput = {
  caseId: string;
  version: number;
  number: string;
  signedOn: PlainDate;
  general: readonly GeneralCondition[];
  special: readonly SpecialCondition[];
  /** Conditions in free words, one each. */
  more: readonly string[];
};

/** The agreement between counsellor and client. Conditions that already hold are not written twice. */
export async function signContract(ctx: Ctx, input: ContractInput): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  if (!isOpen(one.state)) return no('wrong_state');
  const verdict = judgeDay(input.signedOn, one, one.today);
  if (!verdict.ok) return verdict;
  if (input.general.length === 0) return no('contract_without_conditions');

  const live = await listLiveConditions(ctx.tx, one.id);
  const known = new Set([...live.map((condition) => condition.code), ...live.map((condition) => condition.text)]);
  const dates = { startsOn: input.signedOn, endsOn: null };
  const wanted: NewCondition[] = [
    ...input.general.map(
      (code) => ({ type: 'general', code, text: conditionText(code), source: 'law', ...dates }) as const,
    ),
    ...input.special.map(
      (code) => ({ type: 'special', code, text: conditionText(code), source: 'contract', ...dates }) as const,
    ),
    ...input.more.map((text) => ({ type: 'special', code: null, text, source: 'contract', ...dates }) as const),
  ];
  const added = wanted.filter(({ code, text }) => {
    const isNew = !known.has(code ?? text);
    known.add(code ?? text);
    return isNew;
  });
  await insertConditions(ctx, one, added);
  await changeCase(ctx.tx, one, { contract_number: input.number, contract_signed_on: input.signedOn });
  ctx.journal({
    what: 'case.contract-signed',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: {
      number: input.number,
      signedOn: input.signedOn,
      general: input.general,
      special: input.special,
      free: input.more.length,
    },
  });
  return { ok: true };
}
