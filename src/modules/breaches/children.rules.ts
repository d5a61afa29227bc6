import { areCallsSaid, arePresencesSaid, type Calls, type Presences } from '#kernel/presences';
import { no, type BreachStep, type BreachVerdict } from './rules.ts';

/** At which steps a child's case calls guardian and companion: he is heard, and something is recommended or decided about him. */
export const callsPeople: readonly BreachStep[] = [
  'examine',
  'conclude_absent',
  'recommend',
  'reprimand',
  'propose_revocation',
  'close_unfounded',
];

/** Who of a child's people was there is said with the step. The database holds the same list (breaches.calls_people). */
export function judgePresences(child: boolean, step: BreachStep, presences: Presences | undefined): BreachVerdict {
  return child && callsPeople.includes(step) && !arePresencesSaid(presences) ? no('presence_missing') : { ok: true };
}

/** A child is not called alone: whom his summons calls with him is said before it is drafted. The database keeps the same. */
export function judgeCalls(child: boolean, calls: Calls | undefined): BreachVerdict {
  return child && !areCallsSaid(calls) ? no('call_missing') : { ok: true };
}
