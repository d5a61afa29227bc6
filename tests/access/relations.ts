import type pg from 'pg';
import type { Role } from '#modules/access';
import type { Tie } from './tables.ts';

type Post = {
  at: number;
  kind?: 'permanent' | 'secondment' | 'acting';
  from?: string;
  until?: string;
  approved?: false;
  withdrawn?: true;
};
export type Relation = {
  posts: Post[];
  mine?: true;
  standsIn?: 'now' | 'before' | 'later' | 'withdrawn';
  unassigned?: true;
  opened?: 'now' | 'before';
  /** Named secretary of the observation team there, or called to its sittings that are open. */
  team?: 'secretary' | 'was_secretary' | 'sits';
  session?: 'ended' | 'expired' | 'idle' | 'half' | 'suspended';
};

const yesterday = "(now() - interval '2 days')::date";
const tomorrow = "(now() + interval '2 days')::date";

/** What ties an officer to a record of the Bapas numbered 3, by the numbers of `paths`. */
export const relations = {
  assigned: { posts: [{ at: 3 }], mine: true },
  same_unit: { posts: [{ at: 3 }] },
  unassigned: { posts: [{ at: 3 }], unassigned: true },
  stands_in: { posts: [{ at: 3 }], standsIn: 'now' },
  stood_in: { posts: [{ at: 3 }], standsIn: 'before' },
  will_stand_in: { posts: [{ at: 3 }], standsIn: 'later' },
  took_back_standing_in: { posts: [{ at: 3 }], standsIn: 'withdrawn' },
  stands_in_from_elsewhere: { posts: [{ at: 4 }], standsIn: 'now' },
  sibling: { posts: [{ at: 4 }] },
  sibling_assigned: { posts: [{ at: 4 }], mine: true },
  parent: { posts: [{ at: 2 }] },
  top: { posts: [{ at: 1 }] },
  other_kanwil: { posts: [{ at: 5 }] },
  other_bapas: { posts: [{ at: 6 }] },
  lent_here: { posts: [{ at: 6 }, { at: 3, kind: 'secondment', until: tomorrow }] },
  lent_away: { posts: [{ at: 3 }, { at: 6, kind: 'secondment', until: tomorrow }], mine: true },
  was_lent_here: { posts: [{ at: 6 }, { at: 3, kind: 'secondment', until: yesterday }], mine: true },
  acting: { posts: [{ at: 3, kind: 'acting', until: tomorrow }] },
  opened: { posts: [{ at: 3 }], opened: 'now' },
  opened_from_above: { posts: [{ at: 2 }], opened: 'now' },
  opened_from_top: { posts: [{ at: 1 }], opened: 'now' },
  opened_before: { posts: [{ at: 2 }], opened: 'before' },
  opened_and_moved_on: { posts: [{ at: 6 }], opened: 'now' },
  opened_and_gone: { posts: [{ at: 3, withdrawn: true }], opened: 'now' },
  keeps_sittings: { posts: [{ at: 3 }], team: 'secretary' },
  kept_sittings: { posts: [{ at: 3 }], team: 'was_secretary' },
  keeps_from_elsewhere: { posts: [{ at: 4 }], team: 'secretary' },
  sits: { posts: [{ at: 3 }], team: 'sits' },
  sits_from_elsewhere: { posts: [{ at: 4 }], team: 'sits' },
  past: { posts: [{ at: 3, until: yesterday }], mine: true },
  future: { posts: [{ at: 3, from: tomorrow }], mine: true },
  unapproved: { posts: [{ at: 3, approved: false }], mine: true },
  withdrawn: { posts: [{ at: 3, withdrawn: true }], mine: true },
  nowhere: { posts: [], mine: true },
  signed_out: { posts: [{ at: 3 }], mine: true, session: 'ended' },
  too_long: { posts: [{ at: 3 }], mine: true, session: 'expired' },
  idle: { posts: [{ at: 3 }], mine: true, session: 'idle' },
  half_signed_in: { posts: [{ at: 3 }], mine: true, session: 'half' },
  suspended: { posts: [{ at: 3 }], mine: true, session: 'suspended' },
} as const satisfies Record<string, Relation>;
export type RelationName = keyof typeof relations;
export const relationNames = Object.keys(relations) as RelationName[];

/**
 * Posts under which a file that was opened with a reason is open. Those of an institution, of the centre and of the desks open none and are
 * given none (access.csv: no act of opening, no `reason`): what is sealed, or restricted to others, stays closed to them whatever their
 * officer opened under another post.
 */
const opensFiles: ReadonlySet<Role> = new Set(['pk', 'apk', 'section_head', 'head_of_bapas', 'kanwil', 'auditor']);

/** As the signed table sees it: the posts that count today, each with what ties it to the record. */
export function tiesOf(relation: Relation, role: Role): Tie[] {
  return relation.posts
    .filter((post) => post.approved !== false && !post.withdrawn && post.from !== tomorrow && post.until !== yesterday)
    .map((post) => ({
      at: post.at,
      holder: 3,
      ...(relation.mine ? { mine: true } : {}),
      ...(relation.standsIn === 'now' ? { standsIn: true } : {}),
      ...(relation.opened === 'now' && opensFiles.has(role) ? { opened: true } : {}),
      ...(relation.unassigned ? { unassigned: true } : {}),
      ...(relation.team === 'secretary' ? { keeps: true } : {}),
      ...(relation.team === 'sits' ? { sits: true } : {}),
    }));
}

export type SceneForRelation = {
  staffId: string;
  accountId: string;
  sessionId: string;
  /** The counsellor whose clients the records are. */
  counsellorId: string;
  /** The real ids of the units that `paths` numbers. */
  unitIds: Record<number, number>;
  clients: readonly { caseId: string; personId: string; unitId: number }[];
};

/** Makes the relation true, inside a transaction that is undone. */
export async function enact(db: pg.ClientBase, scene: SceneForRelation, role: Role, relation: Relation): Promise<void> {
  await db.query('delete from units.posting where staff_id = $1', [scene.staffId]);
  for (const post of relation.posts)
    await db.query(
      `insert into units.posting (staff_id, unit_id, role, kind, starts_on, ends_on, approved_at, withdrawn_at)
       values ($1, $2, $3, $4, ${post.from ?? `'2020-01-01'`}, ${post.until ?? 'null'}, ${post.approved === false ? 'null' : 'now()'}, ${post.withdrawn ? 'now()' : 'null'})`,
      [scene.staffId, scene.unitIds[post.at], role, post.kind ?? 'permanent'],
    );
  const cases = scene.clients.map((one) => one.caseId);
  if (relation.mine)
    await db.query('update cases.client_case set pk_staff_id = $1 where id = any ($2)', [scene.staffId, cases]);
  if (relation.unassigned)
    await db.query('update cases.client_case set pk_staff_id = null where id = any ($1)', [cases]);
  if (relation.standsIn) {
    const [from, until] =
      relation.standsIn === 'before'
        ? [`'2020-01-01'`, yesterday]
        : relation.standsIn === 'later'
          ? [tomorrow, tomorrow]
          : [yesterday, tomorrow];
    await db.query(
      `insert into units.absence (staff_id, kind, starts_on, ends_on, substitute_id, withdrawn_at)
       values ($1, 'leave', ${from}, ${until}, $2, ${relation.standsIn === 'withdrawn' ? 'now()' : 'null'})`,
      [scene.counsellorId, scene.staffId],
    );
  }
  if (relation.opened)
    for (const one of scene.clients)
      await db.query(
        `insert into accounts.opening (account_id, case_id, person_id, unit_id, kind, reason_code, reason, opened_at, until)
         select $1, $2, $3, $4, 'oversight', 'supervision', 'pemeriksaan berkas yang diminta', t, t + interval '60 minutes'
         from (select now() - make_interval(mins => $5) as t) opened`,
        [scene.accountId, one.caseId, one.personId, one.unitId, relation.opened === 'now' ? 10 : 70],
      );
  const team = [scene.staffId, scene.unitIds[3]];
  if (relation.team === 'sits') {
    await db.query(`update tpp.sitting set state = 'invited' where state = 'draft' and unit_id = $1`, [
      scene.unitIds[3],
    ]);
    await db.query(
      `insert into tpp.attendee (sitting_id, unit_id, staff_id, duty) select s.id, s.unit_id, $1, 'member' from tpp.sitting s where s.unit_id = $2`,
      team,
    );
  } else if (relation.team)
    await db.query(
      `insert into tpp.member (staff_id, unit_id, duty, starts_on, ends_on) values ($1, $2, 'secretary', '2020-01-01', ${relation.team === 'secretary' ? 'null' : yesterday})`,
      team,
    );
  const session = {
    ended: `ended_at = now(), ended_why = 'by_owner'`,
    expired: `expires_at = now() - interval '1 minute'`,
    idle: `last_seen_at = now() - interval '16 minutes'`,
    half: `stage = 'second_factor'`,
    suspended: undefined,
  };
  if (relation.session === 'suspended')
    await db.query(`update accounts.account set state = 'suspended' where id = $1`, [scene.accountId]);
  else if (relation.session)
    await db.query(`update accounts.session set ${session[relation.session]} where id = $1`, [scene.sessionId]);
}
