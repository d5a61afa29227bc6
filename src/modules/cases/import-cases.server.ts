import { yearOf, type PlainDate } from '#kernel/plain-date';
import { getUnit, optionsOf } from '#modules/units/server';
import { todayAt } from '#modules/units';
import type { Ctx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import type { AgeGroup, BasisKind, ClientKind, GuarantorRelation, SentenceParts } from './case.ts';
import {
  insertCases,
  insertRegisterEntries,
  listTakenLabels,
  lockSeries,
  type IncomingCase,
} from './import.store.server.ts';
import { milestoneRule, registerNumber } from './law.rules.ts';
import { judgeMilestones, judgeReception, readRegisterLabel, type Refusal } from './rules.ts';
import { continueSeriesAfter, type RegisterLine } from './register-book.store.server.ts';

/** A client whom an office already guides, as its own book has him; somebody who was registered a moment ago. */
export type ListedCase = {
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
  guarantor: { name: string; relation: GuarantorRelation; phone: string } | null;
  notes: readonly { text: string; happenedAt: Date }[];
};
export type ListedCaseTaken = { ok: true; caseId: string; label: string } | { ok: false; refusal: Refusal };

/**
 * Takes many clients of one office over from its spreadsheet: under guidance from the first moment, with the numbers of its old book, behind
 * which our series goes on. What they owed before today is not known here (`ledger_from`), and so never counts as missed. The answers stand in the
 * order of the list, and one that is refused leaves the others alone. What is owed is not laid out here, and nobody is asked to assign a
 * thousand clients one by one: whoever brings a list adds one job and one task at its end.
 */
export async function importCases(
  ctx: Ctx,
  unitId: number,
  list: readonly ListedCase[],
  about: Record<string, unknown> = {},
): Promise<ListedCaseTaken[]> {
  if (ctx.actor.kind !== 'system') throw new NotAllowed('many cases at once');
  const unit = await getUnit(ctx, unitId);
  const today = todayAt(unit, ctx.now);
  const ledgerFrom = today > unit.ledgerStartsOn ? today : unit.ledgerStartsOn;
  const answers: ListedCaseTaken[] = [];
  const chosen = new Map<PlainDate, Awaited<ReturnType<typeof optionsOf<typeof registerNumber.options>>>>();
  const allowed: { at: number; id: string; input: ListedCase; registeredOn: PlainDate; label: string | null }[] = [];
  const taken = await listTakenLabels(
    ctx.tx,
    unitId,
    list.flatMap(({ registerLabel }) => registerLabel ?? []),
  );

  for (const [at, input] of list.entries()) {
    const verdict = judgeReception(input, { deceasedOn: null, openKinds: [] }, today);
    const label = input.registerLabel;
    if (!verdict.ok) answers[at] = verdict;
    else if (label !== null && taken.has(label)) answers[at] = { ok: false, refusal: 'already_registered' };
    else {
      if (label !== null) taken.add(label);
      allowed.push({ at, id: ctx.newId(), input, label, registeredOn: input.registeredOn ?? input.receivedOn });
    }
  }

  const book: RegisterLine[] = [];
  const highest = new Map<number, number>();
  for (const { at, id, registeredOn, label } of allowed) {
    if (label === null) continue;
    const read = readRegisterLabel(label);
    const line = { unitId, label, caseId: id, origin: 'imported', givenOn: registeredOn } as const;
    book.push({ ...line, year: read?.year ?? yearOf(registeredOn), number: read?.number ?? null });
    if (read) highest.set(read.year, Math.max(highest.get(read.year) ?? 0, read.number));
    answers[at] = { ok: true, caseId: id, label };
  }
  for (const [year, number] of [...highest].sort(([a], [b]) => a - b))
    await continueSeriesAfter(ctx.tx, unitId, year, number);
  await giveNumbers();

  await insertCases(
    ctx,
    unitId,
    allowed.map(({ id, input, registeredOn, label }): IncomingCase => ({
      ...input,
      id,
      unitId,
      state: 'active',
      handoverNumber: '',
      handoverFrom: '',
      ledgerFrom,
      registeredOn,
      registerLabel: label!,
      milestones: milestonesOf(input),
      assignedOn: today,
    })),
  );
  await insertRegisterEntries(ctx, book);
  for (const { id, input, label } of allowed)
    ctx.journal({
      what: 'case.imported',
      unitId,
      caseId: id,
      personId: input.personId,
      about: { kind: input.kind, label, receivedOn: input.receivedOn, staffId: input.pkStaffId, ...about },
    });
  return answers;

  /** The next numbers of each year, for those who bring none; a number that an old book gave already is void here, and says why. */
  async function giveNumbers(): Promise<void> {
    const byYear = new Map<number, typeof allowed>();
    for (const one of allowed) {
      if (one.label !== null) continue;
      const year = yearOf(one.registeredOn);
      const of = byYear.get(year);
      if (of) of.push(one);
      else byYear.set(year, [one]);
    }
    for (const [year, of] of [...byYear].sort(([a], [b]) => a - b)) {
      let last = await lockSeries(ctx.tx, unitId, year);
      const waiting = [...of];
      while (waiting.length > 0) {
        const batch = waiting.splice(0);
        const numbered: { one: (typeof allowed)[number]; number: number; label: string }[] = [];
        for (const [index, one] of batch.entries()) {
          const facts = { number: last + index + 1, kind: one.input.kind, year, unit: unit.code.toUpperCase() };
          numbered.push({
            one,
            number: facts.number,
            label: registerNumber.decide(facts, await chosenOn(one.registeredOn)).result,
          });
        }
        last += batch.length;
        const known = await listTakenLabels(
          ctx.tx,
          unitId,
          numbered.map(({ label }) => label),
        );
        for (const { one, number, label } of numbered) {
          const line = { unitId, year, number, label, origin: 'given', givenOn: one.registeredOn } as const;
          if (known.has(label) || taken.has(label)) {
            book.push({ ...line, caseId: null, voidReason: 'nomor sudah dipakai menurut buku register lama' });
            waiting.push(one);
            continue;
          }
          taken.add(label);
          one.label = label;
          book.push({ ...line, caseId: one.id });
          answers[one.at] = { ok: true, caseId: one.id, label };
        }
      }
      await continueSeriesAfter(ctx.tx, unitId, year, last);
    }
  }

  async function chosenOn(day: PlainDate) {
    const known = chosen.get(day) ?? (await optionsOf(ctx.tx, unitId, registerNumber, day));
    chosen.set(day, known);
    return known;
  }
}

function milestonesOf(input: ListedCase): IncomingCase['milestones'] {
  const days = judgeMilestones(input.firstDetainedOn, input.sentence, input.remissionDays);
  if (!days) return [];
  const facts = {
    rule: milestoneRule.id,
    version: milestoneRule.version,
    firstDetainedOn: input.firstDetainedOn,
    sentence: input.sentence,
    remissionDays: input.remissionDays,
  };
  return Object.entries(days).map(([name, day]) => ({ name, day, facts }));
}
