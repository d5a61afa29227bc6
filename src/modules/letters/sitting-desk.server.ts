import { formatClock, formatDay } from '#kernel/format';
import { sittingLabel, type Refused, type SittingState } from '#modules/tpp';
import { lockSitting, noteMinutesSigned, readForPapers, standingAt, writePapers } from '#modules/tpp/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { keepDesk, nobody, officeValues, writerInOffice, type LetterAct } from './desks.server.ts';
import { draftAtDesk } from './draft-letter.server.ts';
import { followLettersOfMany } from './followers.server.ts';
import { withdrawLetter } from './hand-in.server.ts';
import { isOpen } from './letter.ts';
import { letterOf, listLettersAbout, type LetterLine } from './queries.server.ts';
import { writeAgenda, writeHeard, writeInvited, writePresent } from './sitting-papers.ts';
import { chairTitle, sittingInvitation, sittingMinutes } from './standard-kinds.ts';

const thing = 'tpp.sitting';
export type SittingPaper = typeof sittingInvitation | typeof sittingMinutes;

/** The letters of a sitting: its keepers write them, whoever presides or heads the office signs, and who was called reads them. */
keepDesk('sitting', {
  reach: async (ctx, { concerns }, act) => {
    const at = await standingAt(ctx, concerns!.id);
    const allowed: Record<LetterAct, boolean> = {
      'letter:read': at.keeps || at.heads || at.sits,
      'letter:draft': at.keeps,
      'letter:sign': at.heads || at.presides,
    };
    if (!allowed['letter:read']) throw new NotFound('letter');
    if (!allowed[act]) throw new NotAllowed(`${act}: another keeps this sitting`);
    const writer = writerInOffice(at.secretaryId);
    return { personId: null, writer, today: at.today, may: (wanted) => allowed[wanted] };
  },
  facts: async (ctx, { concerns }, office) => {
    const { chair, secretary } = await readForPapers(ctx, concerns!.id);
    return {
      values: officeValues(office),
      people: { ...nobody, chair, secretary, signsAs: chairTitle },
      signer: { title: chairTitle, ...chair },
    };
  },
  numberOfThing: async (ctx, { kind, concerns }) => {
    if (kind !== sittingMinutes) return undefined;
    const { sitting } = await readForPapers(ctx, concerns!.id);
    const label = sittingLabel(sitting);
    return label ? { label, dated: sitting.day } : 'not_yet';
  },
});

followLettersOfMany(
  thing,
  async (ctx, { kind, step, concerns, day }) => {
    if (kind !== sittingMinutes || step !== 'sign') return;
    const noted = await noteMinutesSigned(ctx, { sittingId: concerns.id, signedOn: day });
    // A letter about minutes is drafted when its sitting has closed, so it can be nothing else.
    if (!noted.ok) throw new Error(`minutes of a sitting that cannot be signed: ${noted.refusal}`);
  },
  async (_, { id }) => ({ href: `/sittings/${id}`, name: 'Sidang TPP' }),
);

writePapers({
  invitation: (ctx, sittingId) => draftPaper(ctx, sittingId, sittingInvitation),
  minutes: (ctx, sittingId) => draftPaper(ctx, sittingId, sittingMinutes),
  callOff: async (ctx, sittingId, reason) => {
    // What has its number already becomes void by whoever signs, and no other way.
    for (const { id, state } of await livingPapers(ctx, sittingId)) {
      if (!isOpen(state)) continue;
      const { version } = await letterOf(ctx, id);
      await withdrawLetter(ctx, { letterId: id, version, reason: reason.slice(0, 500) });
    }
  },
});

async function draftPaper(ctx: Ctx, sittingId: string, kind: SittingPaper): Promise<void> {
  const sat = await readForPapers(ctx, sittingId);
  const { sitting, attendees, zone } = sat;
  const written =
    kind === sittingInvitation
      ? { agenda: writeAgenda(sat), invited: writeInvited(attendees) }
      : { present: writePresent({ attendees, quorum: sitting.quorum }), heard: writeHeard(sat) };
  await draftAtDesk(ctx, {
    desk: 'sitting',
    unitId: sitting.unitId,
    kind,
    caseId: null,
    personId: null,
    fields: {
      held_on: formatDay(sitting.day, 'id'),
      held_at: formatClock(sitting.startsAt, zone, 'id'),
      held_place: sitting.place,
    },
    written,
    concerns: { thing, id: sittingId },
    writer: writerInOffice(sat.secretaryId),
    // An invitation that goes out after the sitting calls nobody.
    ...(kind === sittingInvitation ? { latest: sitting.day } : {}),
  });
}

/** Drafts a paper of a sitting again, where the one before was withdrawn or made void. */
export async function draftSittingPaper(
  ctx: Ctx,
  input: { sittingId: string; kind: SittingPaper },
): Promise<{ ok: true } | Refused> {
  const { sitting } = await lockSitting(ctx, input.sittingId);
  if (missingPaper(sitting.state, await livingPapers(ctx, sitting.id)) !== input.kind)
    return { ok: false, refusal: 'wrong_state' };
  await draftPaper(ctx, sitting.id, input.kind);
  return { ok: true };
}

/** The paper that a sitting ought to have where it stands and has not, as far as whoever asks sees its papers. */
export function missingPaper(
  state: SittingState,
  papers: readonly Pick<LetterLine, 'kind'>[],
): SittingPaper | undefined {
  const due = state === 'invited' ? sittingInvitation : state === 'minuted' ? sittingMinutes : undefined;
  return due && !papers.some(({ kind }) => kind === due) ? due : undefined;
}

/** The letters of a sitting, without those that were withdrawn or made void. */
export async function livingPapers(ctx: ReadCtx, sittingId: string): Promise<LetterLine[]> {
  const letters = await listLettersAbout(ctx, { thing, id: sittingId });
  return letters.filter(({ state }) => state !== 'withdrawn' && state !== 'void');
}
