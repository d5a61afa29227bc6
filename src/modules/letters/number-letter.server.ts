import { yearOf, type PlainDate } from '#kernel/plain-date';
import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { keptAs } from '#platform/files/accept.server';
import { storeMade } from '#platform/files/store.server';
import { NotTypeset, typeset } from '#platform/typeset/typeset.server';
import { keeperOf, type DeskFacts } from './desks.server.ts';
import { tellFollowers } from './followers.server.ts';
import { heldAmong } from './held.queries.server.ts';
import { missingIn } from './hand-in.server.ts';
import { getLetterKind } from './kinds.ts';
import { daysBack, letterNumber } from './law.rules.ts';
import { nextState, no, steps, type Refused, type Signer } from './letter.ts';
import { markOf } from './marks.server.ts';
import { numberingOf, officeOf, wordingOf, type LetterOffice } from './office.queries.server.ts';
import { putLetterBefore } from './put-before.server.ts';
import { headAsSigner, lineOf, lockLetter, placeOf } from './reach.server.ts';
import { layout, pictureName, sheetOf, type Sheet } from './sheet.ts';
import { changeLetter, isLabelTaken, nextNumbers, type LetterOnFile } from './store.server.ts';

export type NumberInput = {
  letterId: string;
  version: number;
  dated: PlainDate;
  /** A number that the office was given elsewhere; left out, the office's own series counts on. */
  typedLabel?: string;
  /** Where this request reached the office, for letters that carry the address at which they are checked. */
  origin?: string;
};

/**
 * The letter gets its number and day, its page is set and kept, and its text stays from here on. All in one transaction: a page that
 * cannot be set takes no number, so the series has no gap.
 */
export async function numberLetter(ctx: Ctx, input: NumberInput): Promise<{ ok: true; label: string } | Refused> {
  const { letter, one } = await lockLetter(ctx, input.letterId, steps.number.by, input.version);
  const state = nextState(letter.state, 'number');
  if (!state) return no('wrong_state');
  if (letter.caseId && (await heldAmong(ctx, letter.kind, [letter.caseId])).size > 0) return no('client_held');
  if (missingIn(letter).length > 0) return no('fields_missing');
  const keeper = keeperOf(letter.desk);
  const ofThing = await keeper.numberOfThing?.(ctx, letter);
  if (ofThing === 'not_yet') return no('not_decided');
  const dated = ofThing?.dated ?? input.dated;
  const options = await optionsOf(ctx.tx, letter.unitId, daysBack, one.today);
  const fits = ofThing ? 'fits' : daysBack.decide({ dated, today: one.today }, options).result;
  if (fits !== 'fits') return no(fits);

  const office = await officeOf(ctx, letter.unitId);
  const facts = await keeper.facts(ctx, letter, office);
  const signer = await signerOf(ctx, letter, office, facts);
  const year = yearOf(dated);
  const given = ofThing
    ? await numberOf(ctx, letter, ofThing.label)
    : input.typedLabel
      ? await typedNumber(ctx, letter, office, input.typedLabel)
      : await givenNumber(ctx, letter, office, dated);
  if (!given.ok) return given;

  const sheet = sheetOf(
    letter.kind,
    letter,
    { label: given.label, dated, signer },
    office.head,
    facts.people,
    one.today,
    await markOf(ctx, letter, input.origin ?? ''),
  );
  const [page] = (await setPages(office, [sheet])) ?? [];
  if (!page) return no('not_typeset');
  const file = keptAs('application/pdf', page);
  const [fileId] = await storeMade(ctx, [{ file, place: placeOf(letter, one) }]);
  await changeLetter(ctx, letter, {
    state,
    origin: ofThing ? 'thing' : given.number === null ? 'typed' : 'given',
    year,
    number: given.number,
    label: given.label,
    dated,
    signer: JSON.stringify(signer),
    numbered_by: ctx.actor.accountId,
    numbered_at: ctx.now,
    file_id: fileId!,
    sha256: file.sha256,
  });
  await putLetterBefore(ctx, letter, 'letters.to-send', one.writer);
  ctx.journal({
    what: 'letter.numbered',
    ...lineOf(letter, one),
    about: {
      letterId: letter.id,
      kind: letter.kind,
      letterNumber: given.label,
      day: dated,
      sha256: file.sha256.toString('hex'),
    },
  });
  await tellFollowers(ctx, { ...movedOf(letter), step: 'number', label: given.label, day: dated });
  return { ok: true, label: given.label };
}

type Given = { ok: true; number: number | null; label: string } | Refused;

async function givenNumber(ctx: Ctx, letter: LetterOnFile, { unit }: LetterOffice, dated: PlainDate): Promise<Given> {
  const labelOf = await labelsOf(ctx, unit, letter.kind, dated);
  const number = await nextNumbers(ctx, unit.id, yearOf(dated), 1);
  const label = labelOf(number);
  return (await isLabelTaken(ctx.tx, unit.id, label)) ? no('number_taken') : { ok: true, number, label };
}

async function typedNumber(ctx: Ctx, letter: LetterOnFile, { unit }: LetterOffice, typed: string): Promise<Given> {
  // Whoever types a number of the office's own series would leave a gap where Simpul would have given it.
  const { pattern, unitCode } = await numberingOf(ctx, unit);
  const own = new RegExp(
    `^${pattern
      .split(/(\{[^{}]*\})/)
      .map((part) =>
        /^\{number/.test(part)
          ? '\\d+'
          : part === '{unit}'
            ? escaped(unitCode)
            : part.startsWith('{')
              ? '[^/]+'
              : escaped(part),
      )
      .join('')}$`,
  );
  if (own.test(typed)) return no('number_wrong');
  return (await isLabelTaken(ctx.tx, letter.unitId, typed))
    ? no('number_taken')
    : { ok: true, number: null, label: typed };
}
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** How this office writes the numbers of this kind on this day. */
export async function labelsOf(
  ctx: Ctx,
  unit: { id: number; code: string },
  kind: string,
  dated: PlainDate,
): Promise<(number: number) => string> {
  const { pattern, unitCode } = await numberingOf(ctx, unit);
  const { classification } = (await wordingOf(ctx, unit.id, kind)).wording;
  return (number) => letterNumber.decide({ pattern, number, unit: unitCode, classification, dated }).result;
}

/** Sets the pages of an office's letters; nothing where they cannot be set, which is in the log. */
export async function setPages(office: LetterOffice, sheets: readonly Sheet[]): Promise<Buffer[] | undefined> {
  try {
    return await typeset(layout, sheets, { pictures: office.head.logo ? { [pictureName]: office.head.logo } : {} });
  } catch (error) {
    if (error instanceof NotTypeset) return undefined;
    throw error;
  }
}

/** What a decree or minutes are numbered with was given already, when it was decided or opened. */
async function numberOf(ctx: Ctx, { unitId }: LetterOnFile, label: string): Promise<Given> {
  return (await isLabelTaken(ctx.tx, unitId, label)) ? no('number_taken') : { ok: true, number: null, label };
}

async function signerOf(
  ctx: Ctx,
  letter: LetterOnFile,
  { unit, head }: LetterOffice,
  facts: DeskFacts,
): Promise<Signer> {
  if (facts.signer) return facts.signer;
  const { counsellorName, counsellorNip, examiner = { name: counsellorName, nip: counsellorNip } } = facts.people;
  if (getLetterKind(letter.kind).signer === 'counsellor') return { title: 'Pembimbing Kemasyarakatan', ...examiner };
  return headAsSigner(ctx, unit.id, head.headTitle);
}

export const movedOf = ({ id, unitId, caseId, kind, concerns }: LetterOnFile) => ({
  letterId: id,
  unitId,
  caseId,
  kind,
  concerns,
});
