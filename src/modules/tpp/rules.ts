import type { PlainDate } from '#kernel/plain-date';
import { arePresencesSaid, type Presences } from '#kernel/presences';
import type { Action } from '#modules/access';
import type { Attendee, Dissent, Duty, Quorum, Recommendation, SittingState, Votes, Way } from './sitting.ts';

/**
 * How a sitting moves. Read it aloud: a draft becomes an invitation, the sitting is opened, its minutes are drawn up, and they are
 * signed. One that never opens is cancelled and takes no number. The database holds the same table (tpp.steps).
 */
export const moves = {
  draft: { invite: 'invited', cancel: 'cancelled' },
  invited: { open: 'held', cancel: 'cancelled' },
  held: { close: 'minuted' },
  minuted: { sign: 'signed' },
  signed: {},
  cancelled: {},
} as const satisfies Record<SittingState, Partial<Record<Step, SittingState>>>;

/**
 * Who takes each step (whoever keeps the sittings of the office), on which document it stands, and where its reason is: in that document itself, or
 * in words that are written down. A sitting decides nothing: its advice goes to the head.
 */
export const steps = {
  invite: { by: 'sitting:keep', document: 'invitation', reason: 'document' },
  open: { by: 'sitting:keep', document: 'attendance_list', reason: 'document' },
  close: { by: 'sitting:keep', document: 'minutes', reason: 'document' },
  sign: { by: 'sitting:keep', document: 'signed_minutes', reason: 'document' },
  cancel: { by: 'sitting:keep', document: 'cancellation_note', reason: 'written' },
} as const satisfies Record<string, { by: Action; document: string; reason: 'document' | 'written' }>;
export type Step = keyof typeof steps;

/** Whether a step has its reason: one whose document says it needs no words beside it. */
export function isReasonSaid(step: Step, written: string): boolean {
  return steps[step].reason === 'document' || written.trim().length >= 5;
}

export function nextState(from: SittingState, step: Step): SittingState | undefined {
  return (moves[from] as Partial<Record<Step, SittingState>>)[step];
}

/** Day, place and agenda are free until the sitting opens. */
export function isOpenForAgenda(state: SittingState): boolean {
  return state === 'draft' || state === 'invited';
}

export type Refusal =
  | 'wrong_state'
  | 'changed_meanwhile'
  | 'reason_missing'
  | 'presence_missing'
  | 'nobody_invited'
  | 'chair_missing'
  | 'secretary_missing'
  | 'empty_agenda'
  | 'no_quorum'
  | 'day_in_future'
  | 'day_passed'
  | 'not_all_heard'
  | 'item_closed_to_you'
  | 'nothing_chosen'
  | 'presenter_votes_not'
  | 'not_present'
  | 'too_many_votes'
  | 'votes_missing'
  | 'dissent_needs_votes'
  | 'dissent_incomplete'
  | 'dissent_twice'
  | 'more_dissents_than_votes'
  | 'votes_say_otherwise'
  | 'member_twice'
  | 'chair_twice'
  | 'not_posted_here'
  | 'nobody_named'
  | 'one_of_both'
  | 'outsider_presides'
  | 'period_upside_down'
  | 'already_ended'
  | 'file_refused';
export type Refused = { ok: false; refusal: Refusal };
export type Verdict = { ok: true } | Refused;

const yes = { ok: true } as const;
export function no(refusal: Refusal): Refused {
  return { ok: false, refusal };
}

/** May the invitations go out? There must be somebody to invite, somebody to preside and write, and something to hear. */
export function judgeInvitation(
  sitting: { state: SittingState; day: PlainDate },
  members: readonly { duty: Duty }[],
  items: number,
  today: PlainDate,
): Verdict {
  if (!nextState(sitting.state, 'invite')) return no('wrong_state');
  if (sitting.day < today) return no('day_passed');
  if (members.length === 0) return no('nobody_invited');
  if (!members.some(({ duty }) => duty === 'chair')) return no('chair_missing');
  if (!members.some(({ duty }) => duty === 'secretary')) return no('secretary_missing');
  return items === 0 ? no('empty_agenda') : yes;
}

/** May the sitting open? Whoever presides and whoever writes are among those present, and the quorum is reached. */
export function judgeOpening(
  sitting: { state: SittingState; day: PlainDate },
  asked: { present: readonly string[]; chairId: string; secretaryId: string },
  quorum: Quorum,
  today: PlainDate,
): Verdict {
  if (!nextState(sitting.state, 'open')) return no('wrong_state');
  if (sitting.day > today) return no('day_in_future');
  if (!asked.present.includes(asked.chairId)) return no('chair_missing');
  if (!asked.present.includes(asked.secretaryId)) return no('secretary_missing');
  return quorum.enough ? yes : no('no_quorum');
}

/** Who votes on an item: everybody present but the counsellor who presents his own client (ours: the texts are silent). */
export function votersOf(attendees: readonly Attendee[], presenterId: string | null): string[] {
  return attendees.filter((one) => one.present === true && one.staffId !== presenterId).map((one) => one.staffId);
}

export type Heard = {
  recommendation: Recommendation;
  reasons: string;
  way: Way;
  votes: Votes | null;
  dissents: readonly Dissent[];
  /** Who of a child's people was there, where his matter calls them. */
  presences?: Presences | undefined;
};

/** May this be recorded as what the sitting advised? */
export function judgeHearing(
  at: { state: SittingState; attendees: readonly Attendee[]; presenterId: string | null; callsPeople: boolean },
  heard: Heard,
): Verdict {
  if (at.state !== 'held') return no('wrong_state');
  if (at.callsPeople && !arePresencesSaid(heard.presences)) return no('presence_missing');
  const voters = votersOf(at.attendees, at.presenterId);
  if (heard.way === 'consensus') return heard.dissents.length > 0 ? no('dissent_needs_votes') : yes;
  if (!heard.votes) return no('votes_missing');
  const { for: inFavour, against, abstained } = heard.votes;
  if (inFavour + against + abstained === 0) return no('votes_missing');
  if (inFavour + against + abstained > voters.length) return no('too_many_votes');
  if (inFavour <= against) return no('votes_say_otherwise');
  if (heard.dissents.length > against) return no('more_dissents_than_votes');
  if (heard.dissents.some((one) => one.staffId === '' || one.reason.length < 3)) return no('dissent_incomplete');
  if (new Set(heard.dissents.map((one) => one.staffId)).size < heard.dissents.length) return no('dissent_twice');
  if (heard.dissents.some((one) => one.staffId === at.presenterId)) return no('presenter_votes_not');
  return heard.dissents.every((one) => voters.includes(one.staffId)) ? yes : no('not_present');
}

/** May the sitting be closed and its minutes drawn up? */
export function judgeClosing(
  state: SittingState,
  seen: readonly { recommendation: Recommendation | null }[],
  all: { items: number; recorded: number },
): Verdict {
  if (!nextState(state, 'close')) return no('wrong_state');
  if (all.recorded < all.items) return no('not_all_heard');
  return seen.length < all.items ? no('item_closed_to_you') : yes;
}

export type Place = 'up' | 'down' | 'first' | 'last';

/** An agenda with one item moved; the order is all that counts, positions are given anew from 1. */
export function arranged(ids: readonly string[], id: string, to: Place): string[] {
  const from = ids.indexOf(id);
  if (from < 0) return [...ids];
  const rest = ids.filter((one) => one !== id);
  const at = { up: from - 1, down: from + 1, first: 0, last: rest.length }[to];
  rest.splice(Math.max(0, Math.min(rest.length, at)), 0, id);
  return rest;
}
