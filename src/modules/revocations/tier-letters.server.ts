import { formatDate } from '#kernel/format';
import { asClause } from '#kernel/text';
import { holds, may, mustBeAllowed, type Action } from '#modules/access';
import { kindWords } from '#modules/cases';
import { reachCase } from '#modules/cases/server';
import {
  draftAtDesk,
  followLetters,
  keepDesk,
  listLettersAbout,
  nobody,
  officeValues,
  openLettersAbout,
  withdrawLetter,
  letterOf,
  type AtDesk,
  type DeskKeeper,
  type LetterLine,
} from '#modules/letters/server';
import { m } from '#messages';
import { inLanguage } from '#messages/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { examined, isSigned } from './annex.server.ts';
import { aboutAbove, reachProceeding, type About } from './reach.server.ts';
import { no, type RevocationRefused } from './rules.ts';
import { stepRow, type OfficeLetter, type ProceedingStep, type TierLetter } from './routes.ts';
import {
  findLabelAbove,
  findProceeding,
  findProceedingOf,
  findTierUnit,
  holdProceeding,
  listMoves,
  type MoveRow,
  type ProceedingRow,
} from './store.server.ts';

const thing = 'revocations.proceeding';
type Tier = 'kanwil' | 'centre';
/** Whoever takes the steps of a tier writes and signs its letters. */
const acts = { kanwil: 'revocation:forward', centre: 'revocation:decree' } as const satisfies Record<Tier, Action>;
const unitTypes = { kanwil: 'kanwil', centre: 'ditjenpas' } as const;
const roles = { kanwil: 'kanwil', centre: 'ditjenpas' } as const;
const decrees: Partial<Record<string, ProceedingStep>> = {
  'revocations.decree': 'sign_decree',
  'revocations.refusal-decree': 'sign_refusal',
};

const id = { locale: 'id' } as const;
/** What the sitting advised, as a letter says it. */
export function sittingWords(moves: readonly MoveRow[]): string {
  const sitting = moves.findLast(({ step }) => step === 'hear');
  return sitting
    ? m.revocations_letter_sitting({ number: sitting.documentNumber, day: formatDate(sitting.day, 'id') }, id)
    : m.revocations_letter_urgent({}, id);
}

export const isOfTier = (letter: OfficeLetter | TierLetter): letter is TierLetter =>
  letter === 'letters.revocation-proposal-kanwil' ||
  letter === 'revocations.questions' ||
  letter === 'revocations.decree' ||
  letter === 'revocations.refusal-decree';

function keeper(tier: Tier): DeskKeeper {
  return {
    reach: (ctx, { concerns, caseId, state }, act) =>
      reachAbove(ctx, tier, { proceedingId: concerns!.id, caseId: caseId! }, act, wasSent(state)),
    facts: async (ctx, { concerns, caseId }, office) => {
      const proceeding = await findProceeding(ctx.tx, concerns!.id);
      const of = proceeding && (await aboutAbove(ctx, proceeding));
      if (!of?.above) throw new NotFound(`proceeding of case ${caseId}`);
      const { name, registerLabel, unitName } = of.above;
      return {
        values: {
          ...officeValues(office),
          client_name: name,
          register_number: registerLabel ?? '',
          guidance_kind: inLanguage('id', () => kindWords[of.kind]()),
          bapas_name: unitName,
        },
        people: nobody,
        // On paper its head signs, who has no post here; without his name the line is left open.
        signer: { title: office.head.headTitle, name: office.head.headName, nip: office.head.headNip },
      };
    },
    numberOfThing: async (ctx, { kind, concerns }) => {
      const step = decrees[kind];
      if (!step) return undefined;
      const signed = (await listMoves(ctx.tx, concerns!.id)).findLast((move) => move.step === step);
      return signed ? { label: signed.documentNumber, dated: signed.day } : 'not_yet';
    },
  };
}
keepDesk('kanwil', keeper('kanwil'));
keepDesk('centre', keeper('centre'));

/** What an office writes to the tiers. The database knows the same two. */
const comeUp: readonly string[] = ['letters.revocation-proposal', 'letters.temporary-revocation'];
openLettersAbout(thing, async (ctx, { concerns, kind, state }) => {
  if (!comeUp.includes(kind) || !wasSent(state) || !holds(ctx.actor, 'revocation:read')) return undefined;
  const proceeding = await findProceeding(ctx.tx, concerns.id);
  const above = proceeding && (await aboutAbove(ctx, proceeding));
  return above && may(ctx.actor, 'revocation:read', above.subject) ? standing(above, false) : undefined;
});

/** The examination that it encloses: for the tiers to which a proceeding about that breach came. */
openLettersAbout('breaches.breach', async (ctx, { concerns, kind, state }) => {
  if (!examined.includes(kind) || !isSigned(state) || !holds(ctx.actor, 'revocation:read')) return undefined;
  const proceeding = await findProceedingOf(ctx.tx, concerns.id);
  const above = proceeding && (await aboutAbove(ctx, proceeding));
  return above && may(ctx.actor, 'revocation:read', above.subject) ? standing(above, false) : undefined;
});

followLetters(
  thing,
  async () => {},
  async (_, { id: proceedingId }) => ({ href: `/revocations/${proceedingId}`, name: m.revocations_title() }),
);

/** What is sent is read by the other tier too, and by whoever may read the client's letters; what is not, by the tier that writes it. */
const wasSent = (state: string | undefined) => state === 'sent' || state === 'received' || state === 'void';

async function reachAbove(
  ctx: ReadCtx,
  tier: Tier,
  at: { proceedingId: string; caseId: string },
  act: 'letter:read' | 'letter:draft' | 'letter:sign',
  sent: boolean,
): Promise<AtDesk> {
  const proceeding = await findProceeding(ctx.tx, at.proceedingId);
  const above = holds(ctx.actor, 'revocation:read') && proceeding ? await aboutAbove(ctx, proceeding) : undefined;
  if (above && may(ctx.actor, acts[tier], above.subject)) return { ...standing(above, true), writer: writerOf(tier) };
  if (act !== 'letter:read') throw new NotAllowed(`${act}: a letter of a tier`);
  if (!sent) throw new NotFound('letter');
  if (above && may(ctx.actor, 'revocation:read', above.subject)) return standing(above, false);
  const one = await reachCase(ctx, at.caseId, 'letter:read');
  return standing({ personId: one.personId, today: one.today }, false);
}

/** Whoever holds the tier's post writes there; nobody of it has a client of his own. */
const writerOf = (tier: Tier) => ({ forRole: roles[tier], staffId: null });

function standing({ personId, today }: Pick<About, 'personId' | 'today'>, writes: boolean): AtDesk {
  return { personId, today, may: (act) => act === 'letter:read' || writes };
}

type Written = {
  proceeding: ProceedingRow;
  of: About;
  moves: readonly MoveRow[];
  step: ProceedingStep;
  reason: string;
};

/** The letter that a step of a tier brings with it; a draft that is taken back goes with what it was drafted for. */
export async function writeAbove(ctx: Ctx, at: Written): Promise<void> {
  const { letter } = stepRow(at.step);
  if (at.step === 'redraft') return withdrawDrafts(ctx, at);
  if (letter && isOfTier(letter)) await draftLetterAbove(ctx, at, letter);
}

async function draftLetterAbove(ctx: Ctx, { proceeding, of, moves, step, reason }: Written, kind: TierLetter) {
  const tier: Tier = stepRow(step).by === 'revocation:forward' ? 'kanwil' : 'centre';
  const unit = await findTierUnit(ctx.tx, proceeding.unitId, unitTypes[tier]);
  // Whoever stands in for a tier from an office below it has no letterhead of the tier's.
  const isThere = ctx.actor.postings.some(({ role, unitId }) => role === roles[tier] && unit?.path.includes(unitId));
  if (!unit || !isThere) return;
  const before = await findLabelAbove(
    ctx.tx,
    proceeding.id,
    tier === 'kanwil' ? 'letters.revocation-proposal' : 'letters.revocation-proposal-kanwil',
  );
  await draftAtDesk(ctx, {
    desk: tier,
    unitId: unit.id,
    kind,
    caseId: of.caseId,
    personId: of.personId,
    fields: {
      measure: proceeding.kind === 'cancellation' ? 'Pembatalan' : 'Pencabutan',
      reason: asClause(proceeding.reason),
      result: sittingWords(moves),
      opinion: asClause(reason),
      questions: reason,
      enclosed: m.revocations_letter_enclosed({}, id),
      ...(before ? { earlier_letter: `Nomor ${before.label} tanggal ${formatDate(before.dated, 'id')}` } : {}),
    },
    concerns: { thing, id: proceeding.id },
    writer: writerOf(tier),
  });
}

async function withdrawDrafts(ctx: Ctx, { proceeding, reason }: Written): Promise<void> {
  for (const { id: letterId } of (await livingAbove(ctx, proceeding.id)).filter(({ kind }) => kind in decrees)) {
    const { version } = await letterOf(ctx, letterId);
    await withdrawLetter(ctx, { letterId, version, reason: reason.slice(0, 500) });
  }
}

async function livingAbove(ctx: ReadCtx, proceedingId: string): Promise<LetterLine[]> {
  const letters = await listLettersAbout(ctx, { thing, id: proceedingId });
  return letters.filter(({ desk, state }) => desk !== 'case' && state !== 'withdrawn' && state !== 'void');
}

/** The step of a tier whose letter is gone, for whoever writes there: it was withdrawn or made void, and is to be written anew. */
export async function missingAbove(ctx: ReadCtx, proceedingId: string): Promise<ProceedingStep | undefined> {
  const moves = await listMoves(ctx.tx, proceedingId);
  const last = moves.findLast(({ step }) => {
    const { letter, by } = stepRow(step);
    return letter && isOfTier(letter) && holds(ctx.actor, by);
  });
  if (!last) return undefined;
  const taken = moves.slice(moves.indexOf(last)).some(({ step }) => step === 'redraft');
  const living = await livingAbove(ctx, proceedingId);
  return taken || living.some(({ kind }) => kind === stepRow(last.step).letter) ? undefined : last.step;
}

/** Writes the letter of a tier's step again, where it was withdrawn or made void. */
export async function draftAbove(ctx: Ctx, input: { proceedingId: string }): Promise<{ ok: true } | RevocationRefused> {
  await holdProceeding(ctx.tx, input.proceedingId);
  const { proceeding, of } = await reachProceeding(ctx, input.proceedingId, 'revocation:read');
  const step = await missingAbove(ctx, proceeding.id);
  if (!step) return no('wrong_state');
  mustBeAllowed(ctx.actor, stepRow(step).by, of.subject);
  const moves = await listMoves(ctx.tx, proceeding.id);
  await writeAbove(ctx, { proceeding, of, moves, step, reason: moves.findLast((move) => move.step === step)!.reason });
  return { ok: true };
}
