import type { PlainDate } from '#kernel/plain-date';
import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { giveNumbers } from './give-numbers.server.ts';
import { register as registerRule } from './law.rules.ts';
import { lineOf, lockStay } from './reach.server.ts';
import { judgeBasis, judgeRegister, no, type CustodyRefused } from './rules.ts';
import { keepScan } from './scans.server.ts';
import type { Basis, Register } from './stay.ts';
import { insertBases } from './store.server.ts';

export type RegisterChange = {
  stayId: string;
  givenOn: PlainDate;
  basis: Basis;
  register: Register | null;
  because: string;
  /** The pages of the paper. */
  scan?: AcceptedFile | undefined;
};

/**
 * A new paper: the next authority's warrant, an extension, the verdict. Another register gives another number and the old one stays in the
 * history; under the same register the number stays and only the term is new.
 */
export async function changeRegister(
  ctx: Ctx,
  input: RegisterChange,
): Promise<{ ok: true; label: string } | CustodyRefused> {
  const stay = await lockStay(ctx, input.stayId, 'custody:admit');
  if (stay.state !== 'held' && stay.state !== 'escaped') return no('wrong_state');
  if (input.givenOn > stay.today) return no('day_in_future');
  if (input.givenOn < stay.admittedOn) return no('day_too_early');
  const paper = judgeBasis(input.basis, stay.today);
  if (!paper.ok) return paper;
  const chosen = judgeRegister(registerRule.decide(input.basis).result, input.register, input.because);
  if (!chosen.ok) return chosen;
  const [basisId] = await insertBases(ctx, [{ stay, basis: input.basis }]);
  const kept = await keepScan(ctx, stay, { kind: 'basis', id: basisId! }, input.scan);
  if (!kept.ok) return kept;
  await closeTasks(ctx, { unitId: stay.unitId, kind: 'custody.term', key: stay.id });
  if (chosen.register === stay.register) {
    ctx.journal({
      what: 'custody.term-extended',
      ...lineOf(stay),
      about: { stayId: stay.id, label: stay.registerLabel, until: input.basis.untilOn },
    });
    return { ok: true, label: stay.registerLabel! };
  }
  const [label] = await giveNumbers(ctx, stay.unitId, [
    {
      stay,
      register: chosen.register,
      because: chosen.because,
      basisId: basisId!,
      givenOn: input.givenOn,
      importedLabel: '',
    },
  ]);
  ctx.journal({
    what: 'custody.register-changed',
    ...lineOf(stay),
    about: { stayId: stay.id, before: stay.registerLabel, label: label!, register: chosen.register },
  });
  return { ok: true, label: label! };
}
