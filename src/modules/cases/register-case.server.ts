import { yearOf, type PlainDate } from '#kernel/plain-date';
import { getUnit, optionsOf } from '#modules/units/server';
import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import type { ClientKind } from './case.ts';
import { registerNumber } from './law.rules.ts';
import { layOutAnew, lockCase } from './reach.server.ts';
import { nextState } from './moves.ts';
import { judgeRegistration, type Refused } from './rules.ts';
import { changeCase, hasLegalBasis } from './store.server.ts';
import { insertRegisterEntry, isLabelTaken, nextRegisterNumber } from './register-book.store.server.ts';

export type Registration = { caseId: string; version: number; registeredOn: PlainDate };

/** Stage 2: the client gets the next number of the office and year, and is under guidance from here on. */
export async function registerCase(ctx: Ctx, input: Registration): Promise<{ ok: true; label: string } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  const verdict = judgeRegistration(one, await hasLegalBasis(ctx.tx, one.id), input.registeredOn, one.today);
  if (!verdict.ok) return verdict;

  const label = await giveNumber(ctx, { ...one, givenOn: input.registeredOn });
  await changeCase(ctx.tx, one, {
    register_label: label,
    registered_on: one.registeredOn ?? input.registeredOn,
    state: nextState(one.state, 'register') ?? one.state,
  });
  await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.register', key: one.id });
  await layOutAnew(ctx, one);
  ctx.journal({
    what: 'case.registered',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { label, registeredOn: input.registeredOn },
  });
  return { ok: true, label };
}

/** The next number, written as the office writes it. */
export async function giveNumber(
  ctx: Ctx,
  { id, unitId, kind, givenOn }: { id: string; unitId: number; kind: ClientKind; givenOn: PlainDate },
): Promise<string> {
  const year = yearOf(givenOn);
  const unit = await getUnit(ctx, unitId);
  const chosen = await optionsOf(ctx.tx, unitId, registerNumber, givenOn);
  for (;;) {
    const number = await nextRegisterNumber(ctx.tx, unitId, year);
    const label = registerNumber.decide({ number, kind, year, unit: unit.code.toUpperCase() }, chosen).result;
    const line = { unitId, year, number, label, origin: 'given', givenOn } as const;
    if (!(await isLabelTaken(ctx.tx, unitId, label))) {
      await insertRegisterEntry(ctx, { ...line, caseId: id });
      return label;
    }
    // An earlier client brought this very number along on paper: it stays his, and the book says why ours is void.
    await insertRegisterEntry(ctx, {
      ...line,
      caseId: null,
      voidReason: 'nomor sudah dipakai menurut buku register lama',
    });
  }
}
