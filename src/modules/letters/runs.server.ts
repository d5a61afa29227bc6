import { lastDay } from '#kernel/holidays';
import { yearOf, type PlainDate } from '#kernel/plain-date';
import { isUuid } from '#kernel/id';
import { zones } from '#kernel/zone';
import { mustBeAllowed } from '#modules/access';
import { closeTasks, openTask } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import { getUnit, optionsOf } from '#modules/units/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { Job, JobUnit, JobWork } from '#platform/job';
import { keptAs } from '#platform/files/accept.server';
import { storeMade } from '#platform/files/store.server';
import { chaseLate } from './chase.server.ts';
import { groundOf, rowOf, type DraftInput } from './draft-letter.server.ts';
import { nobody } from './desks.server.ts';
import { factsOf } from './facts.queries.server.ts';
import type { AskedField } from './fields.ts';
import { tellFollowers } from './followers.server.ts';
import { missingIn } from './hand-in.server.ts';
import { heldAmong } from './held.queries.server.ts';
import { findLetterKind } from './kinds.ts';
import { daysBack } from './law.rules.ts';
import { no, type Refused } from './letter.ts';
import { labelsOf, movedOf, setPages } from './number-letter.server.ts';
import { officeOf } from './office.queries.server.ts';
import { headAsSigner } from './reach.server.ts';
import { sheetOf, type Sheet } from './sheet.ts';
import {
  changeRun,
  insertLetters,
  insertRun,
  listNumberedOfRun,
  lockDraftsOfRun,
  lockRun,
  nextNumbers,
  numberLetters,
  type LetterOnFile,
  type RunOnFile,
} from './store.server.ts';

export const mostLetters = 5000;
/** Letters of one transaction: some seconds of work, so that progress moves and nobody waits long for a number. */
const AT_ONCE = 50;

export type RunInput = {
  unitId: number;
  kind: string;
  caseIds: readonly string[];
  fields: Partial<Record<AskedField, string>>;
};

/**
 * Drafts the same letter to many clients: those among them about whom the asker may write, and, where it calls them to come, who are not
 * held. The head then has them numbered.
 */
export async function startRun(
  ctx: Ctx,
  input: RunInput,
): Promise<{ ok: true; runId: string; drafted: number } | Refused> {
  if (!findLetterKind(input.kind)) throw new NotFound('kind of letter');
  const { fields, ...run } = input;
  const held = await heldAmong(ctx, input.kind, input.caseIds);
  const caseIds = [...new Set(input.caseIds)].filter((caseId) => !held.has(caseId));
  return draftRun(ctx, { ...run, letters: caseIds.map((caseId) => ({ caseId, fields })) });
}

/** The same where each letter says something of its own, or is about a thing of another module. */
export async function draftRun(
  ctx: Ctx,
  input: { unitId: number; kind: string; letters: readonly Pick<DraftInput, 'caseId' | 'fields' | 'concerns'>[] },
): Promise<{ ok: true; runId: string; drafted: number } | Refused> {
  const unit = await getUnit(ctx, input.unitId);
  mustBeAllowed(ctx.actor, 'letter:draft', { unitId: unit.id, unitPath: unit.path, pkStaffId: ctx.actor.staffId });
  if (input.letters.length > mostLetters) return no('too_many');
  const caseIds = [...new Set(input.letters.map(({ caseId }) => caseId))];
  const ground = await groundOf(ctx, unit.id, input.kind, caseIds);
  const reached = input.letters.filter(({ caseId }) => ground.facts.has(caseId));
  if (reached.length === 0) return no('nobody_chosen');
  const runId = ctx.newId();
  await insertRun(ctx, { id: runId, unitId: unit.id, kind: input.kind, total: reached.length });
  await insertLetters(
    ctx,
    reached.map((one) => rowOf(ctx, { ...one, kind: input.kind, id: ctx.newId(), unitId: unit.id, runId }, ground)),
  );
  await openTask(ctx, {
    unitId: unit.id,
    kind: 'letters.run-to-number',
    key: runId,
    forRole: 'head_of_bapas',
    due: ground.due,
    facts: { kind: input.kind, count: reached.length },
  });
  ctx.journal({
    what: 'letter.run-drafted',
    unitId: unit.id,
    about: { runId, kind: input.kind, count: reached.length },
  });
  return { ok: true, runId, drafted: reached.length };
}

/** The head has all drafts of a run numbered and locked, in his own name; a job does it, and he need not wait. */
export async function numberRun(ctx: Ctx, input: { runId: string; dated: PlainDate }): Promise<{ ok: true } | Refused> {
  const run = isUuid(input.runId) ? await lockRun(ctx, input.runId) : undefined;
  if (!run) throw new NotFound('run of letters');
  const { unit, head } = await officeOf(ctx, run.unitId);
  mustBeAllowed(ctx.actor, 'letter:sign', { unitId: unit.id, unitPath: unit.path });
  if (run.state !== 'drafted') return no('wrong_state');
  const today = todayAt(unit, ctx.now);
  const fits = daysBack.decide({ dated: input.dated, today }, await optionsOf(ctx.tx, unit.id, daysBack, today)).result;
  if (fits !== 'fits') return no(fits);
  await changeRun(ctx, run.id, {
    state: 'numbering',
    dated: input.dated,
    signer: JSON.stringify(await headAsSigner(ctx, unit.id, head.headTitle)),
    numbered_by: ctx.actor.accountId,
  });
  await closeTasks(ctx, { unitId: unit.id, kind: 'letters.run-to-number', key: run.id });
  await ctx.addJob('letters.number-run', { runId: run.id, unitId: unit.id }, { key: `letters.number-run:${run.id}` });
  ctx.journal({
    what: 'letter.run-numbered',
    unitId: unit.id,
    about: { runId: run.id, kind: run.kind, day: input.dated },
  });
  return { ok: true };
}

/** The next letters of a run get their numbers and pages. Answers the last one looked at, or nothing when none is left. */
async function numberSome(ctx: Ctx, { id: unitId }: JobUnit, runId: string, after: string | null) {
  const run = await lockRun(ctx, runId);
  if (run?.state !== 'numbering' || !run.dated || !run.signer || !run.numberedBy) return undefined;
  const drafts = await lockDraftsOfRun(ctx, runId, after, AT_ONCE);
  const held = await heldAmong(
    ctx,
    run.kind,
    drafts.map((letter) => letter.caseId!),
  );
  // Who was taken into custody since the run was drafted is left back, as is what is not complete.
  const whole = drafts.filter((letter) => missingIn(letter).length === 0 && !held.has(letter.caseId!));
  if (whole.length > 0)
    await numberThese(ctx, { ...run, dated: run.dated, signer: run.signer, numberedBy: run.numberedBy }, unitId, whole);
  const last = drafts.at(-1);
  if (drafts.length < AT_ONCE) {
    await changeRun(ctx, runId, { state: 'done', finished_at: ctx.now });
    // One for the whole run, before whoever leads; each counsellor finds his own letters in the register.
    await openTask(ctx, {
      unitId,
      kind: 'letters.run-to-send',
      key: runId,
      forRole: 'section_head',
      due: last ? lastDay(last.dueOn, last.dueCounts) : null,
      facts: { kind: run.kind, count: run.total },
    });
    return undefined;
  }
  return last!.id;
}

type ReadyRun = RunOnFile & { dated: PlainDate; signer: NonNullable<RunOnFile['signer']>; numberedBy: string };

async function numberThese(ctx: Ctx, run: ReadyRun, unitId: number, letters: readonly LetterOnFile[]): Promise<void> {
  const office = await officeOf(ctx, unitId);
  const { unit, head } = office;
  const facts = await factsOf(
    ctx,
    letters.map((letter) => letter.caseId!),
    { name: unit.name, address: unit.address, phone: unit.phone, head },
  );
  const labelOf = await labelsOf(ctx, unit, run.kind, run.dated);
  const first = await nextNumbers(ctx, unitId, yearOf(run.dated), letters.length);
  const numbered = letters.map((letter, index) => ({ letter, number: first + index, label: labelOf(first + index) }));
  const today = todayAt(unit, ctx.now);
  const pages = await setPages(
    office,
    numbered.map(({ letter, label }) =>
      sheetOf(
        letter.kind,
        letter,
        { label, dated: run.dated, signer: run.signer },
        head,
        facts.get(letter.caseId!)?.people ?? nobody,
        today,
      ),
    ),
  );
  if (!pages) throw new Error('the letters of a run could not be set');
  const files = pages.map((page) => keptAs('application/pdf', page));
  const fileIds = await storeMade(
    ctx,
    files.map((file, index) => ({ file, place: { unitId, caseId: numbered[index]!.letter.caseId } })),
  );
  await numberLetters(
    ctx,
    numbered.map(({ letter, number, label }, index) => ({
      id: letter.id,
      version: letter.version,
      number,
      label,
      fileId: fileIds[index]!,
      sha256: files[index]!.sha256,
    })),
    { year: yearOf(run.dated), dated: run.dated, signer: run.signer, numberedBy: run.numberedBy },
  );
  for (const [index, { letter, label }] of numbered.entries()) {
    ctx.journal({
      what: 'letter.numbered',
      unitId,
      caseId: letter.caseId,
      about: {
        letterId: letter.id,
        kind: letter.kind,
        letterNumber: label,
        day: run.dated,
        sha256: files[index]!.sha256.toString('hex'),
        runId: run.id,
      },
    });
    await tellFollowers(ctx, { ...movedOf(letter), step: 'number', label, day: run.dated });
  }
}

/** The pages of a run's numbered letters, as data: what the typesetter was given. */
export async function sheetsOfRun(ctx: ReadCtx, runId: string): Promise<Sheet[]> {
  const letters = await listNumberedOfRun(ctx, runId);
  const [first] = letters;
  if (!first) return [];
  const { unit, head } = await officeOf(ctx, first.letter.unitId);
  mustBeAllowed(ctx.actor, 'letter:sign', { unitId: unit.id, unitPath: unit.path });
  const facts = await factsOf(
    ctx,
    letters.map(({ letter }) => letter.caseId!),
    { name: unit.name, address: unit.address, phone: unit.phone, head },
  );
  const today = todayAt(unit, ctx.now);
  return letters.map(({ letter, label, dated, signer }) =>
    sheetOf(letter.kind, letter, { label, dated, signer }, head, facts.get(letter.caseId!)?.people ?? nobody, today),
  );
}

export const jobs = {
  'letters.chase': {
    when: zones.map((zone) => ({ zone, at: '05:50' as const })),
    run: (work: JobWork, payload: Record<string, unknown>) => {
      const zone = zones.find((one) => one === payload['zone']);
      return work.perUnit(
        { types: ['bapas', 'pos_bapas', 'kanwil', 'ditjenpas'], ...(zone ? { zone } : {}) },
        chaseLate,
      );
    },
  },
  /** Each chunk is a transaction of its own, so a fall goes on where it stopped and no number is given twice. */
  'letters.number-run': {
    run: async (work: JobWork, payload: Record<string, unknown>) => {
      const { runId, unitId } = payload;
      if (!isUuid(runId) || typeof unitId !== 'number') throw new TypeError('not a job of ours');
      let after: string | null | undefined = null;
      while (after !== undefined)
        after = await work.inUnit(unitId, (ctx, unit) => numberSome(ctx, unit, runId, after ?? null));
    },
  },
} as const satisfies Record<string, Job>;
