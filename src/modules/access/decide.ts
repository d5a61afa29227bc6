import type { Actor, ActorPosting } from '#platform/actor';
import { NotAllowed, NotFound } from '#platform/errors';
import { grants, guardedReach, ownGrants, type Action, type OwnAction, type Reach } from './grants.ts';
import { reachesBelow, type Role } from './roles.ts';

/** What a decision looks at. A field left out means that the subject has no such thing, never that it is unknown. */
export type Subject = {
  /** The office that holds the record; none where no office is concerned. */
  unitId?: number;
  /** The same office's place in the tree; needed where a role reaches below its unit. */
  unitPath?: readonly number[];
  caseId?: string;
  /** The counsellor of the case. */
  pkStaffId?: string | null;
  /** The asker stands in for that counsellor today. */
  standsIn?: boolean;
  guarded?: boolean;
  sealed?: boolean;
  restricted?: boolean;
  /** The asker is on the list of those who alone may see a restricted person. */
  listed?: boolean;
  /** The asker is on the list of those who may never see this person. */
  excluded?: boolean;
  /** The asker opened this file with a reason less than an hour ago. */
  opened?: boolean;
};

export type Denial =
  | 'not_signed_in'
  | 'no_such_right'
  | 'other_unit'
  | 'not_assigned'
  | 'guarded'
  | 'sealed'
  | 'restricted'
  | 'excluded'
  | 'not_opened'
  | 'other_case'
  | 'outside_scope';
export type Decision = { allow: true; role: Role | Actor['kind'] } | { allow: false; reason: Denial };

/** May this asker do this with this record? Pure; the same limits stand in the database's policies, written apart from these. */
export function decide(actor: Actor, action: Action, subject: Subject = {}): Decision {
  if (actor.stage !== 'full') return { allow: false, reason: 'not_signed_in' };
  if (actor.kind !== 'staff') return { allow: false, reason: 'no_such_right' };
  if (actor.scopes && !actor.scopes.includes(action)) return { allow: false, reason: 'outside_scope' };
  if (subject.excluded) return { allow: false, reason: 'excluded' };
  // Opening with a reason is itself the way into what is sealed or guarded; breaking the glass also into what is restricted.
  const opens = action === 'case:open_with_reason' || action === 'case:break_glass';
  if (subject.restricted && !subject.listed && !subject.opened && action !== 'case:break_glass')
    return { allow: false, reason: 'restricted' };
  if (subject.sealed && !subject.opened && !opens) return { allow: false, reason: 'sealed' };

  let reason: Denial = 'no_such_right';
  for (const posting of actor.postings) {
    const verdict = judgePosting(posting, action, subject, actor.staffId, opens);
    if (verdict === undefined) return { allow: true, role: posting.role as Role };
    if (reason === 'no_such_right') reason = verdict;
  }
  return { allow: false, reason };
}

/** Nothing when this posting allows it, else the reason why not. */
function judgePosting(
  posting: ActorPosting,
  action: Action,
  subject: Subject,
  staffId: string | null,
  opens: boolean,
): Denial | undefined {
  const role = posting.role as Role;
  const granted = grants[role]?.[action];
  if (!granted) return 'no_such_right';
  let reach: Reach = granted;
  if (subject.guarded && !opens && granted !== 'anywhere') {
    const deep = guardedReach[role];
    if (!deep) return 'guarded';
    reach = narrower(granted, deep);
  }
  if (reach === 'anywhere') return undefined;
  if (!inUnit(posting, subject, role)) return 'other_unit';
  if (subject.opened) return undefined;
  if (reach === 'opened') return 'not_opened';
  if (reach === 'unit') return undefined;
  const isOwn = staffId !== null && subject.pkStaffId === staffId;
  if (isOwn || subject.standsIn) return undefined;
  return subject.guarded ? 'guarded' : 'not_assigned';
}

function inUnit(posting: ActorPosting, subject: Subject, role: Role): boolean {
  if (subject.unitId === posting.unitId) return true;
  return reachesBelow.has(role) && (subject.unitPath?.includes(posting.unitId) ?? false);
}

const order: Record<Reach, number> = { opened: 0, assigned: 1, unit: 2, anywhere: 3 };
function narrower(a: Reach, b: Reach): Reach {
  return order[a] <= order[b] ? a : b;
}

/** May a client or guarantor do this with this case? */
export function decideOwn(actor: Actor, action: OwnAction, caseId: string): Decision {
  if (actor.stage !== 'full') return { allow: false, reason: 'not_signed_in' };
  if (actor.kind !== 'client' && actor.kind !== 'guarantor') return { allow: false, reason: 'no_such_right' };
  if (!(ownGrants[actor.kind] as readonly string[]).includes(action)) return { allow: false, reason: 'no_such_right' };
  if (actor.own?.caseId !== caseId) return { allow: false, reason: 'other_case' };
  return { allow: true, role: actor.kind };
}

export function may(actor: Actor, action: Action, subject?: Subject): boolean {
  return decide(actor, action, subject).allow;
}

/** Throws where `decide` says no: as absent where the record itself is out of reach, as forbidden where only the act is. */
export function mustBeAllowed(actor: Actor, action: Action, subject?: Subject): void {
  const decision = decide(actor, action, subject);
  if (decision.allow) return;
  const hidden =
    decision.reason !== 'no_such_right' && decision.reason !== 'not_signed_in' && decision.reason !== 'outside_scope';
  if (hidden) throw new NotFound(`${action}: ${decision.reason}`);
  throw new NotAllowed(`${action}: ${decision.reason}`);
}

export function mustBeOwn(actor: Actor, action: OwnAction, caseId: string): void {
  const decision = decideOwn(actor, action, caseId);
  if (!decision.allow) throw new NotFound(`${action}: ${decision.reason}`);
}

/** Whether any posting grants the action at all: what the rail shows and what a route asks before it loads anything. */
export function holds(actor: Actor, action: Action): boolean {
  return (
    actor.kind === 'staff' &&
    actor.stage === 'full' &&
    (!actor.scopes || actor.scopes.includes(action)) &&
    actor.postings.some((posting) => grants[posting.role as Role]?.[action] !== undefined)
  );
}

/** The units where the asker may do something, as he holds the right there himself; units below are for the database to add. */
export function unitsWhere(actor: Actor, action: Action): ActorPosting[] {
  const seen = new Set<number>();
  return actor.postings.filter((posting) => {
    if (grants[posting.role as Role]?.[action] === undefined || seen.has(posting.unitId)) return false;
    seen.add(posting.unitId);
    return true;
  });
}
