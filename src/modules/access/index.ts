export {
  decide,
  decideOwn,
  holds,
  may,
  mustBeAllowed,
  mustBeOwn,
  unitsWhere,
  type Decision,
  type Denial,
  type Subject,
} from './decide.ts';
export { actions, grants, guardedReach, ownGrants, type Action, type OwnAction, type Reach } from './grants.ts';
export { takesTwo, reachesBelow, roles, type Role } from './roles.ts';
export { hasProvedRecently, PROOF_MINUTES } from './step-up.ts';
