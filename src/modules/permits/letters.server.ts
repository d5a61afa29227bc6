import { formatCode } from '#kernel/codes';
import { formatDate, formatDay } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import { asClause } from '#kernel/text';
import { inLanguage } from '#messages/server';
import { m } from '#messages';
import type { CaseOnFile } from '#modules/cases/server';
import { getPublicAddress } from '#modules/installation/server';
import { draftLetter, followLetters, listLettersAbout, markLetters, type LetterLine } from '#modules/letters/server';
import { areaName } from '#modules/units/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { hashOfCode, permitCode } from './door.server.ts';
import { abroadKind, withinKind } from './letter-kinds.ts';
import { lockPermit } from './reach.server.ts';
import { isValid, no, type PermitRefused } from './rules.ts';
import { findPermit, lastDecision, type PermitRow } from './store.server.ts';
import { insertSlip, voidSlip } from './papers.store.server.ts';

const thing = 'permits.permit';
const about = (permit: Pick<PermitRow, 'id'>) => ({ thing, id: permit.id }) as const;
const isPermitLetter = (kind: string) => kind === withinKind || kind === abroadKind;

/** Where the journey goes, as a paper names it. */
export async function destinationOf(permit: Pick<PermitRow, 'areaCode' | 'country'>): Promise<string> {
  return permit.areaCode ? areaName(permit.areaCode) : permit.country;
}

/** The letter that the client takes along. It holds from its number on. */
export async function draftPermitLetter(
  ctx: Ctx,
  permit: PermitRow,
  decree: { number: string; dated: PlainDate },
): Promise<void> {
  await draftLetter(ctx, {
    kind: permit.scope === 'within' ? withinKind : abroadKind,
    caseId: permit.caseId,
    concerns: about(permit),
    fields: {
      ...(permit.scope === 'within'
        ? { request: requestOf(permit) }
        : { decree: `Nomor ${decree.number} tanggal ${formatDate(decree.dated, 'id')}` }),
      ...(await journeyOf(permit)),
    },
  });
}

export async function draftRefusalLetter(ctx: Ctx, of: CaseOnFile, permit: PermitRow, reason: string): Promise<void> {
  const person = await ctx.tx
    .selectFrom('people.person')
    .select('name')
    .where('id', '=', of.personId)
    .executeTakeFirst();
  await draftLetter(ctx, {
    kind: 'letters.refusal',
    caseId: permit.caseId,
    concerns: about(permit),
    fields: { addressee: person?.name ?? '', request: requestOf(permit), reason: asClause(reason) },
  });
}

/** With this the head puts a journey abroad before the Minister. */
export async function draftCoverLetter(ctx: Ctx, permit: PermitRow, opinion: string): Promise<void> {
  await draftLetter(ctx, {
    kind: 'permits.cover-abroad',
    caseId: permit.caseId,
    concerns: about(permit),
    fields: {
      ...(await journeyOf(permit)),
      opinion,
      enclosed: m.permits_letter_enclosed({}, { locale: 'id' }),
    },
  });
}

/** What the Minister refused, told to the client with the number and day of the refusal. */
export async function draftMinistersRefusal(
  ctx: Ctx,
  permit: PermitRow,
  { number, dated, reason }: { number: string; dated: PlainDate; reason: string },
): Promise<void> {
  await draftLetter(ctx, {
    kind: 'permits.refusal-abroad',
    caseId: permit.caseId,
    concerns: about(permit),
    fields: {
      request: requestOf(permit),
      destination: await destinationOf(permit),
      decree: `Nomor ${number} tanggal ${formatDate(dated, 'id')}`,
      reason: asClause(reason),
    },
  });
}

/** Tells the client that the permit in his hand holds no more. */
export async function draftRevocationLetter(ctx: Ctx, permit: PermitRow, reason: string): Promise<void> {
  const granted = (await livingLetters(ctx, permit)).findLast(({ label }) => label !== null);
  await draftLetter(ctx, {
    kind: 'permits.revocation',
    caseId: permit.caseId,
    concerns: about(permit),
    fields: {
      destination: await destinationOf(permit),
      reason: asClause(reason),
      ...(granted?.label && granted.dated
        ? { earlier_letter: `Nomor ${granted.label} tanggal ${formatDate(granted.dated, 'id')}` }
        : {}),
    },
  });
}

const journeyOf = async (permit: PermitRow) => ({
  destination: `${await destinationOf(permit)} (${oneLine(permit.stay)})`,
  purpose: permit.purposeText,
  from_day: formatDay(permit.fromOn, 'id'),
  until_day: formatDay(permit.untilOn, 'id'),
});
const requestOf = ({ askedOn }: PermitRow) => `permohonan izin bepergian tanggal ${formatDate(askedOn, 'id')}`;
const oneLine = (text: string) => text.replace(/\s*\n\s*/g, ', ');

/** Drafts the letter again, where the first one was made void and the client is still to go. */
export async function draftAnotherLetter(
  ctx: Ctx,
  input: { caseId: string; permitId: string },
): Promise<{ ok: true } | PermitRefused> {
  const { permit } = await lockPermit(ctx, input.caseId, input.permitId, 'permit:handle');
  if (!isValid(permit.state)) return no('wrong_state');
  if ((await livingLetters(ctx, permit)).length > 0) return no('letter_there');
  const decided = await lastDecision(ctx.tx, permit.id);
  await draftPermitLetter(ctx, permit, { number: decided?.number ?? '', dated: decided?.day ?? permit.askedOn });
  return { ok: true };
}

/** The letters that are the permit itself, without those that were withdrawn or made void. */
export async function livingLetters(ctx: ReadCtx, permit: Pick<PermitRow, 'id'>): Promise<LetterLine[]> {
  const letters = await listLettersAbout(ctx, about(permit));
  return letters.filter(({ kind, state }) => isPermitLetter(kind) && state !== 'void' && state !== 'withdrawn');
}

markLetters(thing, async (ctx, { letterId, kind, origin }) => {
  if (!isPermitLetter(kind)) return undefined;
  const code = permitCode(letterId);
  return {
    address: `${(await getPublicAddress(ctx.tx)) ?? origin}/p/${code}`,
    code: formatCode(code),
    // Papers are Indonesian whatever language a screen has.
    says: inLanguage('id', () => m.permits_paper_check()),
  };
});

followLetters(
  thing,
  async (ctx, { step, letterId, kind, caseId, unitId, label, day, concerns }) => {
    if (!isPermitLetter(kind)) return;
    if (step === 'void') return voidSlip(ctx, letterId, day);
    const permit = step === 'number' ? await findPermit(ctx.tx, concerns.id) : undefined;
    if (!permit || !isValid(permit.state)) return;
    const codeHash = hashOfCode(permitCode(letterId));
    await insertSlip(ctx, { id: caseId, unitId }, permit.id, { letterId, label, issuedOn: day, codeHash });
  },
  async (_, { id, caseId }) => ({ href: `/clients/${caseId}/permits/${id}`, name: m.permits_title() }),
);
