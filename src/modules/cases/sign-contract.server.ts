import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { ConditionSource } from './case.ts';
import type { GeneralCondition, SpecialCondition } from './conditions.ts';
import { lockCase } from './reach.server.ts';
import { isOpen, judgeDay, no, type Refused } from './rules.ts';
import {
  changeCase,
  findCondition,
  insertConditions,
  liftConditionRow,
  listLiveConditions,
  type NewCondition,
} from './store.server.ts';
import { conditionText } from './words.ts';

/** The client was told status, rights, duties, prohibitions and sanctions, and who guides him. */
export async function recordOrientation(
  ctx: Ctx,
  input: { caseId: string; version: number; orientedOn: PlainDate },
): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  if (!isOpen(one.state)) return no('wrong_state');
  const verdict = judgeDay(input.orientedOn, one, one.today);
  if (!verdict.ok) return verdict;
  await changeCase(ctx.tx, one, { oriented_on: input.orientedOn });
  ctx.journal({
    what: 'case.oriented',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { orientedOn: input.orientedOn },
  });
  return { ok: true };
}

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
  const added = wanted.filter((condition) => !known.has(condition.code ?? condition.text));
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

export type ConditionInput = {
  caseId: string;
  version: number;
  text: string;
  source: ConditionSource;
  startsOn: PlainDate | null;
  endsOn: PlainDate | null;
};

/** A special condition that a decree, a verdict or the counsellor adds later. */
export async function addCondition(ctx: Ctx, input: ConditionInput): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  if (!isOpen(one.state)) return no('wrong_state');
  if (input.startsOn && input.endsOn && input.endsOn < input.startsOn) return no('period_upside_down');
  await insertConditions(ctx, one, [{ ...input, type: 'special', code: null }]);
  await changeCase(ctx.tx, one, {});
  ctx.journal({
    what: 'case.condition-added',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { source: input.source },
  });
  return { ok: true };
}

export async function liftCondition(
  ctx: Ctx,
  input: { caseId: string; conditionId: string; reason: string },
): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write');
  const condition = await findCondition(ctx.tx, input.conditionId);
  if (!condition || condition.case_id !== one.id || condition.lifted_at !== null) return no('already_lifted');
  await liftConditionRow(ctx, condition.id, input.reason);
  await changeCase(ctx.tx, one, {});
  ctx.journal({
    what: 'case.condition-lifted',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { conditionId: condition.id, code: condition.code, reason: input.reason },
  });
  return { ok: true };
}
