import { formatClock, formatDate, formatDay } from '#kernel/format';
import { reachCase, type CaseOnFile } from '#modules/cases/server';
import type { PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import { inSentence, withinSentence } from '#kernel/text';
import type { Calls } from '#kernel/presences';
import { draftLetter, followLetters, proposeLetter, tellSigners, withdrawLetter } from '#modules/letters/server';
import { openTasks } from '#modules/tasks/server';
import { m } from '#messages';
import type { Ctx, ReadCtx } from '#platform/ctx';
import type { GroundCode, Heard } from './breach.ts';
import { lockBreach, takeStep } from './reach.server.ts';
import { othersPresent } from './present.ts';
import { isHeldOn, nextState } from './rules.ts';
import {
  callOff,
  changeBreach,
  findBreach,
  findBreachOfExamination,
  findExaminer,
  findSigning,
  findSummons,
  findUnsentSummons,
  lastUnheededLetter,
  markDelivered,
  markSent,
  type Examiner,
  type SummonsOnFile,
} from './store.server.ts';
import { groundWords } from './words.ts';

/** Letters are Indonesian whatever language a screen has. */
const id = { locale: 'id' } as const;

type Draft = Parameters<typeof draftLetter>[1];
/** Drafts a letter and hands it in to whoever numbers it, unless something is missing in it that an officer has to fill in first. */
async function draft(ctx: Ctx, one: Draft): Promise<string> {
  const { letterId } = await draftLetter(ctx, one);
  await proposeLetter(ctx, { letterId, version: 1 });
  return letterId;
}

/** What a letter says the matter is: what the client was told, else the duties that are said to be broken. */
export function matterOf({ alleged, grounds }: { alleged: string; grounds: readonly GroundCode[] }): string {
  const told = grounds.map((code) => inSentence(groundWords[code]({}, id))).join('; ');
  return [told, withinSentence(alleged)].filter((part) => part !== '').join('. ');
}

export type Call = {
  id: string;
  breachId: string;
  ordinal: number;
  appearOn: PlainDate;
  appearAt: ClockTime;
  place: string;
  purpose: string;
};

/** What a summons says; the second and third name the letter that was left unheeded. */
export async function fieldsOfSummons(
  ctx: Ctx,
  zone: CaseOnFile['zone'],
  { breachId, ordinal, appearOn, appearAt, place, purpose }: Omit<Call, 'id'>,
): Promise<{ kind: string; fields: Draft['fields'] }> {
  const earlier = ordinal > 1 ? await lastUnheededLetter(ctx.tx, breachId) : undefined;
  return {
    kind: `letters.summons-${Math.min(ordinal, 3)}`,
    fields: {
      appear_on: formatDay(appearOn, 'id'),
      appear_at: formatClock(appearAt, zone, 'id'),
      appear_place: place,
      purpose,
      ...(earlier ? { earlier_letter: `Nomor ${earlier.label} tanggal ${formatDate(earlier.dated, 'id')}` } : {}),
    },
  };
}

export async function draftSummons(
  ctx: Ctx,
  of: CaseOnFile,
  call: Call & { calls?: Calls | undefined },
): Promise<string> {
  return draft(ctx, {
    ...(await fieldsOfSummons(ctx, of.zone, call)),
    caseId: of.id,
    copiesTo: copiesOf(call.calls),
    concerns: { thing: 'breaches.summons', id: call.id },
  });
}

/** A child's people are called by the copy of his summons that goes to them. */
function copiesOf(calls: Calls | undefined): string[] {
  return [
    ...(calls?.guardian.called ? [m.breaches_letter_copy_guardian({ name: calls.guardian.note }, id)] : []),
    ...(calls?.companion.called ? [m.breaches_letter_copy_companion({ name: calls.companion.note }, id)] : []),
  ];
}

export type Minutes = {
  id: string;
  about: Heard;
  person: string;
  inAbsence: boolean;
  heldOn: PlainDate;
  heldAt: ClockTime | null;
  place: string;
  statement: string;
  present: string;
};

export async function draftMinutes(ctx: Ctx, of: CaseOnFile, held: Minutes, matter: string): Promise<string> {
  const kind =
    held.about !== 'client' ? 'breaches.hearing' : held.inAbsence ? 'breaches.absence' : 'letters.examination';
  return draft(ctx, {
    kind,
    caseId: of.id,
    fields: {
      ...(kind === 'breaches.hearing' ? { heard_person: held.person } : {}),
      held_on: formatDay(held.heldOn, 'id'),
      ...(held.heldAt ? { held_at: formatClock(held.heldAt, of.zone, 'id') } : {}),
      held_place: held.place,
      ...(await examinerFields(ctx, held.id)),
      reason: matter,
      statement: held.statement,
      present: held.present.split('\n').filter(Boolean).join('; '),
    },
    concerns: { thing: 'breaches.examination', id: held.id },
  });
}

/** Who examined, as minutes name him: whoever wrote the examination down, and not whoever guides the client today. */
async function examinerFields(ctx: Ctx, examinationId: string): Promise<Draft['fields']> {
  const examiner = await findExaminer(ctx.tx, examinationId);
  if (!examiner) return {};
  const { name, nip, role } = examiner;
  return { examiner_name: name, examiner_nip: nip, examiner_title: titles[role] };
}
const titles = {
  pk: 'Pembimbing Kemasyarakatan',
  apk: 'Asisten Pembimbing Kemasyarakatan',
  section_head: 'Kepala Seksi',
  head_of_bapas: 'Kepala Balai Pemasyarakatan',
} as const satisfies Record<Examiner['role'], string>;

tellSigners('breaches.examination', async (ctx, examinationId) => {
  const held = await findSigning(ctx.tx, examinationId);
  return (
    held && { ...(held.examiner && { examiner: held.examiner }), heard: held.person, present: othersPresent(held) }
  );
});

export async function draftReprimand(
  ctx: Ctx,
  of: CaseOnFile,
  one: { breachId: string; matter: string; counselling: string; followUpOn: PlainDate | null },
): Promise<string> {
  const again = one.followUpOn ? ` serta menghadap kembali pada ${formatDay(one.followUpOn, 'id')}` : '';
  return draft(ctx, {
    kind: 'letters.reprimand',
    caseId: of.id,
    fields: { reason: one.matter, counselling: `${withinSentence(one.counselling)}${again}` },
    concerns: { thing: 'breaches.breach', id: one.breachId },
  });
}

/** A summons that has not gone is not sent any more: the client is held, or has been heard. One that has its number waits for the head. */
export async function withdrawUnsent(ctx: Ctx, breachId: string, reason: string): Promise<void> {
  const letter = await findUnsentSummons(ctx.tx, breachId);
  if (letter) await withdrawLetter(ctx, { letterId: letter.id, version: letter.version, reason });
}

/** Its page, whatever of it a letter is about. */
const homeOf =
  (find: (tx: ReadCtx['tx'], id: string) => Promise<string | undefined>) =>
  async (ctx: ReadCtx, { id: ofId, caseId }: { id: string; caseId: string }) => {
    const breachId = await find(ctx.tx, ofId);
    return breachId ? { href: `/clients/${caseId}/breaches/${breachId}`, name: m.breaches_title() } : undefined;
  };
const nothing = async () => {};
/** A reprimand without its letter has not reached anybody: whoever leads hears of it. */
followLetters(
  'breaches.breach',
  async (ctx, { step, concerns, unitId, caseId }) => {
    if (step !== 'withdraw' && step !== 'void') return;
    await openTasks(ctx, [
      { unitId, caseId, kind: 'breaches.letter-gone', key: concerns.id, forRole: 'section_head', facts: {} },
    ]);
  },
  homeOf(async (tx, ofId) => (await findBreach(tx, ofId))?.id),
);
followLetters('breaches.examination', nothing, homeOf(findBreachOfExamination));

/** A client is summoned when the letter has gone, and not before; whether it reached him its receipt says. */
followLetters(
  'breaches.summons',
  async (ctx, { step, concerns, caseId, label, day }) => {
    if (step === 'number' || step === 'sign') return;
    const summons = await findSummons(ctx.tx, concerns.id);
    if (!summons) return;
    switch (step) {
      case 'send':
        return hasGone(ctx, caseId, summons, { label, day });
      case 'receive': {
        await markDelivered(ctx, summons.id, day);
        const of = await reachCase(ctx, caseId, 'breach:handle');
        ctx.journal({
          what: 'breach.summons-delivered',
          unitId: of.unitId,
          caseId: of.id,
          personId: of.personId,
          about: { breachId: summons.breachId, summonsId: summons.id, day },
        });
        return;
      }
      case 'withdraw':
      case 'void':
        if (summons.outcome === null) await callOff(ctx, summons.id, day);
    }
  },
  homeOf(async (tx, ofId) => (await findSummons(tx, ofId))?.breachId),
);

async function hasGone(
  ctx: Ctx,
  caseId: string,
  summons: SummonsOnFile,
  { label, day }: { label: string; day: PlainDate },
) {
  const at = await lockBreach(ctx, caseId, summons.breachId, 'breach:handle');
  await markSent(ctx, summons.id, day);
  // He was taken into custody while the numbered letter lay with the head.
  if (summons.outcome === null && isHeldOn(at.breach, summons.appearOn)) return callOff(ctx, summons.id, day);
  const to = nextState(at.breach.state, 'summon');
  // He was heard, or the breach ended, before the letter went.
  if (!to || summons.outcome !== null) return;
  const due = { on: summons.appearOn, counts: summons.counts };
  await changeBreach(ctx, at.breach.id, { due });
  const { reason } = summons;
  await takeStep(ctx, at, { step: 'summon', to, day, reason, documentNumber: label, documentId: summons.id }, due);
}
