import type { Attack } from './attacks.ts';
import { officerOf, otherOf } from './sql-matrix.ts';
import type { SqlScene } from './sql-scene.ts';

/**
 * What custody tells the offices and what it keeps for itself: notices and who read them, what a job does on their account, the pages of a
 * stay, the hour for which an auditor opens one, and lists that are brought or compared. Each condition once.
 */
export function custodyAttacksOn(scene: SqlScene): Attack[] {
  return [...noticeAttacksOn(scene), ...pageAttacksOn(scene), ...stayAttacksOn(scene), ...listAttacksOn(scene)];
}

const of = (scene: SqlScene, kind: string) => scene.clients.find((one) => one.kind === kind)!;

/** Who is told, who says that he has read it, and what the job of the office does then. */
function noticeAttacksOn(scene: SqlScene): Attack[] {
  const plain = of(scene, 'plain');
  const { asker } = scene;
  const colleague = scene.rows.find(
    ({ table, owner }) => table === 'accounts.account' && owner && owner !== asker.accountId,
  )!.owner!;
  const ofPlain = `'${plain.caseId}', ${plain.unitId}`;
  const notice = String(plain.rows.get('notices.notice')![0]!.id);
  const delivery = scene.rows.find(
    ({ table, subject }) => table === 'notices.delivery' && subject.record === plain.record,
  )!.key;
  const breach = String(plain.rows.get('breaches.breach')![0]!.id);

  const reads = (name: string, is: Attack['is'], before: readonly string[], readAt = 'now()'): Attack => ({
    name,
    is,
    before,
    who: officerOf(scene, 'pk', 'assigned'),
    sql: `update notices.delivery set read_at = ${readAt} where id = '${delivery}'`,
  });
  const putsDown = (name: string, is: Attack['is'], account: string, readAt = 'now()', sent = 'null'): Attack => ({
    name,
    is,
    before: [`delete from notices.delivery where notice_id = '${notice}'`],
    who: officerOf(scene, 'head_of_bapas', 'same_unit'),
    sql: `insert into notices.delivery (notice_id, case_id, unit_id, account_id, post, read_at, sent)
      values ('${notice}', ${ofPlain}, '${account}', 'head_of_bapas', ${readAt}, ${sent})`,
  });

  const job = (name: string, is: Attack['is'], sql: string, before: readonly string[] = [], at = 3): Attack => ({
    name,
    is,
    before,
    who: otherOf(scene, `job at ${at}`),
    sql,
  });
  const ofBreach = `update notices.notice set breach_id = '${breach}' where id = '${notice}'`;
  const withdrawn = `update notices.notice set withdrawn_at = now(), withdrawn_by = told_by, withdrawn_why = 'ternyata orang lain' where id = '${notice}'`;
  const moves = (step: string, to: string, document: string, by = 'platform.ctx_account()') =>
    `insert into breaches.move (breach_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, made_by)
     values ('${breach}', ${ofPlain}, '${step}', 'proposed', '${to}', '2026-05-20', 'alasan yang cukup', '${document}', 'X-1', ${by})`;
  const dismisses = moves('dismiss', 'dismissed', 'closing_note');
  const opens = (state: string, source: string) =>
    `insert into breaches.breach (case_id, unit_id, state, source, opened_on) values (${ofPlain}, '${state}', '${source}', '2026-05-20')`;
  const callsOff = (outcome = 'called_off') =>
    `update breaches.summons set outcome = '${outcome}', outcome_on = '2026-05-20', outcome_note = 'ditahan' where id = '${plain.ids.summons}'`;

  return [
    reads('whoever a notice is put before says that he has read it', 'open', []),
    reads('somebody says of a colleague that he has read a notice', 'closed', [
      `update notices.delivery set account_id = '${colleague}' where id = '${delivery}'`,
    ]),
    reads(
      'a notice that was read is unread again',
      'closed',
      [`update notices.delivery set read_at = '2026-05-11' where id = '${delivery}'`],
      'null',
    ),
    putsDown('whoever came to the post since is put down as its reader', 'open', asker.accountId),
    putsDown('a notice is put before oneself unread', 'closed', asker.accountId, 'null'),
    putsDown('a colleague is put down as the reader of a notice', 'closed', colleague),
    putsDown('a message is said to have gone out with what one reads', 'closed', asker.accountId, 'now()', `'queued'`),

    job('a job proposes a breach of what an office was told', 'open', opens('proposed', 'offence_notice')),
    job('a job opens a breach that nobody confirmed', 'closed', opens('open', 'offence_notice')),
    job('a job proposes a breach as if somebody had petitioned', 'closed', opens('proposed', 'petition')),
    job('a breach that a withdrawn notice proposed is dismissed with it', 'open', dismisses, [ofBreach, withdrawn]),
    job('a job dismisses a breach whose notice stands', 'closed', dismisses, [ofBreach]),
    job('a job dismisses a breach that no notice proposed', 'closed', dismisses, [withdrawn]),
    job('a job of another office dismisses it', 'closed', dismisses, [ofBreach, withdrawn], 4),
    job('a job confirms a breach whose notice was withdrawn', 'closed', moves('confirm', 'open', 'breach_note'), [
      ofBreach,
      withdrawn,
    ]),
    job(
      'a job dismisses in somebody else’s name',
      'closed',
      moves('dismiss', 'dismissed', 'closing_note', `'${asker.accountId}'`),
      [ofBreach, withdrawn],
    ),
    job('a call for a day on which he is held is called off', 'open', callsOff()),
    job('a job of another office calls it off', 'closed', callsOff(), [], 4),
    job('a job calls off what no notice speaks against any more', 'closed', callsOff(), [withdrawn]),
    job('a job calls off on a likeness that nobody confirmed', 'closed', callsOff(), [
      `update notices.notice set standing = 'strong' where id = '${notice}'`,
    ]),
    job('a job says that he appeared', 'closed', callsOff('appeared')),
    job('a job calls off what has had its outcome', 'closed', callsOff(), [
      `update breaches.summons set outcome = 'appeared', outcome_on = '2026-05-21' where id = '${plain.ids.summons}'`,
    ]),
  ];
}

/** The pages of the papers of a stay are seen, put and taken off where the stay is kept. */
function pageAttacksOn(scene: SqlScene): Attack[] {
  const plain = of(scene, 'plain');
  const { asker } = scene;
  const scan = plain.rows.get('custody.scan')![0]!;
  const ofStay = `'${plain.ids.stay}', '${plain.personId}', ${plain.unitId}`;
  const registrar = officerOf(scene, 'registrar', 'same_unit');
  const counsellor = officerOf(scene, 'pk', 'unassigned');
  const page = `select 1 from platform.file where id = '${String(scan.file_id)}'`;
  const uploads = (by: string) =>
    `insert into platform.file (sha256, media_type, bytes, content, stay_id, person_id, unit_id, uploaded_by)
     values (sha256('halaman'), 'application/pdf', 7, 'halaman', ${ofStay}, ${by})`;
  const attack = (name: string, is: Attack['is'], who: Attack['who'], sql: string, before: string[] = []): Attack => ({
    name,
    is,
    who,
    before,
    sql,
  });
  const puts = (file: string, by: string) =>
    `insert into custody.scan (stay_id, person_id, unit_id, basis_id, file_id, made_by) values (${ofStay}, '${String(scan.basis_id)}', '${file}', '${by}')`;
  const takesOff = (by: string) =>
    `update custody.scan set removed_by = ${by}, removed_at = now(), remove_reason = 'salah surat' where id = '${String(scan.id)}'`;
  const me = `'${asker.accountId}'`;
  return [
    attack('whoever keeps the registers sees the pages of a stay', 'open', registrar, page),
    attack('a counsellor sees the pages of a stay of his client', 'closed', officerOf(scene, 'pk', 'assigned'), page),
    attack('whoever keeps the registers puts a page to a stay', 'open', registrar, uploads(me)),
    attack('whoever only sees the person puts a page to his stay', 'closed', counsellor, uploads(me)),
    attack(
      'a job puts a page to a stay',
      'closed',
      otherOf(scene, 'job at 3'),
      uploads('(select platform.ctx_account())'),
    ),
    attack('a page of a stay is laid to its paper', 'open', registrar, puts(String(scan.file_id), asker.accountId)),
    attack(
      'what is no page of the stay is laid to its paper',
      'closed',
      registrar,
      puts(plain.ids.photo, asker.accountId),
    ),
    attack(
      'a page is laid to a paper in somebody else’s name',
      'closed',
      registrar,
      puts(String(scan.file_id), String(scan.made_by)),
    ),
    attack('a page that was laid to the wrong paper is taken off', 'open', registrar, takesOff(me)),
    attack('a page is taken off in the name of somebody else', 'closed', registrar, takesOff('gen_random_uuid()')),
    attack('a page is taken off twice', 'closed', registrar, takesOff(me), [
      `update custody.scan set removed_by = made_by, removed_at = now(), remove_reason = 'salah orang' where id = '${String(scan.id)}'`,
    ]),
  ];
}

/** An auditor sees whom he opened with a reason, for an hour, where he audits. A child's record shows that, which no list opens to him. */
function stayAttacksOn(scene: SqlScene): Attack[] {
  const { asker, counsellorId } = scene;
  const [plain, child] = [of(scene, 'plain'), of(scene, 'guarded')];
  const maker = String(plain.rows.get('cases.contact_note')![0]!.made_by);
  const opening = (one: typeof plain, minutes: number, account = asker.accountId) =>
    `insert into accounts.opening (account_id, stay_id, person_id, unit_id, kind, reason_code, reason, opened_at, until)
     values ('${account}', '${one.ids.stay}', '${one.personId}', ${one.unitId}, 'audit', 'supervision', 'pemeriksaan berkas yang diminta',
       now() + make_interval(mins => ${minutes - 60}), now() + make_interval(mins => ${minutes}))`;
  const sees = `select 1 from people.person where id = '${child.personId}'`;
  /** The function itself: whoever is shut out, or away, is stopped by others as well where a record is read. */
  const counts = `select 1 where '${child.personId}'::uuid = any (people.ctx_opened())`;
  const attack = (
    name: string,
    is: Attack['is'],
    sql: string,
    before: readonly string[],
    who = officerOf(scene, 'auditor', 'same_unit'),
  ): Attack => ({ name, is, sql, before, who });
  const leads = officerOf(scene, 'head_of_custody', 'same_unit');
  const unlocks = (account: string, who = leads): Omit<Attack, 'name' | 'is'> => ({
    who,
    before: [],
    sql: `insert into accounts.budget_release (account_id, day, kind, made_by, extra, reason)
      values ('${account}', '2026-05-06', 'day_unlock', '${asker.accountId}', 5, 'pemeriksaan berkas')`,
  });
  return [
    attack('an auditor who opened a stay sees who is held', 'open', sees, [opening(child, 50)]),
    attack('an auditor who opened nothing does not', 'closed', sees, []),
    attack('what was opened an hour ago is closed, also to whoever has another stay open', 'closed', sees, [
      opening(child, -10),
      opening(plain, 50),
    ]),
    attack('what somebody else opened is not open to him', 'closed', sees, [
      opening(child, 50, maker),
      opening(plain, 50),
    ]),
    attack('a stay that he opened counts as opened', 'open', counts, [opening(child, 50)]),
    attack(
      'who audits elsewhere by now has it open no more',
      'closed',
      counts,
      [opening(child, 50)],
      officerOf(scene, 'auditor', 'sibling'),
    ),
    attack('who was shut out since has it open no more', 'closed', counts, [
      opening(child, 50),
      `insert into people.access_list (person_id, unit_id, account_id, kind, starts_on, reason)
       values ('${child.personId}', ${child.unitId}, '${asker.accountId}', 'exclusion', '2026-01-01', 'uji')`,
    ]),
    {
      name: 'whoever leads an institution lets an officer of it open more people',
      is: 'open',
      ...unlocks(maker),
    },
    { name: 'he does not let himself', is: 'closed', ...unlocks(asker.accountId) },
    {
      name: 'whoever keeps its registers lets nobody',
      is: 'closed',
      ...unlocks(maker, officerOf(scene, 'registrar', 'same_unit')),
    },
    {
      name: 'whoever leads another institution lets nobody here',
      is: 'closed',
      ...unlocks(maker, officerOf(scene, 'head_of_custody', 'sibling')),
    },
    {
      name: 'an officer whose post here was withdrawn is let by nobody here',
      is: 'closed',
      ...unlocks(maker),
      before: [`update units.posting set withdrawn_at = now() where staff_id = '${counsellorId}'`],
    },
  ];
}

/** Lists of admissions and comparisons are somebody's who works with them, in his own name. */
function listAttacksOn(scene: SqlScene): Attack[] {
  const plain = of(scene, 'plain');
  const { asker } = scene;
  const maker = String(plain.rows.get('cases.contact_note')![0]!.made_by);
  const file = String(plain.rows.get('imports.import')![0]!.file_id);
  const brings = (
    name: string,
    is: Attack['is'],
    role: 'registrar' | 'head_of_bapas' | 'kanwil',
    kind: string,
    by = asker.accountId,
  ): Attack => ({
    name,
    is,
    before: [],
    who: officerOf(scene, role, role === 'kanwil' ? 'parent' : 'same_unit'),
    sql: `insert into imports.import (unit_id, kind, file_id, file_name, made_by) values (${plain.unitId}, '${kind}', '${file}', 'daftar.csv', '${by}')`,
  });
  const compares = (name: string, is: Attack['is'], by: string): Attack => ({
    name,
    is,
    before: [],
    who: officerOf(scene, 'head_of_bapas', 'same_unit'),
    sql: `insert into people.comparison (unit_id, made_by) values (${plain.unitId}, '${by}')`,
  });
  return [
    brings('whoever keeps the registers brings a list of admissions', 'open', 'registrar', 'admissions'),
    brings('the office above brings one', 'open', 'kanwil', 'admissions'),
    brings('the office above brings a list of clients', 'closed', 'kanwil', 'clients'),
    brings('whoever keeps the registers brings a list of clients', 'closed', 'registrar', 'clients'),
    brings('whoever leads a Bapas brings a list of admissions', 'closed', 'head_of_bapas', 'admissions'),
    brings('a list of admissions is brought in somebody else’s name', 'closed', 'registrar', 'admissions', maker),
    compares('a register is compared with everybody known', 'open', asker.accountId),
    compares('it is compared in somebody else’s name', 'closed', maker),
  ];
}
