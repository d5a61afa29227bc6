import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Actor } from '#platform/actor';
import { actions, decide, decideOwn, roles, type Action, type Role, type Subject } from './index.ts';

/**
 * access.csv is what a head of office signs: for each act and role, how far it goes. It is not derived from the code; here every
 * cell is played through every relation to a record and every kind of record, by an evaluation written apart from the function's.
 * own: one's clients and those one stands in for. unit: one's office. below: it and the offices under it. reason: only what was
 * opened with a reason. any: no record is concerned.
 */
type Cell = '-' | 'own' | 'unit' | 'below' | 'reason' | 'any';
const [head, ...lines] = readFileSync(new URL('./access.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const signed = new Map<string, Cell>();
for (const line of lines) {
  const [action, ...cells] = line.split(',');
  for (const [i, role] of head!.split(',').slice(1).entries()) signed.set(`${role} ${action}`, cells[i] as Cell);
}

// Ditjenpas 1 > Kanwil 2 > Bapas 3 and 4; Kanwil 5 > Bapas 6.
const paths: Record<number, number[]> = { 1: [1], 2: [1, 2], 3: [1, 2, 3], 4: [1, 2, 4], 5: [1, 5], 6: [1, 5, 6] };
const me = 'staff-me';
const relations = {
  assigned: { at: 3, holder: 3, mine: true },
  same_unit: { at: 3, holder: 3 },
  stands_in: { at: 3, holder: 3, standsIn: true },
  sibling: { at: 3, holder: 4 },
  parent: { at: 2, holder: 3 },
  top: { at: 1, holder: 3 },
  other_kanwil: { at: 6, holder: 3 },
  child_unit: { at: 3, holder: 2 },
  opened: { at: 3, holder: 3, opened: true },
  opened_from_above: { at: 2, holder: 3, opened: true },
  opened_elsewhere: { at: 6, holder: 3, opened: true },
  no_posting: { at: 0, holder: 3, mine: true },
} as const satisfies Record<
  string,
  { at: number; holder: number; mine?: boolean; standsIn?: boolean; opened?: boolean }
>;
const kinds = {
  plain: {},
  guarded: { guarded: true },
  restricted_listed: { guarded: true, restricted: true, listed: true },
  restricted_unlisted: { guarded: true, restricted: true },
  excluded: { guarded: true, excluded: true },
  sealed: { guarded: true, sealed: true },
} as const satisfies Record<string, Subject>;

type Relation = { at: number; holder: number; mine?: boolean; standsIn?: boolean; opened?: boolean };

function actorWith(role: Role, at: number): Actor {
  return {
    accountId: 'account',
    sessionId: 'session',
    kind: 'staff',
    sessionKind: 'browser',
    stage: 'full',
    staffId: me,
    name: '',
    username: '',
    locale: 'id',
    provedAt: null,
    hasSecondFactor: true,
    scopes: null,
    own: null,
    postings:
      at === 0
        ? []
        : [
            {
              id: 'posting',
              role,
              kind: 'permanent',
              section: null,
              unitId: at,
              unitPath: paths[at]!,
              unitName: '',
              unitType: 'bapas',
              zone: 'Asia/Jakarta',
              demoToday: null,
            },
          ],
  };
}

/** The signed table, read as a person would read it. */
function expected(role: Role, action: Action, relation: Relation, kind: Subject): boolean {
  const cell = signed.get(`${role} ${action}`)!;
  if (relation.at === 0 || cell === '-') return false;
  if (kind.excluded) return false;
  const opensFiles = action === 'case:open_with_reason' || action === 'case:break_glass';
  if (kind.restricted && !kind.listed && !relation.opened) return false;
  if (kind.sealed && !relation.opened && !opensFiles) return false;
  if (cell === 'any') return true;
  const here = relation.at === relation.holder;
  const oversees = ['kanwil', 'ditjen_analyst', 'auditor', 'account_admin', 'office_admin'].includes(role);
  const within = here || (oversees && paths[relation.holder]!.includes(relation.at));
  if (kind.guarded && !opensFiles) {
    // A guarded record: the counsellor's own, the heads' office, and whoever opened it with a reason.
    if (role === 'section_head' || role === 'head_of_bapas') return within;
    if (role === 'pk' || role === 'apk')
      return within && Boolean(relation.mine || relation.standsIn || relation.opened);
    if (role === 'kanwil' || role === 'auditor') return Boolean(relation.opened);
    return false;
  }
  if (cell === 'reason') return Boolean(relation.opened);
  if (!within) return false;
  if (cell === 'own') return Boolean(relation.mine || relation.standsIn || relation.opened);
  return true;
}

test('the table names every act and every role once', () => {
  expect(lines.map((line) => line.split(',')[0]).sort()).toEqual([...actions].sort());
  expect(head!.split(',').slice(1).sort()).toEqual([...roles].sort());
  expect([...signed.values()].every((cell) => /^(-|own|unit|below|reason|any)$/.test(cell))).toBe(true);
});

test.each(roles)(
  '%s may do exactly what the signed table says, for every relation and every kind of record',
  (role) => {
    const wrong: string[] = [];
    let allowed = 0;
    for (const action of actions)
      for (const [relationName, relation] of Object.entries<Relation>(relations))
        for (const [kindName, kind] of Object.entries<Subject>(kinds)) {
          const subject: Subject = {
            ...kind,
            unitId: relation.holder,
            unitPath: paths[relation.holder]!,
            caseId: 'case',
            pkStaffId: relation.mine ? me : 'somebody-else',
            ...(relation.standsIn ? { standsIn: true } : {}),
            ...(relation.opened ? { opened: true } : {}),
          };
          const { allow } = decide(actorWith(role, relation.at), action, subject);
          if (allow) allowed += 1;
          if (allow !== expected(role, action, relation, kind))
            wrong.push(`${role} ${action} ${relationName} ${kindName}: ${allow ? 'allowed' : 'denied'}`);
        }
    expect(wrong).toEqual([]);
    expect(allowed).toBeGreaterThan(10);
  },
);

test('whoever has not finished signing in, and whoever is no officer, may do nothing of this', () => {
  const subject: Subject = { unitId: 3, unitPath: paths[3]!, pkStaffId: me };
  for (const role of roles)
    for (const action of actions) {
      expect(decide({ ...actorWith(role, 3), stage: 'second_factor' }, action, subject).allow).toBe(false);
      expect(decide({ ...actorWith(role, 3), kind: 'client' }, action, subject).allow).toBe(false);
    }
});

test('a token does what its scopes name and nothing else', () => {
  const subject: Subject = { unitId: 3, unitPath: paths[3]! };
  const token = { ...actorWith('head_of_bapas', 3), scopes: ['case:list'] };
  expect(decide(token, 'case:list', subject).allow).toBe(true);
  expect(decide(token, 'case:read', subject)).toEqual({ allow: false, reason: 'outside_scope' });
});

test('a client has his own case and no other; a guarantor only reads it', () => {
  const own = { caseId: 'mine', accessId: 'a', unitId: 3, zone: 'Asia/Jakarta' as const, demoToday: null };
  const client: Actor = { ...actorWith('pk', 0), kind: 'client', own };
  const guarantor: Actor = { ...client, kind: 'guarantor' };
  for (const action of ['own:read', 'own:report', 'own:dispute'] as const) {
    expect(decideOwn(client, action, 'mine').allow).toBe(true);
    expect(decideOwn(client, action, 'other').allow).toBe(false);
    expect(decideOwn(guarantor, action, 'mine').allow).toBe(action === 'own:read');
  }
});
