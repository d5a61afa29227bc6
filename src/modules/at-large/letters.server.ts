import { formatDate } from '#kernel/format';
import { addDays } from '#kernel/plain-date';
import { m } from '#messages';
import { may } from '#modules/access';
import { draftLetter, draftTaskOrder, followLetters } from '#modules/letters/server';
import { reachCase, type CaseOnFile } from '#modules/cases/server';
import type { Ctx } from '#platform/ctx';
import { lockSearch, takeStep } from './reach.server.ts';
import { isRunning, judgeStep, nextState, no, type SearchRefused } from './rules.ts';
import { findSearch, type SearchRow } from './store.server.ts';

const thing = 'at-large.search';
const id = { locale: 'id' } as const;

/** The decree as it stands in a letter, as far as it is known. */
function decreeIn({ decree }: SearchRow): Record<string, string> {
  if (decree.number === '') return {};
  const dated = decree.dated;
  return {
    decree: dated
      ? m.at_large_decree_of({ number: decree.number, day: formatDate(dated, 'id') }, id)
      : m.at_large_decree_number({ number: decree.number }, id),
  };
}

/** Drafts the request to arrest him from the record; when that letter is sent, the search has moved on by it. */
export async function draftRequest(
  ctx: Ctx,
  input: { caseId: string; addressee: string; reason: string },
): Promise<{ ok: true; letterId: string } | SearchRefused> {
  const { search } = await lockSearch(ctx, input.caseId, 'at_large:keep');
  if (!isRunning(search.state)) return no('wrong_state');
  return draftLetter(ctx, {
    kind: 'letters.arrest-request',
    caseId: input.caseId,
    concerns: { thing, id: search.id },
    fields: {
      ...decreeIn(search),
      addressee: input.addressee,
      reason: input.reason,
      enclosed: m.at_large_enclosed({}, id),
    },
  });
}

/** Drafts the letter that goes with a copy of the decree. */
export async function draftCover(
  ctx: Ctx,
  input: { caseId: string; addressee: string },
): Promise<{ ok: true; letterId: string } | SearchRefused> {
  const { search } = await lockSearch(ctx, input.caseId, 'at_large:keep');
  if (!isRunning(search.state)) return no('wrong_state');
  return draftLetter(ctx, {
    kind: 'letters.cover',
    caseId: input.caseId,
    concerns: { thing, id: search.id },
    fields: {
      addressee: input.addressee,
      enclosed: m.at_large_enclosed_copy({}, id),
      purpose: m.at_large_cover_purpose({}, id),
    },
  });
}

/** For how many days an order to go and look is drafted; whoever hands it in may write others. */
const DAYS_TO_LOOK = 7;
const sighting = 'at-large.sighting';

/** He was seen somewhere: the order with which an officer goes and asks there, together with the police. */
export async function draftOrderToLook(
  ctx: Ctx,
  of: CaseOnFile,
  seen: { sightingId: string; place: string },
): Promise<void> {
  await draftTaskOrder(ctx, of, {
    task: m.at_large_order_task({}, id),
    place: seen.place,
    from: of.today,
    until: addDays(of.today, DAYS_TO_LOOK),
    concerns: { thing: sighting, id: seen.sightingId },
  });
}
followLetters(
  sighting,
  async () => {},
  async (_, { caseId }) => ({ href: `/clients/${caseId}/at-large`, name: m.at_large_title() }),
);

followLetters(thing, async (ctx, moved) => {
  if (moved.kind !== 'letters.arrest-request' || moved.step !== 'send') return;
  const of = await reachCase(ctx, moved.caseId, 'letter:draft');
  const known = await findSearch(ctx.tx, moved.caseId);
  // Whoever sends letters need not be the one who keeps searches; then the step is written down by hand.
  if (known?.id !== moved.concerns.id || !may(ctx.actor, 'at_large:keep', of.subject)) return;
  const at = await lockSearch(ctx, moved.caseId, 'at_large:keep');
  const step = { step: 'request_arrest', day: moved.day, number: moved.label, place: '' } as const;
  if (!judgeStep(at.search, step, at.of.today).ok) return;
  const reason = m.at_large_letter_sent({}, id);
  await takeStep(ctx, at, { ...step, to: nextState(at.search.state, 'request_arrest')!, reason });
});
