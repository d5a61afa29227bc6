import type { PlainDate } from '#kernel/plain-date';
import { may } from '#modules/access';
import { todayAt } from '#modules/units';
import { getStaff } from '#modules/units/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { keeps, lockSitting, reachSitting } from './access.server.ts';
import { countItems, namesOf } from './queries.server.ts';
import { nextState, no, type Refused } from './rules.ts';
import { sittingLabel } from './sitting.ts';
import { changeSitting, listAttendees, listItems, type AttendeeNamed, type SittingOnFile } from './store.server.ts';

/** Who writes the papers of a sitting. Letters are another module's, of which this one has never heard. */
export type Papers = Record<'invitation' | 'minutes', (ctx: Ctx, sittingId: string) => Promise<void>> & {
  /** The sitting will not meet: its drafts are not wanted any more. */
  callOff: (ctx: Ctx, sittingId: string, reason: string) => Promise<void>;
};
let writer: Papers | undefined;

/** The module that writes papers says so once, in its index.server.ts. */
export function writePapers(papers: Papers): void {
  writer = papers;
}
export function papers(): Papers {
  if (!writer) throw new TypeError('nobody writes the papers of sittings');
  return writer;
}

/** Who writes: of an opened sitting whoever wrote there, before that whoever was called for it; of several nobody yet. */
function secretaryOf(sitting: SittingOnFile, attendees: readonly AttendeeNamed[]): string | null {
  const called = attendees.filter(({ duty }) => duty === 'secretary');
  return sitting.secretaryId ?? (called.length === 1 ? called[0]!.staffId : null);
}

/** What somebody has to do with the papers of a sitting: keeps them, heads the office, presides, or was called to it. */
export async function standingAt(ctx: ReadCtx, sittingId: string) {
  const { sitting, office } = await reachSitting(ctx, sittingId);
  const attendees = await listAttendees(ctx.tx, sitting.id);
  const called = attendees.find(({ staffId }) => staffId === ctx.actor.staffId);
  const isOpen = sitting.state === 'invited' || sitting.state === 'held' || sitting.state === 'minuted';
  return {
    sitting,
    today: todayAt(office, ctx.now),
    secretaryId: secretaryOf(sitting, attendees),
    keeps: await keeps(ctx, office),
    heads: may(ctx.actor, 'sitting:set_members', { unitId: office.id, unitPath: office.path }),
    presides: called !== undefined && (sitting.chairId ? sitting.chairId === called.staffId : called.duty === 'chair'),
    sits: called !== undefined && isOpen,
  };
}

/** What stands in the papers of a sitting, as far as whoever writes them may see it. */
export async function readForPapers(ctx: ReadCtx, sittingId: string) {
  const { sitting, office } = await reachSitting(ctx, sittingId);
  const attendees = await listAttendees(ctx.tx, sitting.id);
  const officer = async (id: string | null, duty: 'chair' | 'secretary') => {
    const one = attendees.find((called) => (id ? called.staffId === id : called.duty === duty));
    const staff = one && (await getStaff(ctx, one.staffId));
    return { name: one?.name ?? '', nip: staff?.nip ?? '' };
  };
  return {
    sitting,
    zone: office.zone,
    secretaryId: secretaryOf(sitting, attendees),
    attendees,
    chair: await officer(sitting.chairId, 'chair'),
    secretary: await officer(sitting.secretaryId, 'secretary'),
    items: await listItems(ctx.tx, sitting.id),
    names: await namesOf(ctx, sitting.id),
    /** More than there are items, where some are closed to whoever writes. */
    total: (await countItems(ctx, sitting.id)).items,
  };
}

/** Its minutes came back signed: from now on nothing about the sitting changes. */
export async function noteMinutesSigned(
  ctx: Ctx,
  input: { sittingId: string; signedOn: PlainDate },
): Promise<{ ok: true } | Refused> {
  const { sitting } = await lockSitting(ctx, input.sittingId);
  const state = nextState(sitting.state, 'sign');
  if (!state) return no('wrong_state');
  await changeSitting(ctx, sitting, 'signature', { state });
  ctx.journal({
    what: 'sitting.signed',
    unitId: sitting.unitId,
    about: { sittingId: sitting.id, label: sittingLabel(sitting), day: input.signedOn },
  });
  return { ok: true };
}
