import { formatDate, formatDay } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import { asClause } from '#kernel/text';
import { may } from '#modules/access';
import { draftLetter, listLettersAbout } from '#modules/letters/server';
import { m } from '#messages';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { reachProceeding, reachToRead, type About } from './reach.server.ts';
import { no, type RevocationRefused } from './rules.ts';
import { stepRow, type OfficeLetter, type ProceedingStep } from './routes.ts';
import {
  findNext,
  findRunningOf,
  holdProceeding,
  listMoves,
  type MoveRow,
  type ProceedingRow,
} from './store.server.ts';
import { draftAbove, isOfTier, sittingWords } from './tier-letters.server.ts';

const thing = 'revocations.proceeding';
const id = { locale: 'id' } as const;

type Written = {
  proceeding: ProceedingRow;
  of: Pick<About, 'caseId'>;
  moves: readonly MoveRow[];
  step: ProceedingStep;
  reason: string;
  counselling: string;
  nextOn: PlainDate | null;
  nextPlace: string;
};

/**
 * The letter of the office that a step brings with it, if there is one: a cancellation has no next appointment to tell of, and whoever is reprimanded
 * reads that in the letter which says that his guidance goes on.
 */
function letterOfStep(
  kind: ProceedingRow['kind'],
  { step, counselling }: { step: ProceedingStep; counselling: string },
): OfficeLetter | undefined {
  const { letter } = stepRow(step);
  if (!letter || isOfTier(letter)) return undefined;
  if (letter !== 'revocations.continuation') return letter;
  if (kind === 'cancellation') return undefined;
  return counselling === '' ? letter : 'revocations.reprimand';
}

/** A court's decision, as a letter names it. */
const verdictIn = ({ issuer, documentNumber: number, day }: MoveRow) =>
  m.revocations_letter_verdict({ issuer, number, day: formatDate(day, 'id') }, id);

/** Drafts the office's letter of a step from the record; the head numbers and signs it where letters are. */
export async function writeForOffice(ctx: Ctx, at: Written): Promise<void> {
  const { proceeding, of, moves } = at;
  const letter = letterOfStep(proceeding.kind, at);
  if (!letter) return;
  const sitting = moves.findLast(({ step }) => step === 'hear');
  const verdict = moves.findLast(({ step }) => step === 'note_period');
  const result = sittingWords(moves);
  const begunFor = asClause(proceeding.reason);
  const because = asClause(at.reason);
  const fields = {
    'letters.temporary-revocation': {
      reason: begunFor,
      result,
      ...(sitting ? { earlier_letter: sitting.documentNumber } : {}),
    },
    'letters.revocation-proposal': {
      reason: begunFor,
      result,
      enclosed: m.revocations_letter_enclosed({}, id),
    },
    'letters.cover': {
      addressee: m.revocations_letter_addressee({}, id),
      enclosed: m.revocations_letter_enclosed({}, id),
      purpose: m.revocations_letter_purpose({}, id),
    },
    'revocations.consideration': { reason: begunFor, opinion: at.reason },
    'revocations.continuation': {
      reason: because,
      appear_on: at.nextOn ? formatDay(at.nextOn, 'id') : '',
      appear_place: at.nextPlace,
    },
    'revocations.reprimand': {
      reason: begunFor,
      opinion: because,
      counselling: asClause(at.counselling),
      appear_on: at.nextOn ? formatDay(at.nextOn, 'id') : '',
      appear_place: at.nextPlace,
    },
    'revocations.period': {
      decree: verdict ? verdictIn(verdict) : '',
      until_day: verdict?.newEnd ? formatDay(verdict.newEnd, 'id') : '',
      reason: because,
      appear_on: at.nextOn ? formatDay(at.nextOn, 'id') : '',
      appear_place: at.nextPlace,
    },
  }[letter];
  await draftLetter(ctx, { kind: letter, caseId: of.caseId, fields, concerns: { thing, id: proceeding.id } });
}

/** The last step whose letter of the office was withdrawn or made void and has no other in its place. */
async function missingOf(
  ctx: ReadCtx,
  proceeding: Pick<ProceedingRow, 'id' | 'kind'>,
  moves: readonly MoveRow[],
): Promise<MoveRow | undefined> {
  const letters = await listLettersAbout(ctx, { thing, id: proceeding.id });
  return moves.findLast((move) => {
    const wanted = letterOfStep(proceeding.kind, move);
    const drafted = letters.filter(({ kind, desk }) => kind === wanted && desk === 'case');
    return drafted.length > 0 && drafted.every(({ state }) => state === 'withdrawn' || state === 'void');
  });
}

/** The step of the office whose letter is gone, for whoever drafts letters about this client. */
export async function missingHere(ctx: ReadCtx, proceedingId: string): Promise<ProceedingStep | undefined> {
  const { proceeding, of } = await reachProceeding(ctx, proceedingId, 'case:read_specific');
  if (!may(ctx.actor, 'letter:draft', of.subject)) return undefined;
  return (await missingOf(ctx, proceeding, await listMoves(ctx.tx, proceeding.id)))?.step;
}

/** Drafts the letter of a step again, where it was withdrawn or made void: a tier its own, the office its own. */
export async function draftAgain(ctx: Ctx, input: { proceedingId: string }): Promise<{ ok: true } | RevocationRefused> {
  const { of } = await reachToRead(ctx, input.proceedingId);
  return of.above ? draftAbove(ctx, input) : draftHere(ctx, input);
}

async function draftHere(ctx: Ctx, input: { proceedingId: string }): Promise<{ ok: true } | RevocationRefused> {
  await holdProceeding(ctx.tx, input.proceedingId);
  const { proceeding, of } = await reachProceeding(ctx, input.proceedingId, 'letter:draft');
  const moves = await listMoves(ctx.tx, proceeding.id);
  const missing = await missingOf(ctx, proceeding, moves);
  if (!missing) return no('wrong_state');
  const before = moves.slice(0, moves.indexOf(missing));
  const next = await findNext(ctx.tx, missing.id);
  await writeForOffice(ctx, { proceeding, of, moves: before, ...missing, ...next });
  return { ok: true };
}

/** What the office writes to the tiers about a proceeding; by hand too such a letter is about it, and comes up with it. */
const comeUp: readonly string[] = ['letters.revocation-proposal', 'letters.temporary-revocation'];

/** The running proceeding of a client that a letter of this kind is about, so that the tiers read it. */
export async function proceedingOfLetter(
  ctx: ReadCtx,
  { caseId, kind }: { caseId: string; kind: string },
): Promise<{ thing: typeof thing; id: string } | undefined> {
  if (!comeUp.includes(kind)) return undefined;
  const running = await findRunningOf(ctx.tx, caseId);
  return running ? { thing, id: running } : undefined;
}
