import { randomUUID } from 'node:crypto';
import type { Role } from '#modules/access';
import type { Attack } from './attacks.ts';
import type { RelationName } from './relations.ts';
import { otherCases, staffCases, type Case } from './sql-matrix.ts';
import type { SqlScene } from './sql-scene.ts';

/** What one condition of a function behind the policies decides by itself: each a scene in which nothing else shuts or opens the door. */
export function conditionAttacksOn(scene: SqlScene): Attack[] {
  const staff = (role: Role, relation: RelationName) =>
    staffCases(scene, (one, name) => one === role && name === relation)[0]!;
  const of = (kind: string) => scene.clients.find((one) => one.kind === kind)!;
  const [plain, child, restricted] = [of('plain'), of('guarded'), of('restricted_unlisted')];
  const { asker, unitIds, counsellorId } = scene;
  const colleague = scene.rows.find(({ table, owner }) => table === 'units.staff' && owner !== asker.accountId)!;
  const [here, elsewhere] = [unitIds[3], unitIds[6]];

  /** The colleague's only posts: each of his is at an office, and live, ended long ago, or withdrawn. */
  const posts = (...list: (readonly [unit: number | undefined, how: 'live' | 'ended' | 'withdrawn'])[]) => [
    `delete from units.posting where staff_id = '${colleague.key}'`,
    ...list.map(
      ([
        unit,
        how,
      ]) => `insert into units.posting (staff_id, unit_id, role, kind, starts_on, ends_on, approved_at, withdrawn_at)
        values ('${colleague.key}', ${unit}, 'pk', 'permanent', '2020-01-01', ${how === 'ended' ? `'2021-01-01'` : 'null'}, now(),
          ${how === 'withdrawn' ? 'now()' : 'null'})`,
    ),
  ];
  const administers = (name: string, is: Attack['is'], before: readonly string[]): Attack => ({
    name,
    is,
    before,
    who: staff('account_admin', 'same_unit'),
    sql: `select 1 from accounts.passkey where account_id = '${colleague.owner}'`,
  });

  /** Somebody was, is or will be shut out from the child whom the asker guides. */
  const shutOut = (name: string, is: Attack['is'], from: string, until: string, removed: string): Attack => ({
    name,
    is,
    before: [
      `insert into people.access_list (person_id, unit_id, account_id, kind, starts_on, ends_on, removed_at, reason)
       values ('${child.personId}', ${here}, '${asker.accountId}', 'exclusion', ${from}, ${until}, ${removed}, 'uji')`,
    ],
    who: staff('pk', 'assigned'),
    sql: `select 1 from cases.client_case where id = '${child.caseId}'`,
  });

  /** He is, was or will be among those who alone may see somebody. */
  const letIn = (name: string, is: Attack['is'], from: string, until: string, removed: string): Attack => ({
    name,
    is,
    before: [
      `insert into people.access_list (person_id, unit_id, account_id, kind, starts_on, ends_on, removed_at, reason)
       values ('${restricted.personId}', ${here}, '${asker.accountId}', 'restriction', ${from}, ${until}, ${removed}, 'uji')`,
    ],
    who: staff('head_of_bapas', 'same_unit'),
    sql: `select 1 from cases.client_case where id = '${restricted.caseId}'`,
  });

  const absence = (staffId: string, from: string, until: string, withdrawn = 'null') =>
    `insert into units.absence (staff_id, kind, starts_on, ends_on, substitute_id, withdrawn_at)
     values ('${staffId}', 'leave', current_date + ${from}, current_date + ${until}, '${asker.staffId}', ${withdrawn})`;
  const standsIn = (name: string, is: Attack['is'], before: readonly string[]): Attack => ({
    name,
    is,
    before,
    who: staff('pk', 'same_unit'),
    sql: `select 1 from cases.contact_note where case_id = '${plain.caseId}'`,
  });

  const card = scene.cards.find((one) => one.as === 'client' && one.record === 'plain')!;
  const opening = (caseId: string, minutes: number) =>
    `insert into accounts.opening (account_id, case_id, person_id, unit_id, kind, reason_code, reason, opened_at, until)
     select '${asker.accountId}', c.id, c.person_id, c.unit_id, 'oversight', 'supervision', 'pemeriksaan berkas yang diminta',
       now() + make_interval(mins => ${minutes - 60}), now() + make_interval(mins => ${minutes}) from cases.client_case c where c.id = '${caseId}'`;

  /** An opening of the plain client's file, and to whom it went on. */
  const reviews = (name: string, is: Attack['is'], who: Case, passedTo: string): Attack => ({
    name,
    is,
    before: [`update accounts.opening set passed_to = ${passedTo} where case_id = '${plain.caseId}'`],
    who,
    sql: `update accounts.opening set reviewed_by = '${asker.accountId}', reviewed_at = now(), review = 'sudah ditanyakan' where case_id = '${plain.caseId}'`,
  });
  /** Another office has laid its record open beside the plain client's: whether its face is seen there. */
  const openSide = (name: string, is: Attack['is'], who: Case, until: string, ...more: string[]): Attack => {
    const [person, file, link] = [randomUUID(), randomUUID(), randomUUID()];
    return {
      name,
      is,
      who,
      before: [
        `insert into people.person (id, unit_id, name) values ('${person}', ${elsewhere}, 'Ujung Terbuka')`,
        `insert into platform.file (id, sha256, media_type, bytes, unit_id, person_id, uploaded_by)
         values ('${file}', sha256('${file}'), 'image/jpeg', 1, ${elsewhere}, '${person}', '${colleague.owner}')`,
        `update people.person set photo_file_id = '${file}' where id = '${person}'`,
        `insert into people.link (id, pair) values ('${link}', '${link}')`,
        `insert into people.link_side (link_id, person_id, unit_id)
         values ('${link}', '${person}', ${elsewhere}), ('${link}', '${plain.personId}', ${here})`,
        `insert into people.link_opening (link_id, person_id, unit_id, reason, opened_by, until)
         values ('${link}', '${person}', ${elsewhere}, 'diminta', '${colleague.owner}', ${until})`,
        ...more.map((sql) => sql.replaceAll('$person', person)),
      ],
      sql: `select 1 from platform.file where id = '${file}'`,
    };
  };
  const soon = `now() + interval '1 day'`;
  const atOther = staff('head_of_bapas', 'sibling');
  const [kanwil, centre] = [staff('kanwil', 'parent'), staff('ditjenpas', 'top')];

  return [
    openSide(
      'a face that is laid open is seen at the office of the other record',
      'open',
      staff('pk', 'same_unit'),
      soon,
    ),
    openSide('a face that was laid open is seen no more', 'closed', staff('pk', 'same_unit'), 'now()'),
    openSide('a face that is laid open is seen at no third office', 'closed', atOther, soon),
    openSide('a face that is laid open is not seen at the counter', 'closed', staff('counter', 'same_unit'), soon),
    openSide(
      'a face that is laid open is not seen by whoever is shut out from that person',
      'closed',
      staff('pk', 'same_unit'),
      soon,
      `insert into people.access_list (person_id, unit_id, account_id, kind, starts_on, reason)
       values ('$person', ${elsewhere}, '${asker.accountId}', 'exclusion', '2026-01-01', 'uji')`,
    ),
    reviews('the Kanwil reviews what went on to it', 'open', kanwil, `'kanwil'`),
    reviews('the Kanwil reviews nothing that did not go on', 'closed', kanwil, 'null'),
    reviews('the Kanwil does not review what went on to the centre', 'closed', kanwil, `'ditjenpas'`),
    reviews('the centre reviews what went on to it', 'open', centre, `'ditjenpas'`),
    reviews('the centre does not review what went on to the Kanwil', 'closed', centre, `'kanwil'`),
    administers('an officer who moved to another office is administered there', 'closed', posts([elsewhere, 'live'])),
    administers(
      'an officer who moved is not administered by the office whose post was withdrawn',
      'closed',
      posts([elsewhere, 'live'], [here, 'withdrawn']),
    ),
    administers(
      'an officer who moved is not administered by the office that he left',
      'closed',
      posts([elsewhere, 'live'], [here, 'ended']),
    ),
    administers('an officer whose post was withdrawn is administered where he was', 'open', posts([here, 'withdrawn'])),
    administers('an officer whose post ended is administered where he was', 'open', posts([here, 'ended'])),
    administers(
      'an officer whose post ended elsewhere is not administered here',
      'closed',
      posts([elsewhere, 'ended']),
    ),
    administers(
      'the first administrator of an office that nobody administers is given his link by who posts him',
      'open',
      [
        `delete from units.posting where staff_id = '${colleague.key}'`,
        `insert into units.posting (staff_id, unit_id, role, kind, starts_on) values ('${colleague.key}', ${elsewhere}, 'account_admin', 'permanent', '2020-01-01')`,
      ],
    ),
    administers('an officer without a post is administered by any office', 'open', posts()),

    shutOut('who was shut out by mistake guides on', 'open', `'2026-01-01'`, 'null', 'now()'),
    shutOut('who will be shut out guides until then', 'open', 'current_date + 3', 'null', 'null'),
    shutOut('who was shut out for a time guides again', 'open', `'2026-01-01'`, `'2026-02-01'`, 'null'),
    shutOut('who is shut out guides no more', 'closed', `'2026-01-01'`, 'null', 'null'),

    letIn('who is let in reads', 'open', `'2026-01-01'`, 'null', 'null'),
    letIn('who was let in by mistake reads no more', 'closed', `'2026-01-01'`, 'null', 'now()'),
    letIn('who will be let in reads nothing until then', 'closed', 'current_date + 3', 'null', 'null'),
    letIn('who was let in for a time reads no more', 'closed', `'2026-01-01'`, `'2026-02-01'`, 'null'),

    standsIn('who stands in reads', 'open', [absence(counsellorId, '- 2', '2')]),
    standsIn('who stood in until yesterday reads no more', 'closed', [absence(counsellorId, '- 5', '- 2')]),
    standsIn('who stood in until yesterday reads no more because it was withdrawn for today', 'closed', [
      absence(counsellorId, '- 5', '- 1'),
      absence(counsellorId, '0', '2', 'now()'),
    ]),
    standsIn('who stands in for somebody else today reads no more what he stood in for', 'closed', [
      absence(counsellorId, '- 5', '- 1'),
      absence(colleague.key, '- 2', '2'),
    ]),

    {
      name: 'a card that was lost opens nothing',
      is: 'closed',
      before: [`update accounts.client_access set state = 'lost' where account_id = '${card.accountId}'`],
      who: otherCases(scene).find(({ name }) => name === 'client plain')!,
      sql: `select 1 from cases.client_case`,
    },
    {
      name: 'a file that was opened an hour ago is closed, also to whoever has another one open',
      is: 'closed',
      before: [opening(plain.caseId, -10), opening(child.caseId, 50)],
      who: staff('kanwil', 'parent'),
      sql: `select 1 from cases.contact_note where case_id = '${plain.caseId}'`,
    },
    {
      name: 'a file that was opened just now is open',
      is: 'open',
      before: [opening(plain.caseId, 50)],
      who: staff('kanwil', 'parent'),
      sql: `select 1 from cases.contact_note where case_id = '${plain.caseId}'`,
    },
  ];
}
