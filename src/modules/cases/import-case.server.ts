import { yearOf, type PlainDate } from '#kernel/plain-date';
import { mustBeAllowed } from '#modules/access';
import { getUnit } from '#modules/units/server';
import { todayAt } from '#modules/units';
import { openTask } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { AgeGroup, BasisKind, ClientKind, SentenceParts } from './case.ts';
import { layOutAnew } from './reach.server.ts';
import { giveNumber } from './register-case.server.ts';
import { judgeReception, no, readRegisterLabel, type Refused } from './rules.ts';
import { countMilestones } from './set-period.server.ts';
import { changeCase, insertBasis } from './store.server.ts';
import { insertCase, lockPerson } from './reception.store.server.ts';
import { insertAssignment } from './assignments.store.server.ts';
import { continueSeriesAfter, insertRegisterEntry, isLabelTaken } from './register-book.store.server.ts';

/** A client whom an office already guides, as its own book has him. */
export type ImportedCase = {
  personId: string;
  kind: ClientKind;
  ageGroup: AgeGroup;
  receivedOn: PlainDate;
  registeredOn: PlainDate | null;
  /** The number of the office's own book; without one the client gets the next of ours. */
  registerLabel: string | null;
  guidanceStart: PlainDate | null;
  guidanceEnd: PlainDate | null;
  releasedOn: PlainDate | null;
  firstDetainedOn: PlainDate | null;
  sentence: SentenceParts | null;
  remissionDays: number;
  offence: string;
  offenceArticles: string;
  basis: { kind: BasisKind; number: string; dated: PlainDate; issuer: string } | null;
  pkStaffId: string | null;
};

/**
 * Takes a client over from the office's spreadsheet: under guidance from the first moment, with the number of its old book, behind
 * which our series goes on. What he owed before today is not known here (`ledger_from`), and so never counts as missed.
 */
export async function importCase(
  ctx: Ctx,
  input: ImportedCase,
): Promise<{ ok: true; caseId: string; label: string } | Refused> {
  const person = await lockPerson(ctx, input.personId);
  if (!person) throw new NotFound('person');
  const unit = await getUnit(ctx, person.unitId);
  // The worker carries out what a head has asked for; it reaches one unit only, by its session.
  if (ctx.actor.kind !== 'system') mustBeAllowed(ctx.actor, 'import:bring', { unitId: unit.id, unitPath: unit.path });
  const today = todayAt(unit, ctx.now);
  const verdict = judgeReception(input, person, today);
  if (!verdict.ok) return verdict;
  if (input.registerLabel !== null && (await isLabelTaken(ctx.tx, unit.id, input.registerLabel)))
    return no('already_registered');

  const one = { id: ctx.newId(), unitId: unit.id };
  const registeredOn = input.registeredOn ?? input.receivedOn;
  await insertCase(ctx, {
    ...input,
    ...one,
    state: 'active',
    handoverNumber: '',
    handoverFrom: '',
    ledgerFrom: today > unit.ledgerStartsOn ? today : unit.ledgerStartsOn,
    registeredOn,
  });
  const label = input.registerLabel ?? (await giveNumber(ctx, { ...one, kind: input.kind, givenOn: registeredOn }));
  if (input.registerLabel === null) await changeCase(ctx.tx, { id: one.id, version: 1 }, { register_label: label });
  else {
    const read = readRegisterLabel(label);
    const year = read?.year ?? yearOf(registeredOn);
    await insertRegisterEntry(ctx, {
      unitId: unit.id,
      year,
      number: read?.number ?? null,
      label,
      caseId: one.id,
      origin: 'imported',
      givenOn: registeredOn,
    });
    if (read) await continueSeriesAfter(ctx.tx, unit.id, read.year, read.number);
  }
  if (input.basis) await insertBasis(ctx, one, { ...input.basis, fileId: null });
  await countMilestones(ctx, one, input);
  if (input.pkStaffId)
    await insertAssignment(ctx, one, { staffId: input.pkStaffId, startsOn: today, orderNumber: '', reason: '' });
  else
    await openTask(ctx, {
      unitId: unit.id,
      caseId: one.id,
      kind: 'cases.assign',
      key: one.id,
      forRole: 'section_head',
    });
  await layOutAnew(ctx, one);
  ctx.journal({
    what: 'case.imported',
    unitId: unit.id,
    caseId: one.id,
    personId: input.personId,
    about: { kind: input.kind, label, receivedOn: input.receivedOn, staffId: input.pkStaffId },
  });
  return { ok: true, caseId: one.id, label };
}
