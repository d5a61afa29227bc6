import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { lockCase } from './reach.server.ts';
import { isOpen, judgeDay, no, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';

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
