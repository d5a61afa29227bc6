import { expect, test } from 'vitest';
import type { Actor } from '#platform/actor';
import { isAllowed, kinds, paths, signed, signedActions, signedRoles, type Relation } from '#tests/access/signed';
import { actions, decide, decideOwn, roles, type Role, type Subject } from './index.ts';

/** Every cell of access.csv, played through every relation to a record and every kind of record. */

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
} as const satisfies Record<string, Relation>;
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
    isExcluded: false,
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

test('the table names every act and every role once', () => {
  expect([...signedActions].sort()).toEqual([...actions].sort());
  expect([...signedRoles].sort()).toEqual([...roles].sort());
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
          if (allow !== isAllowed(role, action, relation, kind))
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
