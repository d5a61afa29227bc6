import { actions, type Action } from '#modules/access';

/** Accounts, postings, tokens, offices and gateways are for people only, who show a second factor for them. */
const forPeople = /^(account|posting|token|unit|gateway|backup):/;

/** What a token may be issued for. */
export const programScopes: readonly Action[] = actions.filter((action) => !forPeople.test(action));

/** Whoever tells admissions from above passes the gate of many institutions, so his token does nothing else. The database holds it as well. */
export function feedsBesides(scopes: readonly string[]): boolean {
  return scopes.includes('custody:feed') && scopes.length > 1;
}

export function isProgramScope(scope: string): boolean {
  return (programScopes as readonly string[]).includes(scope);
}
