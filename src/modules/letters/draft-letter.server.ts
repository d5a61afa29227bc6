import type { LastDay } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';
import { reachCase } from '#modules/cases/server';
import { todayAt } from '#modules/units';
import { optionsOf, workingCalendarOf } from '#modules/units/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { keeperOf, writerInOffice, type Writer } from './desks.server.ts';
import { factsOf, type CaseFacts } from './facts.queries.server.ts';
import type { AskedField } from './fields.ts';
import { findLetterKind, getLetterKind } from './kinds.ts';
import { heldAmong } from './held.queries.server.ts';
import { no, type Concern, type Desk, type LetterText, type Refused } from './letter.ts';
import { officeOf, wordingOf, type LetterOffice, type OfficeWording } from './office.queries.server.ts';
import { daysToSend } from './law.rules.ts';
import { putDraftBefore } from './put-before.server.ts';
import { insertLetters } from './store.server.ts';
import { escapeWording, fillWording, longestBody } from './wording.ts';

export type DraftInput = {
  kind: string;
  caseId: string;
  /** What the record does not say, as it is to stand in the letter. */
  fields: Partial<Record<AskedField, string>>;
  /** The thing of another module that this letter is about; that module may follow it (`followLetters`). */
  concerns?: Concern;
  enclosure?: string;
  /** Who gets a copy besides those whom the wording names. */
  copiesTo?: readonly string[];
};

/**
 * Drafts a letter about a client: the office's wording of the kind, filled in from the record and with what the caller knows. What is
 * missing stays in the text as a field, and keeps the letter from being numbered.
 */
export async function draftLetter(ctx: Ctx, input: DraftInput): Promise<{ ok: true; letterId: string }> {
  if (!findLetterKind(input.kind)) throw new NotFound('kind of letter');
  const one = await reachCase(ctx, input.caseId, 'letter:draft');
  const ground = await groundOf(ctx, one.unitId, input.kind, [one.id]);
  const letterId = ctx.newId();
  const letter = { ...input, id: letterId, unitId: one.unitId, runId: null };
  await insertLetters(ctx, [rowOf(ctx, letter, ground)]);
  await putDraftBefore(ctx, { ...letter, desk: 'case', ...keptDue(ground.due) }, writerInOffice(one.pkStaffId));
  ctx.journal({
    what: 'letter.drafted',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { letterId, kind: input.kind, concerns: input.concerns?.thing ?? null },
  });
  return { ok: true, letterId };
}

/** An officer drafts a letter by hand. Whoever is held is not called by it, but heard where he is. */
export async function draftByHand(ctx: Ctx, input: DraftInput): Promise<{ ok: true; letterId: string } | Refused> {
  await reachCase(ctx, input.caseId, 'letter:draft');
  if (findLetterKind(input.kind)?.apart) throw new NotFound('kind of letter');
  if ((await heldAmong(ctx, input.kind, [input.caseId])).size > 0) return no('client_held');
  return draftLetter(ctx, input);
}

export type DeskDraft = {
  desk: Exclude<Desk, 'case'>;
  /** The unit that writes. */
  unitId: number;
  kind: string;
  caseId: string | null;
  personId: string | null;
  fields: Partial<Record<AskedField, string>>;
  /** What the caller has written as a wording already, with titles and rows of its own (`escapeWording` for what is not his). */
  written?: Partial<Record<AskedField, string>>;
  concerns: Concern;
  enclosure?: string;
  /** Before whom it lies until it is finished. */
  writer: Writer;
  /** The day after which it would be of no use; its own day is never later. */
  latest?: PlainDate;
};

/**
 * Drafts a letter of a sitting or of a tier. Whoever calls has asked whether it may be drafted: it comes with a step that was allowed.
 */
export async function draftAtDesk(ctx: Ctx, input: DeskDraft): Promise<{ ok: true; letterId: string }> {
  const { desk, unitId, kind, caseId, concerns } = input;
  const office = await officeOf(ctx, unitId);
  const wording = await wordingOf(ctx, unitId, kind);
  const { values } = await keeperOf(desk).facts(ctx, { desk, unitId, kind, caseId, concerns }, office);
  const letterId = ctx.newId();
  const one = { ...input, id: letterId, runId: null };
  const term = await dueOf(ctx, office);
  const due = input.latest && input.latest < term.on ? ({ on: input.latest, counts: 'named' } as const) : term;
  await insertLetters(ctx, [
    { ...keptRow(ctx, one, { wording, due }, fillText(one, wording, values)), desk, case_id: caseId },
  ]);
  await putDraftBefore(ctx, { ...one, ...keptDue(due) }, input.writer);
  ctx.journal({
    what: 'letter.drafted',
    unitId,
    caseId,
    personId: input.personId,
    about: { letterId, kind, concerns: concerns.thing },
  });
  return { ok: true, letterId };
}

/** What letters of one kind and office are written from, for some cases at once. */
export type Ground = {
  office: LetterOffice;
  wording: OfficeWording;
  facts: Map<string, CaseFacts>;
  /** By when they are to be out. */
  due: LastDay;
};
export async function groundOf(
  ctx: ReadCtx,
  unitId: number,
  kind: string,
  caseIds: readonly string[],
): Promise<Ground> {
  const office = await officeOf(ctx, unitId);
  return {
    office,
    wording: await wordingOf(ctx, unitId, kind),
    due: await dueOf(ctx, office),
    facts: await factsOf(ctx, caseIds, {
      name: office.unit.name,
      address: office.unit.address,
      phone: office.unit.phone,
      head: office.head,
    }),
  };
}

const keptDue = ({ on, counts }: LastDay) => ({ dueOn: on, dueCounts: counts });

async function dueOf(ctx: ReadCtx, { unit }: LetterOffice): Promise<LastDay> {
  const drafted = todayAt(unit, ctx.now);
  const office = await workingCalendarOf(ctx, unit.id, { from: drafted });
  const options = await optionsOf(ctx.tx, unit.id, daysToSend, drafted);
  return { on: daysToSend.decide({ drafted, office }, options).result, counts: 'working' };
}

/** A draft as it is kept. */
export function rowOf(
  ctx: Ctx,
  one: DraftInput & { id: string; unitId: number; runId: string | null },
  { wording, facts, due }: Ground,
) {
  const text = fillText(one, wording, facts.get(one.caseId)?.values ?? {});
  return { ...keptRow(ctx, one, { wording, due }, text), case_id: one.caseId };
}

function keptRow(
  ctx: Ctx,
  one: { id: string; unitId: number; kind: string; concerns?: Concern; runId: string | null },
  { wording, due }: Pick<Ground, 'wording' | 'due'>,
  text: LetterText,
) {
  return {
    id: one.id,
    unit_id: one.unitId,
    kind: one.kind,
    ...text,
    template_id: wording.templateId,
    concerns_thing: one.concerns?.thing ?? null,
    concerns_id: one.concerns?.id ?? null,
    run_id: one.runId,
    due_on: due.on,
    due_counts: due.counts,
    made_by: ctx.actor.accountId,
  };
}

function fillText(
  {
    kind,
    fields,
    written,
    enclosure = '',
    copiesTo = [],
  }: Pick<DeskDraft, 'kind' | 'fields' | 'written' | 'enclosure'> & Pick<DraftInput, 'copiesTo'>,
  { wording }: OfficeWording,
  record: Readonly<Record<string, string>>,
): LetterText {
  const values = { ...record, ...(fields as Record<string, string>) };
  const fill = (text: string, most: number) => fillWording(text, values, written).slice(0, most);
  return {
    subject: fill(wording.subject, 300),
    recipient: fill(wording.recipient, 1000),
    body: fill(wording.body, longestBody),
    copies: [...copiesTo.map(escapeWording), fill(wording.copies, 1000)].filter(Boolean).join('\n').slice(0, 1000),
    enclosure,
    nature: getLetterKind(kind).nature,
  };
}
