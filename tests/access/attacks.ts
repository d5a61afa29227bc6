import { randomUUID } from 'node:crypto';
import type { Role } from '#modules/access';
import type { RelationName } from './relations.ts';
import { officerOf, otherCases, type Case } from './sql-matrix.ts';
import type { SqlScene } from './sql-scene.ts';

/**
 * What no cell of the matrix tells apart, because it goes by what stands in a row or by its age, and not by whose row it is: each
 * tried once in words. `closed`: refused, or no row is met. `open`: it works, because the office lives on it.
 */
export type Attack = {
  name: string;
  who: Case;
  /** The owner sets the scene. */
  before: readonly string[];
  sql: string;
  is: 'open' | 'closed';
};

export function attacksOn(scene: SqlScene): Attack[] {
  const staff = (role: Role, relation: RelationName) => officerOf(scene, role, relation);
  const others = otherCases(scene);
  const card = others.find(({ name }) => name === 'client plain')!;
  const job = others.find(({ name }) => name === 'job at 3')!;
  const jobElsewhere = others.find(({ name }) => name === 'job at 4')!;
  const plain = scene.clients.find(({ kind }) => kind === 'plain')!;
  const guarded = scene.clients.find(({ kind }) => kind === 'guarded')!;
  const { asker } = scene;
  const colleague = scene.rows.find(
    ({ table, owner }) => table === 'accounts.account' && owner && owner !== asker.accountId,
  )!;
  const colleagueStaff = scene.rows.find(
    ({ table, owner }) => table === 'units.staff' && owner && owner !== asker.accountId,
  )!.key;
  const maker = String(plain.rows.get('cases.contact_note')![0]!.made_by);
  const unit = scene.unitIds[3];
  const ofPlain = `'${plain.caseId}', ${unit}`;
  const id = (table: string) => String(plain.rows.get(table)![0]!.id);
  const closed = (name: string, who: Case, sql: string, before: readonly string[] = []): Attack => ({
    name,
    who,
    before,
    sql,
    is: 'closed',
  });
  const open = (name: string, who: Case, sql: string, before: readonly string[] = []): Attack => ({
    name,
    who,
    before,
    sql,
    is: 'open',
  });
  /** Nothing of what keeps a client here. */
  const settled = [
    `update breaches.breach set state = 'reprimanded', ended_on = '2026-05-18' where case_id = '${plain.caseId}'`,
    `update revocations.proceeding set state = 'refused', ended_on = since where case_id = '${plain.caseId}'`,
  ];
  const asks = (state: string) =>
    `insert into cases.transfer (case_id, from_unit_id, to_unit_id, state, requested_on, reason, requested_by)
     values (${ofPlain}, ${scene.unitIds[4]}, '${state}', '2026-05-20', 'ikut keluarga', '${asker.accountId}')`;
  const ended = randomUUID();
  const broughtElsewhere = randomUUID();
  const proposal = randomUUID();
  const proposed = `insert into cases.ending (id, case_id, unit_id, what, day, reason, proposed_by)
    values ('${proposal}', ${ofPlain}, 'ended', '2026-10-01', 'breach', '${maker}')`;

  const dismissal = `insert into breaches.move (breach_id, case_id, unit_id, step, from_state, to_state, day, reason, document, made_by)
    values ('${plain.ids.breach}', ${ofPlain}, 'dismiss', 'proposed', 'dismissed', '2026-05-20', 'tidak ada pelanggaran', 'closing_note', '${asker.accountId}')`;
  const waits = (role: Role) => [
    `insert into tasks.task (unit_id, kind, key, for_role) values (${unit}, 'custody.term', 'uji', '${role}')`,
  ];
  const forPost = `select 1 from tasks.task where kind = 'custody.term' and key = 'uji'`;
  const closesPost = `update tasks.task set state = 'done', closed_at = now() where kind = 'custody.term' and key = 'uji'`;
  const asksToLeave = [
    'alter table exports.export disable trigger user',
    `update exports.export set second_role = 'head_of_custody' where made_by = '${colleague.owner}'`,
    'alter table exports.export enable trigger user',
  ];
  const agrees = `update exports.export set state = 'approved', decided_by = '${asker.accountId}', decided_at = now() where second_role = 'head_of_custody'`;

  const breachOf = `'${id('breaches.breach')}', ${ofPlain}`;
  const recommended = [
    `update breaches.breach set state = 'recommended' where id = '${id('breaches.breach')}'`,
    `insert into letters.letter (case_id, unit_id, kind, subject, body, concerns_thing, concerns_id)
     values (${ofPlain}, 'letters.reprimand', 'Teguran', 'isi surat', 'breaches.breach', '${id('breaches.breach')}')`,
  ];
  const decision = (step: string, to: string, document: string) =>
    `insert into breaches.move (breach_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, made_by)
     values (${breachOf}, '${step}', 'recommended', '${to}', '2026-05-20', 'alasan yang cukup', '${document}', 'X-1', '${asker.accountId}')`;

  const stopped = `insert into breaches.move (breach_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, made_by)
    values (${breachOf}, 'stop', 'proposed', 'stopped', '2026-05-20', 'alasan yang cukup', 'stop_note', 'X-1', platform.ctx_account())`;
  const proceedingOf = `'${id('revocations.proceeding')}', ${ofPlain}`;
  const stands = (state: string) => [
    `update revocations.proceeding set state = '${state}' where id = '${id('revocations.proceeding')}'`,
  ];
  const taken = (step: string, from: string, to: string, document: string, by = asker.accountId) =>
    `insert into revocations.move (proceeding_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, made_by)
     values (${proceedingOf}, '${step}', '${from}', '${to}', '2026-05-26', 'alasan yang cukup', '${document}', 'X-1', '${by}')`;
  const permitOf = `'${id('permits.permit')}', ${ofPlain}`;
  const advised = [`update permits.permit set state = 'advised' where id = '${id('permits.permit')}'`];
  const granting = (by: string | null | undefined) =>
    `insert into permits.move (permit_id, case_id, unit_id, step, from_state, to_state, day, reason, document, made_by)
     values (${permitOf}, 'grant', 'advised', 'granted', '2026-05-14', 'alasan yang cukup', 'permit', '${by}')`;

  const petition = id('petitions.petition');
  const onItsWay = [`update petitions.petition set state = 'passed_on' where id = '${petition}'`];
  const [next, empty] = [scene.unitIds[4], scene.unitIds[6]];

  return [
    // A petition that goes from desk to desk names nobody on its way, and each desk reads its own steps.
    ...['petitioner', 'attachment', 'hearing'].map((table) =>
      closed(
        `${table} of a petition that another office passed on is read before it is taken over`,
        staff('section_head', 'same_unit'),
        `select 1 from petitions.${table} where petition_id = '${petition}'`,
        onItsWay,
      ),
    ),
    closed(
      'a desk reads what another one did with a petition',
      staff('section_head', 'same_unit'),
      `select 1 from petitions.move where petition_id = '${petition}'`,
      [`update petitions.move set unit_id = ${next} where petition_id = '${petition}'`],
    ),
    // An office that is only data is begun by the house that knows it, with administrators and nobody else.
    open(
      'the first administrator of an office that nobody administers is posted',
      staff('account_admin', 'same_unit'),
      `insert into units.posting (staff_id, unit_id, role, kind, starts_on, made_by)
       values ('${colleagueStaff}', ${empty}, 'account_admin', 'permanent', '2026-01-01', '${asker.accountId}')`,
    ),
    closed(
      'a counsellor is posted at an office that nobody administers',
      staff('account_admin', 'same_unit'),
      `insert into units.posting (staff_id, unit_id, role, kind, starts_on, made_by)
       values ('${colleagueStaff}', ${empty}, 'pk', 'permanent', '2026-01-01', '${asker.accountId}')`,
    ),
    open(
      'the first administrator of an office is approved by the head of the house that posts him',
      staff('head_of_bapas', 'same_unit'),
      `update units.posting set approved_at = now(), approved_by = '${asker.accountId}' where staff_id = '${colleagueStaff}' and unit_id = ${empty}`,
      [
        `insert into units.posting (staff_id, unit_id, role, kind, starts_on, made_by)
         values ('${colleagueStaff}', ${empty}, 'account_admin', 'permanent', '2026-01-01', '${maker}')`,
      ],
    ),
    // A journey is decided by the head, and never by whoever goes on it.
    closed('a counsellor grants a journey', staff('pk', 'assigned'), granting(asker.accountId), advised),
    closed('a section head grants a journey', staff('section_head', 'same_unit'), granting(asker.accountId), advised),
    open('the head grants a journey', staff('head_of_bapas', 'same_unit'), granting(asker.accountId), advised),
    closed('a client grants his own journey', card, granting(card.accountId), advised),
    closed(
      'a client asks for a journey that is granted already',
      card,
      `insert into permits.permit (case_id, unit_id, scope, state, asked_on, asked_how, from_on, until_on, area_code, stay, purpose, purpose_text, made_by)
       values (${ofPlain}, 'within', 'granted', '2026-06-01', 'own_page', '2026-07-01', '2026-07-02', '18.71', 'rumah kakak', 'family', 'keluarga', '${card.accountId}')`,
    ),
    // A breach is decided by whoever leads, put forward for revocation by the head, and never begun in the system's name.
    closed(
      'a counsellor reprimands by himself',
      staff('pk', 'assigned'),
      decision('reprimand', 'reprimanded', 'reprimand'),
      recommended,
    ),
    closed(
      'a counsellor stops a breach by himself',
      staff('pk', 'assigned'),
      `insert into breaches.move (breach_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, made_by)
       values (${breachOf}, 'stop', 'recommended', 'stopped', '2026-05-20', 'alasan yang cukup', 'stop_note', 'X-1', '${asker.accountId}')`,
      recommended,
    ),
    closed(
      'a section head puts a revocation forward',
      staff('section_head', 'same_unit'),
      decision('propose_revocation', 'proposed_for_revocation', 'proposal'),
      recommended,
    ),
    open(
      'the head puts a revocation forward',
      staff('head_of_bapas', 'same_unit'),
      decision('propose_revocation', 'proposed_for_revocation', 'proposal'),
      recommended,
    ),
    closed(
      'a breach is begun as if the system had counted it',
      staff('pk', 'assigned'),
      `insert into breaches.breach (case_id, unit_id, state, source, opened_on, first_missed, misses, made_by)
       values (${ofPlain}, 'open', 'system', '2026-05-20', '${id('check_ins.obligation')}', 3, '${asker.accountId}')`,
    ),
    closed(
      'a summons goes on another day than it went',
      staff('head_of_bapas', 'same_unit'),
      `update breaches.summons set sent_on = '2026-05-10' where id = '${id('breaches.summons')}'`,
    ),
    closed(
      'what became of a summons is written twice',
      staff('head_of_bapas', 'same_unit'),
      `update breaches.summons set outcome = 'not_delivered', outcome_on = '2026-05-22' where id = '${id('breaches.summons')}'`,
      [
        `update breaches.summons set outcome = 'appeared', outcome_on = '2026-05-21' where id = '${id('breaches.summons')}'`,
      ],
    ),
    // What somebody else said of a client is dismissed by whoever leads; what the system counted also by whoever guides him.
    closed('a counsellor dismisses what a petition proposed', staff('pk', 'assigned'), dismissal),
    open('whoever leads dismisses what a petition proposed', staff('section_head', 'same_unit'), dismissal),
    open('a counsellor dismisses what the system counted', staff('pk', 'assigned'), dismissal, [
      `update breaches.breach set source = 'system', misses = 3, first_missed = '${plain.ids.obligation}' where id = '${plain.ids.breach}'`,
    ]),
    // A search moves by its history alone, is ended by whoever leads, and is told of to others without its file.
    closed(
      'a counsellor ends a search by himself',
      staff('pk', 'assigned'),
      `insert into at_large.move (search_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, closure_id, made_by)
       values ('${plain.ids.search}', ${ofPlain}, 'hand_over', 'wanted', 'handed_over', '2026-05-30', 'alasan yang cukup', 'handover_minutes', 'BA-1',
         '${plain.ids.closure}', '${asker.accountId}')`,
    ),
    closed(
      'a search is moved without a step',
      staff('head_of_bapas', 'same_unit'),
      `update at_large.search set state = 'handed_over', ended_on = '2026-05-30' where id = '${plain.ids.search}'`,
    ),
    closed(
      'a sighting is written in the name of another office',
      staff('pk', 'assigned'),
      `insert into at_large.sighting (search_id, case_id, unit_id, from_unit_id, seen_on, place, source_grade, info_grade, note, made_by)
       values ('${plain.ids.search}', ${ofPlain}, ${scene.unitIds[4]}, '2026-05-27', 'pasar', 'usual', 'likely', 'terlihat di sana', '${asker.accountId}')`,
    ),
    closed(
      'the receipt of a copy is written twice',
      staff('head_of_bapas', 'same_unit'),
      `update at_large.copy set received_on = '2026-05-29' where id = '${plain.ids.copy}'`,
      [`update at_large.copy set received_on = '2026-05-28', received_by = 'petugas' where id = '${plain.ids.copy}'`],
    ),
    closed(
      'a search is closed without anybody to confirm it',
      staff('head_of_bapas', 'same_unit'),
      `insert into at_large.closure (search_id, case_id, unit_id, step, day, institution, document_number, reason, made_by, decided_by, outcome)
       values ('${plain.ids.search}', ${ofPlain}, 'hand_over', '2026-05-30', 'Lapas', 'BA-1', 'alasan yang cukup', '${asker.accountId}', gen_random_uuid(), 'confirmed')`,
    ),
    closed(
      'a closure is confirmed in the name of somebody else',
      staff('head_of_bapas', 'same_unit'),
      `update at_large.closure set decided_by = gen_random_uuid(), decided_at = now(), outcome = 'confirmed' where id = '${plain.ids.closure}'`,
    ),
    closed(
      'a counsellor writes another decree into a search',
      staff('pk', 'assigned'),
      `update at_large.search set decree_dated = '2026-05-24' where id = '${plain.ids.search}'`,
    ),
    closed(
      'a correction of a decree is confirmed in the name of somebody else',
      staff('head_of_bapas', 'same_unit'),
      `update at_large.correction set decided_by = gen_random_uuid(), decided_at = now(), outcome = 'confirmed' where search_id = '${plain.ids.search}'`,
    ),
    closed(
      'a decree that a proceeding gave is corrected beside it',
      staff('pk', 'assigned'),
      `insert into at_large.correction (search_id, case_id, unit_id, number, dated, issuer, reason, made_by)
       values ('${plain.ids.search}', ${ofPlain}, 'PAS-9', '2026-05-24', 'Direktur', 'alasan yang cukup', '${asker.accountId}')`,
      [
        `update at_large.correction set decided_by = gen_random_uuid(), decided_at = now(), outcome = 'refused' where search_id = '${plain.ids.search}'`,
        `update at_large.search set decree_given = true where id = '${plain.ids.search}'`,
      ],
    ),
    open(
      'another office knows that somebody is away',
      staff('pk', 'sibling'),
      `select 1 from at_large.pointers() where id = '${plain.ids.search}'`,
    ),
    closed(
      'an administrator knows who is away',
      staff('office_admin', 'same_unit'),
      `select 1 from at_large.pointers() where id = '${plain.ids.search}'`,
    ),
    // The analyst of the centre works with sums: he neither lists nor finds anybody, and tells no office of him.
    closed('the analyst lists who is away', staff('ditjen_analyst', 'top'), `select 1 from at_large.pointers()`),
    closed(
      'the analyst finds somebody who is away',
      staff('ditjen_analyst', 'top'),
      `select 1 from at_large.find('${String(plain.rows.get('people.person')![0]!.nik)}', null, null)`,
    ),
    closed(
      'the analyst lists arrests, one by one',
      staff('ditjen_analyst', 'top'),
      `select 1 from at_large.arrests()`,
      [`update at_large.search set arrested_on = '2026-05-28'`],
    ),
    closed(
      'the analyst tells an office of somebody who is away',
      staff('ditjen_analyst', 'top'),
      `select 1 from at_large.tell('${plain.ids.search}', gen_random_uuid(), ${scene.unitIds[1]}, '2026-05-27', 'pasar', '16.71', 'usual', 'likely', 'warga', 'terlihat di sana')`,
    ),
    open(
      'the centre finds somebody who is away',
      staff('ditjenpas', 'top'),
      `select 1 from at_large.find('${String(plain.rows.get('people.person')![0]!.nik)}', null, null)`,
    ),
    open(
      'the centre tells an office of somebody who is away',
      staff('ditjenpas', 'top'),
      `select 1 from at_large.tell('${plain.ids.search}', gen_random_uuid(), ${scene.unitIds[1]}, '2026-05-27', 'pasar', '16.71', 'usual', 'likely', 'warga', 'terlihat di sana')`,
    ),
    open('the analyst is told sums', staff('ditjen_analyst', 'top'), `select 1 from at_large.sums_below()`),
    closed('a Kanwil is told no sums of the centre', staff('kanwil', 'parent'), `select 1 from at_large.sums_below()`),
    // A stay moves by its history alone, and what was written about a number or about goods stays.
    closed(
      'a stay is ended without a step',
      staff('registrar', 'same_unit'),
      `update custody.stay set state = 'released', ended_on = '2026-05-30' where id = '${plain.ids.stay}'`,
    ),
    closed(
      'goods are given back in the name of somebody else',
      staff('registrar', 'same_unit'),
      `update custody.property set returned_on = '2026-05-30', returned_to = 'keluarga', returned_by = gen_random_uuid() where stay_id = '${plain.ids.stay}'`,
    ),
    closed(
      'goods are given back twice',
      staff('registrar', 'same_unit'),
      `update custody.property set returned_on = '2026-05-31', returned_to = 'orang lain', returned_by = '${asker.accountId}' where stay_id = '${plain.ids.stay}'`,
      [
        `update custody.property set returned_on = '2026-05-30', returned_to = 'keluarga', returned_by = '${maker}' where stay_id = '${plain.ids.stay}'`,
      ],
    ),
    closed(
      'a number is made void twice',
      staff('head_of_custody', 'same_unit'),
      `update custody.register_entry set void_reason = 'alasan lain', voided_by = '${asker.accountId}', voided_at = now() where stay_id = '${plain.ids.stay}'`,
      [
        `update custody.register_entry set void_reason = 'salah tulis', voided_by = '${maker}', voided_at = now() where stay_id = '${plain.ids.stay}'`,
      ],
    ),
    closed(
      'a number is made void in the name of somebody else',
      staff('head_of_custody', 'same_unit'),
      `update custody.register_entry set void_reason = 'salah tulis', voided_by = gen_random_uuid(), voided_at = now() where stay_id = '${plain.ids.stay}'`,
    ),
    // What waits for the registers is read and closed by both posts; what waits for whoever leads, by him.
    open('a registrar reads what waits for his post', staff('registrar', 'same_unit'), forPost, waits('registrar')),
    open('whoever leads reads it, too', staff('head_of_custody', 'same_unit'), forPost, waits('registrar')),
    open('a registrar closes what waits for his post', staff('registrar', 'same_unit'), closesPost, waits('registrar')),
    closed(
      'a registrar reads what waits for whoever leads',
      staff('registrar', 'same_unit'),
      forPost,
      waits('head_of_custody'),
    ),
    closed(
      'another institution reads what waits for this one',
      staff('registrar', 'sibling'),
      forPost,
      waits('registrar'),
    ),
    closed(
      'another institution closes what waits for this one',
      staff('registrar', 'sibling'),
      closesPost,
      waits('registrar'),
    ),
    // A list that a registrar wants to take along is agreed to by whoever leads.
    open('whoever leads agrees to a list', staff('head_of_custody', 'same_unit'), agrees, asksToLeave),
    closed('a registrar agrees to a list', staff('registrar', 'same_unit'), agrees, asksToLeave),
    closed('whoever leads elsewhere agrees to a list', staff('head_of_custody', 'sibling'), agrees, asksToLeave),
    closed(
      'another institution counts who is held',
      staff('kanwil', 'other_kanwil'),
      `select 1 from custody.counts('2026-05-02') where unit_id = ${unit}`,
    ),
    open(
      'the office above counts who is held',
      staff('kanwil', 'parent'),
      `select 1 from custody.counts('2026-05-02') where unit_id = ${unit}`,
    ),
    closed(
      'the office above is told who was sent where',
      staff('kanwil', 'parent'),
      `select 1 from custody.arriving()`,
    ),
    // Each tier takes the steps that lie with it, and the head those that decide.
    closed(
      'a section head revokes for the time being',
      staff('section_head', 'same_unit'),
      taken('revoke_temporarily', 'advised', 'temporarily_revoked', 'temporary_revocation'),
      stands('advised'),
    ),
    open(
      'the head revokes for the time being',
      staff('head_of_bapas', 'same_unit'),
      taken('revoke_temporarily', 'advised', 'temporarily_revoked', 'temporary_revocation'),
      stands('advised'),
    ),
    closed(
      'the office forwards in its Kanwil’s place',
      staff('head_of_bapas', 'same_unit'),
      taken('forward', 'at_kanwil', 'at_ditjenpas', 'tier_proposal'),
      stands('at_kanwil'),
    ),
    open(
      'the Kanwil forwards what came to it',
      staff('kanwil', 'parent'),
      taken('forward', 'at_kanwil', 'at_ditjenpas', 'tier_proposal'),
      stands('at_kanwil'),
    ),
    closed(
      'the Kanwil forwards what never went up',
      staff('kanwil', 'parent'),
      taken('forward', 'at_kanwil', 'at_ditjenpas', 'tier_proposal'),
      [
        ...stands('at_kanwil'),
        `update revocations.proceeding set went_up_on = null where id = '${id('revocations.proceeding')}'`,
      ],
    ),
    closed(
      'the Kanwil drafts a decree',
      staff('kanwil', 'parent'),
      taken('draft_decree', 'at_ditjenpas', 'decree_drafted', 'draft'),
      stands('at_ditjenpas'),
    ),
    open(
      'the centre drafts a decree',
      staff('ditjenpas', 'top'),
      taken('draft_decree', 'at_ditjenpas', 'decree_drafted', 'draft'),
      stands('at_ditjenpas'),
    ),
    closed(
      'the centre drafts in somebody else’s name',
      staff('ditjenpas', 'top'),
      taken('draft_decree', 'at_ditjenpas', 'decree_drafted', 'draft', maker),
      stands('at_ditjenpas'),
    ),
    closed(
      'a counsellor answers in somebody else’s name',
      staff('pk', 'assigned'),
      taken('answer_kanwil', 'asked_by_kanwil', 'at_kanwil', 'answer', maker),
      stands('asked_by_kanwil'),
    ),
    // What has ended stays so.
    closed(
      'an ended session is revived',
      staff('pk', 'same_unit'),
      `update accounts.session set ended_at = null, ended_why = null where id = '${ended}'`,
      [
        `insert into accounts.session (id, token_hash, account_id, kind, stage, idle_limit, expires_at, ended_at, ended_why)
         values ('${ended}', sha256('revived'), '${asker.accountId}', 'browser', 'full', '1 hour', now() + interval '1 hour', now(), 'by_owner')`,
      ],
    ),
    closed(
      'a withdrawn link is handed out again',
      staff('account_admin', 'same_unit'),
      `update accounts.one_time_link set withdrawn_at = null where account_id = '${colleague.key}'`,
      [`update accounts.one_time_link set withdrawn_at = now() where account_id = '${colleague.key}'`],
    ),
    closed(
      'a program’s token is made for somebody who signs in himself',
      staff('account_admin', 'same_unit'),
      `insert into accounts.session (token_hash, account_id, kind, stage, scopes, label, idle_limit, expires_at)
       values (sha256('for a person'), '${colleague.key}', 'token', 'full', '{}', 'x', '1 hour', now() + interval '1 hour')`,
      [`update accounts.account set password_hash = 'x', password_set_at = now() where id = '${colleague.key}'`],
    ),
    // In somebody else's name.
    closed(
      'an opening is reviewed in somebody else’s name',
      staff('head_of_bapas', 'same_unit'),
      `update accounts.opening set reviewed_by = '${maker}', reviewed_at = now(), review = 'sudah ditanyakan' where id = '${id('accounts.opening')}'`,
    ),
    closed(
      'a band is set aside in somebody else’s name',
      staff('head_of_bapas', 'same_unit'),
      `update assessments.override set decided_by = '${colleague.key}', decided_at = now(), outcome = 'approved' where id = '${id('assessments.override')}'`,
    ),
    closed(
      'a counsellor sets a band aside at once',
      staff('pk', 'assigned'),
      `insert into assessments.override (assessment_id, case_id, unit_id, band, reason, proposed_by, decided_by, decided_at, outcome)
       values ('${id('assessments.assessment')}', ${ofPlain}, 'low', 'cukup panjang untuk dibaca', '${asker.accountId}', '${asker.accountId}', now(), 'approved')`,
      [`delete from assessments.override where id = '${id('assessments.override')}'`],
    ),
    closed(
      'an assessment is finished by somebody who did not assess',
      staff('head_of_bapas', 'same_unit'),
      `update assessments.assessment set state = 'finished', risk_low = 0, risk_high = 0, band = 'low', needs_route = 'not_required', outcome = '{}', finished_at = now()
       where id = '${id('assessments.assessment')}'`,
    ),
    closed(
      'a band is said to come from an assessment that never was',
      staff('pk', 'assigned'),
      `update cases.client_case set risk_band = 'low', risk_origin = 'assessment' where id = '${plain.caseId}'`,
    ),
    closed(
      'a band that an assessment found is set by hand',
      staff('head_of_bapas', 'same_unit'),
      `update cases.client_case set risk_band = 'low', risk_origin = 'hand' where id = '${plain.caseId}'`,
      [`update cases.client_case set risk_band = 'high', risk_origin = 'assessment' where id = '${plain.caseId}'`],
    ),
    closed(
      'an ending is decided in somebody else’s name',
      staff('head_of_bapas', 'same_unit'),
      `update cases.ending set decided_by = '${colleague.key}', decided_at = now(), outcome = 'approved' where id = '${proposal}'`,
      [proposed],
    ),
    closed(
      'a counsellor decides the ending that he proposes',
      staff('pk', 'assigned'),
      `insert into cases.ending (case_id, unit_id, what, day, reason, proposed_by, decided_by, decided_at, outcome)
       values (${ofPlain}, 'ended', '2026-10-01', 'period_completed', '${asker.accountId}', '${asker.accountId}', now(), 'approved')`,
    ),
    closed(
      'a client is assigned to a colleague by his counsellor',
      staff('pk', 'assigned'),
      `insert into cases.assignment (case_id, unit_id, staff_id, starts_on, made_by)
       values (${ofPlain}, '${scene.counsellorId}', '2026-11-01', '${asker.accountId}')`,
    ),
    closed(
      'a period is excused in somebody else’s name',
      staff('pk', 'assigned'),
      `insert into check_ins.excuse (obligation_id, case_id, unit_id, reason, note, decided_by)
       values ('${id('check_ins.obligation')}', ${ofPlain}, 'illness', 'sakit', '${maker}')`,
    ),
    closed(
      'a report is reviewed in somebody else’s name',
      staff('pk', 'assigned'),
      `insert into check_ins.review (check_in_id, case_id, unit_id, outcome, reviewed_by)
       values ('${plain.ids.checkIn}', ${ofPlain}, 'accepted', '${maker}')`,
    ),
    closed(
      'an answer to a question is given in somebody else’s name',
      staff('pk', 'assigned'),
      `update check_ins.dispute set answer = 'benar', outcome = 'rejected', answered_by = '${maker}', answered_at = now()
       where id = '${id('check_ins.dispute')}'`,
    ),
    // A step that is not the next one.
    closed(
      'the office that a client comes to withdraws the request',
      staff('head_of_bapas', 'sibling'),
      `update cases.transfer set state = 'withdrawn' where id = '${plain.ids.transfer}'`,
    ),
    // Nothing begins where it would have to be brought first.
    open('a transfer is asked for', staff('pk', 'assigned'), asks('requested'), settled),
    closed('a transfer begins where it was approved', staff('pk', 'assigned'), asks('approved'), settled),
    closed(
      'a client settles a period without a review',
      card,
      `update check_ins.obligation set state = 'fulfilled' where id = '${id('check_ins.obligation')}'`,
    ),
    closed(
      'a client keeps a number that he has used',
      card,
      `update check_ins.challenge set used_at = null where account_id = '${card.accountId}'`,
    ),
    closed(
      'a client moves his draft to another case',
      card,
      `update check_ins.draft set case_id = '${guarded.caseId}' where account_id = '${card.accountId}'`,
    ),
    // What the house tidies away.
    // A job stops what is over with the supervision, and takes no other step.
    open('a breach ends with the supervision', job, stopped, [
      `update cases.client_case set state = 'ended', ended_on = '2026-05-20', end_reason = 'deceased' where id = '${plain.caseId}'`,
    ]),
    closed('a job stops a breach of a client who is still guided', job, stopped),
    closed('a job of another office stops it', jobElsewhere, stopped, [
      `update cases.client_case set state = 'ended', ended_on = '2026-05-20', end_reason = 'deceased' where id = '${plain.caseId}'`,
    ]),
    open('old attempts are tidied away', job, `delete from accounts.attempt where at < now() - interval '31 days'`, [
      `insert into accounts.attempt (account_key, address, purpose, succeeded, at) values (sha256('old'), '', 'password', false, now() - interval '60 days')`,
    ]),
    open(
      'old counts of opened people are tidied away',
      job,
      `delete from accounts.opened_person where day < current_date - 401`,
      [
        `insert into accounts.opened_person (account_id, day, person_id) values ('${asker.accountId}', current_date - 500, '${plain.personId}')`,
      ],
    ),
    open(
      'old sessions are tidied away',
      job,
      `delete from accounts.session where expires_at < now() - interval '99 days'`,
      [
        `insert into accounts.session (token_hash, account_id, kind, stage, idle_limit, expires_at)
       values (sha256('old'), '${asker.accountId}', 'browser', 'full', '1 hour', now() - interval '100 days')`,
      ],
    ),
    open(
      'forgotten drafts are tidied away',
      job,
      `delete from check_ins.draft where saved_at < now() - interval '2 days'`,
      [`update check_ins.draft set saved_at = now() - interval '3 days'`],
    ),
    open('rows are read anew from the file', job, `delete from imports.row where import_id = '${plain.ids.import}'`, [
      `update imports.row set state = 'bad' where import_id = '${plain.ids.import}'`,
    ]),
    closed(
      'rows that became clients are removed with the others',
      job,
      `delete from imports.row where import_id = '${plain.ids.import}'`,
      [`update imports.row set state = 'taken' where import_id = '${plain.ids.import}'`],
    ),
    // No condition of its own: it meets the rows of its office and no others, whose change the policy would refuse.
    open('rows are judged by the job of their office alone', jobElsewhere, `update imports.row set state = 'bad'`, [
      `insert into imports.import (id, unit_id, kind, file_id, file_name, state, made_by)
       select '${broughtElsewhere}', ${scene.unitIds[4]}, i.kind, i.file_id, i.file_name, 'checking', i.made_by from imports.import i where i.id = '${plain.ids.import}'`,
      `insert into imports.row (import_id, line, unit_id, raw, digest) values ('${broughtElsewhere}', 2, ${scene.unitIds[4]}, '[]', sha256('elsewhere'))`,
    ]),
    open(
      'a position is erased when its time is over',
      job,
      `update check_ins.content set latitude = null, longitude = null, position_erased_at = now() where check_in_id = '${plain.ids.checkIn}'`,
    ),
    // What nobody is to read past the application.
    closed('the words of all names are read', staff('head_of_bapas', 'same_unit'), 'select word from people.word_key'),
    closed(
      'a word is asked for that no name of the office bears',
      staff('head_of_bapas', 'other_bapas'),
      `select * from people.near_words(array(select lower(name) from probe.names))`,
      ['create table probe.names as select name from people.person', 'grant select on probe.names to app_staff'],
    ),
    open(
      'a word is asked for that a name of the office bears',
      staff('head_of_bapas', 'same_unit'),
      `select * from people.near_words(array(select lower(name) from probe.names))`,
      ['create table probe.names as select name from people.person', 'grant select on probe.names to app_staff'],
    ),
    closed(
      'a guarantor reads how an earlier period ended',
      others.find(({ name }) => name === 'guarantor plain')!,
      `select state from check_ins.obligation where case_id = '${plain.caseId}'`,
      [`update check_ins.obligation set state = 'missed' where case_id = '${plain.caseId}'`],
    ),
    closed(
      'an administrator of one office sets what holds for the whole house',
      staff('office_admin', 'same_unit'),
      `insert into platform.setting (key, value) values ('attack', '{}')`,
      [
        `insert into units.posting (staff_id, unit_id, role, kind, starts_on, approved_at)
         values ('${scene.counsellorId}', ${scene.unitIds[1]}, 'office_admin', 'permanent', '2020-01-01', now())`,
      ],
    ),
    closed(
      'an administrator makes another one alone',
      staff('account_admin', 'same_unit'),
      `insert into units.posting (staff_id, unit_id, role, kind, starts_on, approved_at, made_by)
       values ('${scene.rows.find(({ table, owner }) => table === 'units.staff' && owner !== asker.accountId)!.key}', ${unit}, 'account_admin', 'permanent', '2020-01-01', now(), '${asker.accountId}')`,
      [
        `insert into units.posting (staff_id, unit_id, role, kind, starts_on, approved_at)
         values ('${scene.counsellorId}', ${unit}, 'head_of_bapas', 'permanent', '2020-01-01', now())`,
      ],
    ),
  ];
}

/** What becomes of an attack, with something changed in the database before; everything is undone. */
export async function becomes(scene: SqlScene, attack: Attack, change?: string): Promise<'open' | 'closed'> {
  const { db } = scene;
  await db.query('begin');
  try {
    // A run of many mutants takes longer than a session may stand idle, and whoever is signed out is turned away whatever the policies say.
    await db.query(
      `update accounts.session set last_seen_at = now(), expires_at = greatest(expires_at, now() + interval '1 hour')`,
    );
    // Outside of what is judged: a scene that cannot be set is a fault of the test, and no attack that succeeds.
    await attack.who.prepare();
    for (const sql of attack.before) await db.query(sql);
    if (change) await db.query(change);
    await db.query(`select set_config('role', $1, true), set_config('app.token', $2, true)`, [
      attack.who.role,
      attack.who.token,
    ]);
    return await outcomeOf(db, attack.sql);
  } finally {
    await db.query('rollback');
  }
}

async function outcomeOf(db: SqlScene['db'], sql: string): Promise<'open' | 'closed'> {
  try {
    const { rowCount } = await db.query(sql);
    return (rowCount ?? 0) > 0 ? 'open' : 'closed';
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === '42501') return 'closed';
    // Past every policy, and only then met by a constraint.
    if (code?.startsWith('23')) return 'open';
    throw error;
  }
}
