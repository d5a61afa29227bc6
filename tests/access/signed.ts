import { readFileSync } from 'node:fs';
import type { Action, Role, Subject } from '#modules/access';

/**
 * access.csv is what a head of office signs: for each act and role, how far it goes. It is not derived from the code; here it is read
 * as a person would read it, by an evaluation written apart from the function's and from the policies'.
 * own: one's clients and those one stands in for. unit: one's office. below: it and the offices under it. reason: only what was
 * opened with a reason. any: no record is concerned.
 */
export type Cell = '-' | 'own' | 'unit' | 'below' | 'reason' | 'any';

const [head, ...lines] = readFileSync(new URL('../../src/modules/access/access.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n');
export const signedRoles = head!.split(',').slice(1);
export const signedActions = lines.map((line) => line.split(',')[0]!);
export const signed = new Map<string, Cell>();
for (const line of lines) {
  const [action, ...cells] = line.split(',');
  for (const [i, role] of signedRoles.entries()) signed.set(`${role} ${action}`, cells[i] as Cell);
}

/** Ditjenpas 1 > Kanwil 2 > Bapas 3 and 4; Kanwil 5 > Bapas 6 and Rutan 7. */
export const paths: Record<number, number[]> = {
  1: [1],
  2: [1, 2],
  3: [1, 2, 3],
  4: [1, 2, 4],
  5: [1, 5],
  6: [1, 5, 6],
  7: [1, 5, 7],
};

/** Where the asker works (0: nowhere today), which office holds the record, and what ties the two. */
export type Relation = { at: number; holder: number; mine?: boolean; standsIn?: boolean; opened?: boolean };

export const kinds = {
  plain: {},
  guarded: { guarded: true },
  restricted_listed: { guarded: true, restricted: true, listed: true },
  restricted_unlisted: { guarded: true, restricted: true },
  excluded: { guarded: true, excluded: true },
  sealed: { guarded: true, sealed: true },
} as const satisfies Record<string, Subject>;
export type Kind = keyof typeof kinds;

const oversees: readonly string[] = [
  'kanwil',
  'ditjenpas',
  'ditjen_analyst',
  'auditor',
  'account_admin',
  'office_admin',
];

/** Whether a posting at one office reaches another one, as the signed table means `unit` and `below`. */
export function isWithin(role: Role, at: number, holder: number): boolean {
  return at === holder || (oversees.includes(role) && (paths[holder]?.includes(at) ?? false));
}

/** What the signed table says about a person's record. */
export function isAllowed(role: Role, action: Action, relation: Relation, kind: Subject): boolean {
  const cell = signed.get(`${role} ${action}`);
  if (!cell) throw new Error(`access.csv knows no ${action}`);
  if (relation.at === 0 || cell === '-') return false;
  if (kind.excluded) return false;
  const opensFiles = action === 'case:open_with_reason' || action === 'case:break_glass';
  // Breaking the glass is the way into a restricted file as well; oversight and audit have none (security b.4).
  if (kind.restricted && !kind.listed && !relation.opened && action !== 'case:break_glass') return false;
  if (kind.sealed && !relation.opened && !opensFiles) return false;
  if (cell === 'any') return true;
  if (!isWithin(role, relation.at, relation.holder)) return false;
  if (kind.guarded && !opensFiles) {
    // A guarded record: the counsellor's own, the heads' office, and whoever opened it with a reason.
    if (role === 'section_head' || role === 'head_of_bapas' || role === 'ditjenpas') return true;
    // A child in custody is booked, and led to the right place, by whoever keeps the registers and whoever leads there.
    if (role === 'registrar' || role === 'head_of_custody') return true;
    if (role === 'pk' || role === 'apk') return Boolean(relation.mine || relation.standsIn || relation.opened);
    if (role === 'kanwil' || role === 'auditor') return Boolean(relation.opened);
    return false;
  }
  if (cell === 'reason') return Boolean(relation.opened);
  if (cell === 'own') return Boolean(relation.mine || relation.standsIn || relation.opened);
  return true;
}
