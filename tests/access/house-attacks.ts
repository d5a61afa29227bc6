import type { Role } from '#modules/access';
import type { Attack } from './attacks.ts';
import type { RelationName } from './relations.ts';
import { officerOf } from './sql-matrix.ts';
import type { SqlScene } from './sql-scene.ts';

/**
 * Who keeps the house, who keeps offices that are only data, and who reads what a sitting left: each condition once, in a scene in
 * which nothing else shuts or opens the door.
 */
export function houseAttacksOn(scene: SqlScene): Attack[] {
  const staff = (role: Role, relation: RelationName) => officerOf(scene, role, relation);
  const { asker, unitIds } = scene;
  const colleague = scene.rows.find(({ table, owner }) => table === 'units.staff' && owner !== asker.accountId)!;
  const admin = staff('office_admin', 'same_unit');

  /** A colleague's only post: where, as what, and how it stands. */
  const post = (
    unit: number | undefined,
    role: Role,
    columns: Partial<Record<'from' | 'until' | 'approved' | 'withdrawn', string>>,
  ) => [
    `delete from units.posting where staff_id = '${colleague.key}'`,
    `insert into units.posting (staff_id, unit_id, role, kind, starts_on, ends_on, approved_at, withdrawn_at)
     values ('${colleague.key}', ${unit}, '${role}', 'permanent', ${columns.from ?? `'2020-01-01'`}, ${columns.until ?? 'null'}, ${columns.approved ?? 'now()'}, ${columns.withdrawn ?? 'null'})`,
  ];
  const keepsHouse = (name: string, is: Attack['is'], before: readonly string[]): Attack => ({
    name,
    is,
    before,
    who: admin,
    sql: 'select 1 where platform.ctx_keeps_house()',
  });
  const above = unitIds[2];
  const house = [
    keepsHouse('an administrator with nobody above him keeps the house', 'open', post(above, 'head_of_bapas', {})),
    keepsHouse('an administrator with another one above him does not', 'closed', post(above, 'office_admin', {})),
    keepsHouse('one whose account is closed stands above nobody', 'open', [
      ...post(above, 'office_admin', {}),
      `update accounts.account set state = 'suspended' where id = '${colleague.owner}'`,
    ]),
    keepsHouse(
      'one whose post was withdrawn stands above nobody',
      'open',
      post(above, 'office_admin', { withdrawn: 'now()' }),
    ),
    keepsHouse(
      'one whose post nobody approved stands above nobody',
      'open',
      post(above, 'office_admin', { approved: 'null' }),
    ),
    keepsHouse(
      'one who begins later stands above nobody yet',
      'open',
      post(above, 'office_admin', { from: 'current_date + 3' }),
    ),
    keepsHouse(
      'one whose post ended stands above nobody any more',
      'open',
      post(above, 'office_admin', { until: 'current_date - 3' }),
    ),
    keepsHouse('one who administers elsewhere stands above nobody here', 'open', post(unitIds[5], 'office_admin', {})),
    keepsHouse(
      'one who administers the same office stands beside, not above',
      'open',
      post(unitIds[3], 'office_admin', {}),
    ),
  ];

  const [otherKanwil, otherBapas] = [unitIds[5], unitIds[6]];
  const keepsData = (name: string, is: Attack['is'], before: readonly string[], who = admin): Attack => ({
    name,
    is,
    before,
    who,
    sql: `update units.unit set phone = '0711-1' where id = ${otherBapas}`,
  });
  const data = [
    keepsData('an office where nobody works is kept as data', 'open', post(otherKanwil, 'kanwil', {})),
    keepsData(
      'also where somebody worked whose post was withdrawn',
      'open',
      post(otherBapas, 'pk', { withdrawn: 'now()' }),
    ),
    keepsData('an office where somebody works is its own', 'closed', post(otherBapas, 'pk', {})),
    keepsData('an office with an administrator above it is his', 'closed', post(otherKanwil, 'office_admin', {})),
    keepsData('an administrator elsewhere leaves it as data', 'open', post(unitIds[4], 'office_admin', {})),
    keepsData(
      'whoever administers nothing keeps no data',
      'closed',
      post(otherKanwil, 'kanwil', {}),
      staff('head_of_bapas', 'same_unit'),
    ),
    keepsData('whoever has an administrator above him keeps no data', 'closed', post(above, 'office_admin', {})),
    {
      name: 'only whoever keeps the house puts an office above all others',
      is: 'closed' as const,
      before: post(above, 'office_admin', {}),
      who: admin,
      sql: `insert into units.unit (code, name, type, zone) values ('di-atas', 'Di Atas', 'ditjenpas', 'Asia/Jakarta')`,
    },
  ];

  const outboxed = (state: string, address = '+6281200000000') => [
    `update messages.outbox set state = '${state}', address = '${address}', unit_id = ${unitIds[3]}`,
  ];
  const outbox = (name: string, is: Attack['is'], before: readonly string[], set: string): Attack => ({
    name,
    is,
    before,
    who: admin,
    sql: `update messages.outbox set ${set} where kind = 'check-ins.reminder'`,
  });
  const messages = [
    outbox('a message that waits for a person is sent again', 'open', outboxed('parked'), `state = 'waiting'`),
    outbox('what was sent is not sent again', 'closed', outboxed('sent'), `state = 'waiting'`),
    outbox('what was erased is not sent', 'closed', outboxed('failed', ''), `state = 'waiting'`),
    outbox('nobody but the sender says that a message was sent', 'closed', outboxed('parked'), `state = 'sent'`),
  ];
  return [...house, ...data, ...messages, ...sittingAttacksOn(scene)];
}

/** What a sitting leaves, and who is called to it. */
function sittingAttacksOn(scene: SqlScene): Attack[] {
  const staff = (role: Role, relation: RelationName = 'same_unit') => officerOf(scene, role, relation);
  const { asker, unitIds } = scene;
  const here = unitIds[3];
  const of = (kind: string) => scene.clients.find((one) => one.kind === kind)!;
  const [plain, restricted, sealed] = [of('plain'), of('restricted_unlisted'), of('sealed')];
  const sittingOf = (one: typeof plain) => String(one.rows.get('tpp.sitting')![0]!.id);
  const member = (duty: string) =>
    `insert into tpp.member (staff_id, unit_id, duty, starts_on) values ('${asker.staffId}', ${here}, '${duty}', '2020-01-01')`;
  const attends = `insert into tpp.attendee (sitting_id, unit_id, staff_id, duty) values ('${sittingOf(plain)}', ${here}, '${asker.staffId}', 'member')`;
  const invited = `update tpp.sitting set state = 'invited' where id = '${sittingOf(plain)}'`;
  const itemOf = (one: typeof plain) =>
    `select 1 from tpp.item where id = '${String(one.rows.get('tpp.item')![0]!.id)}'`;
  const item = itemOf(plain);
  const reads = (one: typeof plain) => `select 1 from letters.letter where id = '${one.ids.minutes}'`;
  const listed = (kind: 'restriction' | 'exclusion', one: typeof plain) =>
    `insert into people.access_list (person_id, unit_id, account_id, kind, starts_on, reason)
     values ('${one.personId}', ${here}, '${asker.accountId}', '${kind}', '2026-01-01', 'uji')`;
  const paper = '0198e0c0-0000-7000-8000-00000000aaaa';
  const signed = [
    `insert into platform.file (id, sha256, media_type, bytes, content, unit_id, uploaded_by)
     values ('${paper}', sha256('notula'), 'application/pdf', 6, 'notula', ${here}, '${scene.systemAccountId}')`,
    `alter table letters.letter disable trigger user; update letters.letter set state = 'signed', origin = 'thing', year = 2026, label = '1/TPP/2026',
       dated = '2026-12-18', signer = '{}', numbered_by = made_by, numbered_at = now(), file_id = '${paper}', sha256 = sha256('notula'),
       signed_way = 'scanned', signed_on = '2026-12-18', signed_file_id = '${paper}', signed_sha256 = sha256('notula'), signed_by = made_by,
       signed_at = now() where id = '${plain.ids.minutes}'`,
  ];
  const opensPaper = `select 1 from platform.file where id = '${paper}'`;
  const attack = (name: string, is: Attack['is'], role: Role, before: readonly string[], sql: string): Attack => ({
    name,
    is,
    before,
    who: staff(role),
    sql,
  });
  return [
    attack(
      'the secretary of the team keeps its numbers',
      'open',
      'pk',
      [member('secretary')],
      'select 1 from tpp.series',
    ),
    attack(
      'another member of the team keeps no numbers',
      'closed',
      'pk',
      [member('member')],
      'select 1 from tpp.series',
    ),
    attack('who is called to a sitting reads its agenda', 'open', 'pk', [attends, invited], item),
    attack('who is named for a sitting that nobody is invited to reads nothing yet', 'closed', 'pk', [attends], item),
    attack(
      'the head reads minutes on a restricted client for whom he is listed',
      'open',
      'head_of_bapas',
      [listed('restriction', restricted)],
      reads(restricted),
    ),
    attack(
      'the head reads no minutes on a restricted client for whom he is not listed',
      'closed',
      'head_of_bapas',
      [],
      reads(restricted),
    ),
    attack(
      'the head reads no minutes on somebody from whom he is shut out',
      'closed',
      'head_of_bapas',
      [listed('exclusion', plain)],
      reads(plain),
    ),
    attack('the head opens the signed minutes', 'open', 'head_of_bapas', signed, opensPaper),
    attack(
      'the head opens no signed minutes on somebody from whom he is shut out',
      'closed',
      'head_of_bapas',
      [...signed, listed('exclusion', plain)],
      opensPaper,
    ),
    attack('a colleague who does not sit opens no signed minutes', 'closed', 'pk', signed, opensPaper),
    attack('the secretary reads what is to be heard', 'open', 'pk', [member('secretary')], item),
    attack(
      'the secretary reads nothing on somebody from whom he is shut out',
      'closed',
      'pk',
      [member('secretary'), listed('exclusion', plain)],
      item,
    ),
    attack(
      'the secretary reads nothing on a restricted client',
      'closed',
      'pk',
      [member('secretary')],
      itemOf(restricted),
    ),
    attack('the secretary reads nothing on a sealed client', 'closed', 'pk', [member('secretary')], itemOf(sealed)),
    attack(
      'a secretary of former days keeps no numbers',
      'closed',
      'pk',
      [member('secretary'), `update tpp.member set ends_on = '2020-02-01' where staff_id = '${asker.staffId}'`],
      'select 1 from tpp.series',
    ),
    {
      ...attack(
        'a secretary who works elsewhere by now keeps no numbers',
        'closed',
        'pk',
        [member('secretary')],
        'select 1 from tpp.series',
      ),
      who: staff('pk', 'sibling'),
    },
    {
      ...attack('who was called and works elsewhere by now reads no agenda', 'closed', 'pk', [attends, invited], item),
      who: staff('pk', 'sibling'),
    },
  ];
}
