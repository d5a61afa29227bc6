import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Canaries } from './canaries.ts';
import type { Table } from './catalog.ts';
import type { Kind } from './signed.ts';

export type Row = Record<string, unknown>;
/** A client with a row in every table that can hold something about him; each free text is a canary of its own. */
export type Planted = {
  record: string;
  kind: Kind;
  unitId: number;
  caseId: string;
  personId: string;
  rows: Map<string, Row[]>;
  ids: Record<
    | 'photo'
    | 'paper'
    | 'obligation'
    | 'checkIn'
    | 'batch'
    | 'transfer'
    | 'export'
    | 'import'
    | 'letter'
    | 'kanwilDraft'
    | 'kanwilSent'
    | 'minutes'
    | 'sentLetter'
    | 'sending'
    | 'assessment'
    | 'sitting'
    | 'item'
    | 'breach'
    | 'petition'
    | 'attachment'
    | 'hearing'
    | 'summons'
    | 'search'
    | 'copy'
    | 'closure'
    | 'proceeding'
    | 'annex'
    | 'outsideMinutes'
    | 'permit'
    | 'stay'
    | 'comparison'
    | 'question'
    | 'scan',
    string
  >;
};
export type Place = {
  record: string;
  kind: Kind;
  unitId: number;
  /** Another office, to which a transfer of this client is on its way. */
  toUnitId: number;
  /** The counsellor, and the account under which everything was written. */
  pkStaffId: string;
  makerAccountId: string;
};

export class Planter {
  readonly db: pg.ClientBase;
  readonly tables: Map<string, Table>;
  readonly canaries: Canaries;

  constructor(db: pg.ClientBase, tables: Map<string, Table>, canaries: Canaries) {
    this.db = db;
    this.tables = tables;
    this.canaries = canaries;
  }

  /** Inserts a row; whatever free text is not given gets its canary. */
  async put(record: string, table: string, given: Row): Promise<Row> {
    const known = this.tables.get(table);
    if (!known) throw new Error(`there is no table ${table}`);
    const row: Row = { ...given };
    for (const { name, type, free } of known.columns) {
      if (!free || name in given) continue;
      const word = this.canaries.word(record, table, name);
      row[name] = type === 'jsonb' ? JSON.stringify({ note: word }) : type === 'text[]' ? [word] : word;
    }
    const names = Object.keys(row);
    const { rows } = await this.db.query<{ row: Row }>(
      `insert into ${table} as t (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})
       returning to_jsonb(t) as row`,
      Object.values(row),
    );
    return rows[0]!.row;
  }
}

const asBytes = (text: string) => Buffer.from(text);

export async function plantClient(planter: Planter, place: Place): Promise<Planted> {
  const { record, kind, unitId, pkStaffId, makerAccountId } = place;
  const { canaries } = planter;
  const rows = new Map<string, Row[]>();
  const put = async (table: string, given: Row) => {
    const row = await planter.put(record, table, given);
    rows.set(table, [...(rows.get(table) ?? []), row]);
    return row;
  };
  const digits = (table: string, column: string, length: number, start = '') =>
    canaries.digits(record, table, column, length, start);
  const [caseId, personId] = [randomUUID(), randomUUID()];
  const of = { case_id: caseId, unit_id: unitId };
  const whose = { person_id: personId, unit_id: unitId };
  const by = { made_by: makerAccountId };
  const ended = kind === 'sealed';
  const guarded = kind === 'guarded';
  const file = (mediaType: string, over: Row) =>
    put('platform.file', {
      sha256: asBytes(randomUUID()),
      media_type: mediaType,
      bytes: 40,
      content: asBytes(
        `${mediaType === 'application/pdf' ? '%PDF-1.4 ' : ''}${canaries.word(record, 'platform.file', `content ${mediaType}`)}`,
      ),
      uploaded_by: makerAccountId,
      unit_id: unitId,
      erased_why: null,
      ...over,
    });

  await put('people.person', {
    id: personId,
    unit_id: unitId,
    nik: digits('people.person', 'nik', 16, '1671'),
    birth_date: '1990-05-17',
    birth_precision: 'day',
    ...by,
  });
  await put('cases.client_case', {
    id: caseId,
    ...whose,
    kind: kind === 'guarded' ? 'diversion' : 'parole_pb',
    age_group: kind === 'guarded' ? 'child' : 'adult',
    guarded,
    state: ended ? 'ended' : 'active',
    ended_on: ended ? '2026-10-01' : null,
    end_reason: ended ? 'period_completed' : null,
    pk_staff_id: pkStaffId,
    received_on: '2026-01-05',
    registered_on: '2026-01-05',
    guidance_start: '2026-01-05',
    guidance_end: '2027-12-05',
    // Whoever leaves no institution has no day of release.
    ...(guarded ? { release_document: '' } : { released_on: '2026-01-05' }),
    ...by,
  });
  await put('people.alias', { ...whose, kind: 'alias', ...by });
  await put('people.address', {
    ...whose,
    kind: 'residence',
    rt: '001',
    rw: '002',
    area_code: '16.71',
    postal_code: '',
    ...by,
  });
  await put('people.phone', {
    ...whose,
    number: digits('people.phone', 'number', 13, '0812'),
    for_notices: true,
    ...by,
  });
  await put('people.family_member', {
    ...whose,
    relation: 'mother',
    phone: digits('people.family_member', 'phone', 13, '0813'),
    ...by,
  });
  const photo = await file('image/jpeg', { person_id: personId });
  await put('people.photo', { ...whose, file_id: photo.id, kind: 'face', ...by });
  await planter.db.query('update people.person set photo_file_id = $2 where id = $1', [personId, photo.id]);
  await put('people.access_list', {
    ...whose,
    account_id: makerAccountId,
    kind: 'exclusion',
    starts_on: '2025-01-01',
    removed_at: '2025-02-01',
    ...by,
  });
  await put('people.change', { ...whose, field: 'name', changed_by: makerAccountId });
  // The record at the other end of a link, which nobody of the scene sees.
  const elsewhere = randomUUID();
  await planter.db.query(`insert into people.person (id, unit_id, name, guarded) values ($1, $2, 'Ujung Lain', true)`, [
    elsewhere,
    unitId,
  ]);
  const link = await put('people.link', { pair: `${personId} ${elsewhere}` });
  await put('people.link_side', { ...whose, link_id: link.id });
  await planter.db.query('insert into people.link_side (link_id, person_id, unit_id) values ($1, $2, $3)', [
    link.id,
    elsewhere,
    unitId,
  ]);
  await put('people.link_decision', {
    link_id: link.id,
    unit_id: unitId,
    answer: 'not_same',
    band: 'likely',
    engine: '1',
    doubts: [],
    agrees: ['name'],
    differs: [],
    evidence: '[]',
    decided_by: makerAccountId,
  });
  await put('people.link_opening', { ...whose, link_id: link.id, opened_by: makerAccountId });
  const comparison = await put('people.comparison', {
    unit_id: unitId,
    state: 'done',
    made_by: makerAccountId,
    finished_at: '2026-05-05T03:00:00Z',
  });
  const question = await put('people.question', {
    ...whose,
    link_id: link.id,
    why: 'candidate',
    band: 'likely',
    comparison_id: comparison.id,
  });

  const paperHash = asBytes(randomUUID());
  const paper = await file('application/pdf', { case_id: caseId, sha256: paperHash });
  await put('cases.legal_basis', { ...of, kind: 'sk_integrasi', dated: '2025-12-20', file_id: paper.id, ...by });
  await put('cases.milestone', {
    ...of,
    name: 'one_half',
    day: '2026-06-01',
    origin: 'edited',
    set_by: makerAccountId,
  });
  await put('cases.condition', { ...of, type: 'special', source: 'pk', lift_reason: null, ...by });
  await put('cases.guarantor', {
    ...of,
    relation: 'parent',
    nik: digits('cases.guarantor', 'nik', 16, '1672'),
    end_reason: null,
    ...by,
  });
  await put('cases.assignment', { ...of, staff_id: pkStaffId, starts_on: '2026-01-05', ...by });
  const label = canaries.word(record, 'cases.register_entry', 'label');
  await put('cases.register_entry', {
    unit_id: unitId,
    year: 2026,
    label,
    case_id: caseId,
    origin: 'imported',
    given_on: '2026-01-05',
    void_reason: null,
    ...by,
  });
  await planter.db.query('update cases.client_case set register_label = $2 where id = $1', [caseId, label]);
  await put('cases.pause', { ...of, starts_on: '2026-02-01', ends_on: '2026-02-10', ...by });
  const transfer = await put('cases.transfer', {
    case_id: caseId,
    from_unit_id: unitId,
    to_unit_id: place.toUnitId,
    to_name: '',
    state: 'approved',
    requested_on: '2026-03-01',
    requested_by: makerAccountId,
    tpp_advice: null,
  });
  await put('cases.paper_check', { ...of, paper: 'litmas', standing: 'missing', ...by });
  await put('cases.phase_change', {
    ...of,
    to_phase: 'advanced',
    state: 'requested',
    requested_on: '2026-04-01',
    requested_by: makerAccountId,
  });
  const sitting = await put('tpp.sitting', {
    unit_id: unitId,
    year: null,
    number: null,
    state: 'draft',
    day: '2026-12-18',
    starts_at: '09:00',
    quorum: null,
    cancel_reason: null,
    ...by,
  });
  const item = await put('tpp.item', {
    ...of,
    sitting_id: sitting.id,
    kind: 'stage_change',
    subject_id: randomUUID(),
    position: 1,
    waiting_since: '2026-04-01',
    presenter_id: pkStaffId,
    reasons: null,
    dissents: '[]',
    ...by,
  });
  await put('cases.ending', { ...of, what: 'ended', day: '2026-10-01', reason: 'period_completed', outcome: null });
  await put('cases.document', { ...of, kind: 'letter', file_id: paper.id, remove_reason: null, ...by });
  await put('cases.contact_note', { ...of, happened_at: '2026-05-05T03:00:00Z', ...by });

  const account = await put('accounts.account', { kind: 'client', username: null, password_hash: null });
  await put('accounts.client_access', {
    account_id: account.id,
    kind: 'client',
    ...of,
    code_hash: asBytes(randomUUID()),
    state: 'closed',
    issued_by: makerAccountId,
  });
  await put('accounts.session', {
    account_id: account.id,
    kind: 'client',
    token_hash: asBytes(randomUUID()),
    stage: 'full',
    idle_limit: '1 hour',
    expires_at: '2099-01-01',
    scopes: null,
  });
  await put('accounts.opening', {
    ...of,
    stay_id: null,
    person_id: personId,
    account_id: makerAccountId,
    kind: 'oversight',
    reason_code: 'supervision',
    opened_at: '2026-05-05T03:00:00Z',
    until: '2026-05-05T04:00:00Z',
    reason: `${canaries.word(record, 'accounts.opening', 'reason')} dan seterusnya`,
    review: null,
  });

  const obligation = await put('check_ins.obligation', {
    ...of,
    guarded,
    period_from: '2026-05-05',
    period_until: '2026-06-04',
    rule_id: 'check-ins.frequency',
    rule_version: '1',
  });
  const report = (over: Row) =>
    put('check_ins.check_in', {
      ...of,
      guarded,
      obligation_id: obligation.id,
      channel: 'helper',
      helper_relation: 'family',
      happened_on: '2026-05-10',
      happened_at: '2026-05-10T03:00:00Z',
      recorded_by: makerAccountId,
      grade: 'D',
      counts: true,
      standing: 'on_time',
      void_reason: null,
      ...over,
    });
  const checkIn = await report({});
  const face = await file('image/png', { case_id: caseId });
  await put('check_ins.content', { check_in_id: checkIn.id, ...of, photo_file_id: face.id });
  await put('check_ins.flag', { check_in_id: checkIn.id, ...of, kind: 'photo_reused' });
  await put('check_ins.review', { check_in_id: checkIn.id, ...of, outcome: 'accepted', reviewed_by: makerAccountId });
  await put('check_ins.excuse', {
    obligation_id: obligation.id,
    ...of,
    reason: 'illness',
    decided_by: makerAccountId,
    withdrawn_why: null,
  });
  await put('check_ins.dispute', {
    obligation_id: obligation.id,
    ...of,
    made_by: account.id,
    outcome: null,
    answer: null,
  });
  const challenge = await put('check_ins.challenge', { account_id: account.id, case_id: caseId, number: '4711' });
  await put('check_ins.draft', { account_id: account.id, id: randomUUID(), ...of, challenge_id: challenge.id });
  const batch = await put('check_ins.paper_batch', {
    unit_id: unitId,
    day: '2026-05-11',
    typed_by: makerAccountId,
    decision_note: null,
  });
  await put('check_ins.paper_line', { batch_id: batch.id, outcome: null, refusal: null, ...of });

  const blank = { ended_reason: null, signer: null, label: null };
  const letter = await put('letters.letter', { ...of, kind: 'letters.cover', state: 'draft', ...blank, ...by });
  const page = await file('application/pdf', { case_id: caseId });
  const went = {
    state: 'sent',
    ended_reason: null,
    origin: 'typed',
    year: 2026,
    dated: '2026-05-05',
    signer: JSON.stringify({ title: 'Kepala', name: canaries.word(record, 'letters.letter', 'signer'), nip: '' }),
    numbered_by: makerAccountId,
    numbered_at: '2026-05-05T03:00:00Z',
    file_id: page.id,
    sha256: Buffer.alloc(32, 1),
    signed_way: 'scanned',
    signed_on: '2026-05-05',
    signed_file_id: page.id,
    signed_sha256: Buffer.alloc(32, 2),
    signed_by: makerAccountId,
    signed_at: '2026-05-05T04:00:00Z',
  };
  const sentLetter = await put('letters.letter', { ...of, kind: 'letters.cover', ...went, ...by });
  const sending = await put('letters.sending', {
    letter_id: sentLetter.id,
    ...of,
    way: 'by_hand',
    sent_on: '2026-05-06',
    received_name: null,
    ...by,
  });
  const assessment = await put('assessments.assessment', {
    ...of,
    state: 'draft',
    purpose: 'initial',
    held_on: '2026-05-12',
    meeting: 'office',
    consent: 'given',
    drug_case: false,
    risk_version: '2021-02',
    needs_version: '2021-02',
    outcome: null,
    correction_reason: null,
    set_aside_why: null,
    ...by,
  });
  await put('assessments.answer', {
    assessment_id: assessment.id,
    ...of,
    item: 'a1',
    answer: 'yes',
    document_id: rows.get('cases.document')![0]!.id,
  });
  await put('assessments.override', {
    assessment_id: assessment.id,
    ...of,
    band: 'high',
    reason: `${canaries.word(record, 'assessments.override', 'reason')} dan seterusnya`,
    proposed_by: makerAccountId,
    decision_note: null,
  });
  await put('assessments.occasion', { ...of, happened_on: '2026-05-20', ...by });
  await put('assessments.standing', { ...of, state: 'never', as_of: '2026-05-20' });
  const planned = await put('contacts.planned', {
    ...of,
    kind: 'home_visit',
    origin: 'officer',
    due_on: '2026-05-12',
    planned_on: '2026-05-12',
    at_time: '',
    is_told: true,
    rule_version: null,
    close_reason: '',
    ...by,
  });
  const observer = await put('contacts.observer', {
    ...of,
    kind: 'rt_rw',
    code_hash: asBytes(randomUUID()),
    expires_on: '2099-01-01',
    revoke_reason: '',
    ...by,
  });
  const observation = await put('contacts.observation', {
    id: randomUUID(),
    observer_id: observer.id,
    ...of,
    seen: 'often',
    lives_there: 'yes',
    occupied: 'yes',
    concern: 'none',
    decision_note: '',
  });
  await put('contacts.late_request', {
    ...of,
    kind: 'home_visit',
    happened_on: '2026-05-02',
    planned_id: planned.id,
    staff_id: pkStaffId,
    requested_by: makerAccountId,
    decision_note: '',
  });
  await put('contacts.contact', {
    ...of,
    kind: 'observation',
    happened_on: '2026-05-11',
    happened_at: '2026-05-11T03:00:00Z',
    recorded_by: makerAccountId,
    staff_id: pkStaffId,
    observed_by: 'rt_rw',
    observation_id: observation.id,
    change_reason: null,
  });
  const breach = await put('breaches.breach', {
    ...of,
    state: 'proposed',
    source: 'petition',
    opened_on: '2026-05-12',
    ...by,
  });
  const ofBreach = { breach_id: breach.id, ...of, ...by };
  await put('breaches.advice', { ...ofBreach, item_id: item.id, held_on: '2026-05-16', advice: 'approve' });
  await put('breaches.ground', { ...ofBreach, code: 'unrest' });
  await put('breaches.entry', { ...ofBreach, kind: 'evidence', happened_on: '2026-05-11', file_id: paper.id });
  await put('breaches.move', {
    ...ofBreach,
    step: 'confirm',
    from_state: 'proposed',
    to_state: 'open',
    day: '2026-05-13',
    document: 'breach_note',
  });
  const summons = await put('breaches.summons', {
    ...ofBreach,
    ordinal: 1,
    sent_on: '2026-05-14',
    appear_on: '2026-05-21',
    appear_at: '09:00',
    days: 7,
    counts: 'calendar',
  });
  await put('breaches.examination', { ...ofBreach, about: 'client', held_on: '2026-05-15' });

  const search = await put('at_large.search', {
    ...of,
    state: 'decree_received',
    opened_on: '2026-05-25',
    decree_dated: '2026-05-20',
    held_at: '',
    held_on: null,
    ...by,
  });
  const ofSearch = { search_id: search.id, ...of, ...by };
  const copy = await put('at_large.copy', { ...ofSearch, addressee: 'police', sent_on: '2026-05-26' });
  await put('at_large.sighting', {
    ...ofSearch,
    from_unit_id: unitId,
    seen_on: '2026-05-27',
    area_code: '16.71',
    source_grade: 'unknown',
    info_grade: 'likely',
    file_id: paper.id,
  });
  const closure = await put('at_large.closure', { ...ofSearch, step: 'hand_over', day: '2026-05-28', outcome: null });
  await put('at_large.move', {
    ...ofSearch,
    step: 'list_as_wanted',
    from_state: 'decree_received',
    to_state: 'wanted',
    day: '2026-05-27',
    document: 'wanted_list',
  });
  await put('at_large.correction', {
    ...ofSearch,
    number: 'PAS-18/2026',
    dated: '2026-05-19',
    was_dated: '2026-05-20',
    outcome: null,
  });
  await put('at_large.alarm', {
    search_id: search.id,
    ...of,
    ordinal: 1,
    days: 3,
    reason: 'copies_missing',
    raised_on: '2026-05-29',
  });
  const stay = await put('custody.stay', {
    ...whose,
    admitted_on: '2026-05-02',
    admitted_at: '2026-05-02T03:00:00Z',
    age_group: guarded ? 'child' : 'adult',
    health_alert: true,
    ...by,
  });
  const ofStay = { stay_id: stay.id, ...whose, ...by };
  const warrant = await put('custody.basis', {
    ...ofStay,
    kind: 'warrant',
    dated: '2026-05-01',
    authority: 'prosecutor',
    from_on: '2026-05-01',
    until_on: '2026-05-20',
  });
  await put('custody.register_entry', {
    ...ofStay,
    register: 'reg_a2',
    year: 2026,
    number: null,
    basis_id: warrant.id,
    origin: 'imported',
    given_on: '2026-05-02',
    void_reason: null,
  });
  await put('accounts.opening', {
    ...whose,
    stay_id: stay.id,
    case_id: null,
    account_id: makerAccountId,
    kind: 'audit',
    reason_code: 'supervision',
    opened_at: '2026-05-05T03:00:00Z',
    until: '2026-05-05T04:00:00Z',
    reason: `${canaries.word(record, 'accounts.opening', 'reason of a stay')} dan seterusnya`,
    review: null,
  });
  const scan = await file('application/pdf', {
    person_id: personId,
    stay_id: stay.id,
    content: asBytes(`%PDF-1.4 ${canaries.word(record, 'platform.file', 'content of a stay')}`),
  });
  await put('custody.scan', {
    ...ofStay,
    basis_id: warrant.id,
    move_id: null,
    file_id: scan.id,
    removed_at: null,
    removed_by: null,
    remove_reason: null,
  });
  await put('custody.property', { ...ofStay, taken_on: '2026-05-02', returned_to: '' });
  await put('custody.care_note', ofStay);
  await put('custody.move', {
    ...ofStay,
    step: 'escape',
    from_state: 'held',
    to_state: 'escaped',
    day: '2026-05-03',
    document: 'escape_report',
    to_unit_id: null,
  });
  // The breach that it came of is over; the other one still runs.
  const proposed = await planter.put(record, 'breaches.breach', {
    ...of,
    state: 'proposed_for_revocation',
    source: 'petition',
    opened_on: '2026-05-01',
    ended_on: '2026-05-19',
    ...by,
  });
  rows.set('breaches.breach', [...rows.get('breaches.breach')!, proposed]);
  // It stands where everybody up to the centre has to do with it; how it came there is not what is tried here.
  for (const table of ['proceeding', 'move'])
    await planter.db.query(`alter table revocations.${table} disable trigger user`);
  await planter.db.query('alter table revocations.urgent_mark disable trigger user');
  const proceeding = await put('revocations.proceeding', {
    ...of,
    kind: 'revocation',
    route: guarded ? 'diversion' : 'tiers',
    state: 'at_ditjenpas',
    breach_id: proposed.id,
    finding: null,
    begun_on: '2026-05-20',
    since: '2026-05-25',
    service_until: '2026-06-20',
    urgent: false,
    went_up_on: '2026-05-24',
    at_centre_on: '2026-05-25',
    ...by,
  });
  await put('revocations.urgent_mark', {
    proceeding_id: proceeding.id,
    ...of,
    day: '2026-05-24',
    due_on: '2026-05-26',
    ...by,
  });
  const answered = await put('revocations.move', {
    proceeding_id: proceeding.id,
    ...of,
    step: 'answer_kanwil',
    from_state: 'asked_by_kanwil',
    to_state: 'at_kanwil',
    day: '2026-05-24',
    document: 'answer',
    new_end: null,
    end_before: null,
    counselling: '',
    not_proven: false,
    ...by,
  });
  await put('letters.family_call', {
    ...of,
    thing: 'revocations.move',
    thing_id: answered.id,
    letter_id: sentLetter.id,
    guardian_called: true,
    companion_called: false,
    ...by,
  });
  // Under marks of their own, because others see them than the office's letters.
  const apart = async (desk: string, table: string, given: Row) => {
    const row = await planter.put(`${record}, ${desk}`, table, given);
    rows.set(table, [...(rows.get(table) ?? []), row]);
    return row;
  };
  // What comes up to the tiers by itself: minutes with their paper, and below the proposal with its page.
  const upPage = {
    media_type: 'application/pdf',
    bytes: 40,
    content: asBytes(`%PDF-1.4 ${canaries.word(`${record}, proposal`, 'platform.file', 'content application/pdf')}`),
    uploaded_by: makerAccountId,
    unit_id: unitId,
    case_id: caseId,
    erased_why: null,
  };
  const minutesPage = await apart('proposal', 'platform.file', { ...upPage, sha256: asBytes(randomUUID()) });
  const annex = await put('revocations.annex', {
    proceeding_id: proceeding.id,
    ...of,
    as_of: '2026-05-24',
    step: 'report',
    content: asBytes(`%PDF-1.4 ${canaries.word(record, 'revocations.annex', 'content')} ${'-'.repeat(100)}`),
    sha256: Buffer.alloc(32, 4),
    ...by,
  });
  const outsideMinutes = await put('revocations.outside_minutes', {
    proceeding_id: proceeding.id,
    ...of,
    state: 'begun',
    held_on: '2026-05-22',
    document_number: 'BA-7',
    advice: 'approve',
    reason: 'disarankan oleh sidang',
    file_id: minutesPage.id,
    ...by,
  });
  for (const table of ['proceeding', 'move'])
    await planter.db.query(`alter table revocations.${table} enable trigger user`);
  await planter.db.query('alter table revocations.urgent_mark enable trigger user');
  const tiers = await planter.db.query<{ type: string; id: number }>(
    'select u.type, u.id from units.unit home join units.unit u on u.id = any (home.path) where home.id = $1',
    [unitId],
  );
  const tier = (type: string) => tiers.rows.find((one) => one.type === type)!.id;
  const above = { case_id: caseId, concerns_thing: 'revocations.proceeding', concerns_id: proceeding.id, ...by };
  const kanwil = { ...above, desk: 'kanwil', unit_id: tier('kanwil'), kind: 'revocations.questions' };
  const kanwilDraft = await apart('kanwil', 'letters.letter', { ...kanwil, state: 'draft', ...blank });
  const signer = JSON.stringify({ title: 'Kepala', name: 'Tono Rekaan', nip: '' });
  const kanwilSent = await apart('kanwil sent', 'letters.letter', { ...kanwil, ...went, signer });
  await apart('kanwil sent', 'letters.sending', {
    letter_id: kanwilSent.id,
    unit_id: kanwil.unit_id,
    case_id: null,
    way: 'by_hand',
    sent_on: '2026-05-26',
    received_name: null,
    ...by,
  });
  // What the office proposed to the tiers, and its page.
  const proposalPage = await apart('proposal', 'platform.file', { ...upPage, sha256: asBytes(randomUUID()) });
  const proposalLetter = await apart('proposal', 'letters.letter', {
    ...above,
    ...went,
    unit_id: unitId,
    kind: 'letters.revocation-proposal',
    signer,
    file_id: proposalPage.id,
    signed_file_id: proposalPage.id,
  });
  await put('letters.sending', {
    letter_id: proposalLetter.id,
    ...of,
    way: 'by_hand',
    sent_on: '2026-05-24',
    received_name: null,
    ...by,
  });
  const centre = { ...above, desk: 'centre', unit_id: tier('ditjenpas'), kind: 'revocations.decree' };
  await apart('centre', 'letters.letter', { ...centre, state: 'draft', ...blank });
  const minutes = await apart('sitting', 'letters.letter', {
    unit_id: unitId,
    case_id: null,
    desk: 'sitting',
    kind: 'letters.sitting-minutes',
    state: 'draft',
    concerns_thing: 'tpp.sitting',
    concerns_id: sitting.id,
    ...blank,
    ...by,
  });
  const petition = await put('petitions.petition', {
    reference: 'P-7K3QX',
    office_id: unitId,
    unit_id: unitId,
    channel: 'written',
    asks: 'revocation',
    about: 'client',
    received_on: '2026-05-12',
    state: 'received',
    submission_hash: createHash('sha256').update(randomUUID()).digest(),
    code_hash: createHash('sha256').update(randomUUID()).digest(),
    ...by,
  });
  const ofPetition = { petition_id: petition.id, office_id: unitId, ...by };
  await put('petitions.petitioner', {
    ...ofPetition,
    kind: 'citizen',
    phone: digits('petitions.petitioner', 'phone', 13, '0814'),
  });
  const attachment = await put('petitions.attachment', {
    ...ofPetition,
    media_type: 'application/pdf',
    content: asBytes(`%PDF-1.4 ${canaries.word(record, 'petitions.attachment', 'content')}`),
    sha256: createHash('sha256').update(randomUUID()).digest(),
  });
  const hearing = await put('petitions.hearing', { petition_id: petition.id, held_on: '2026-05-13', ...by });
  await put('petitions.move', {
    petition_id: petition.id,
    step: 'propose_closing',
    from_state: 'received',
    to_state: 'closing_proposed',
    day: '2026-05-14',
    document: 'petition_proposal',
    unit_id: unitId,
    to_unit_id: null,
    ...by,
  });
  await put('petitions.passing', {
    petition_id: petition.id,
    reference: petition.reference,
    from_unit_id: unitId,
    to_unit_id: place.toUnitId,
    passed_on: '2026-05-12',
    taken: true,
    answered_on: '2026-05-13',
    answered_by: makerAccountId,
    ...by,
  });
  const permit = await put('permits.permit', {
    ...of,
    scope: 'within',
    state: 'advised',
    asked_on: '2026-05-11',
    asked_how: 'counter',
    from_on: '2026-05-20',
    until_on: '2026-05-25',
    area_code: '18.71',
    country: '',
    purpose: 'family',
    due_on: '2026-05-14',
    due_counts: 'working',
    ...by,
  });
  const ofPermit = { permit_id: permit.id, ...of, ...by };
  await put('permits.statement', {
    ...ofPermit,
    who: 'guarantor',
    agrees: true,
    said_on: '2026-05-12',
    file_id: paper.id,
  });
  await put('permits.paper', { ...ofPermit, file_id: paper.id });
  await put('permits.move', {
    ...ofPermit,
    step: 'grant',
    from_state: 'advised',
    to_state: 'granted',
    day: '2026-05-14',
    document: 'permit',
  });
  const slipLetter = await put('letters.letter', {
    ...of,
    kind: 'letters.permit',
    state: 'numbered',
    ended_reason: null,
    concerns_thing: 'permits.permit',
    concerns_id: permit.id,
    origin: 'typed',
    label: canaries.word(record, 'permits.slip', 'label'),
    year: 2026,
    dated: '2026-05-15',
    signer: JSON.stringify({ title: 'Kepala', name: canaries.word(record, 'letters.letter', 'signer'), nip: '' }),
    numbered_by: makerAccountId,
    numbered_at: '2026-05-15T03:00:00Z',
    file_id: page.id,
    sha256: Buffer.alloc(32, 1),
    ...by,
  });
  await put('permits.slip', {
    id: slipLetter.id,
    ...ofPermit,
    label: slipLetter.label,
    issued_on: '2026-05-15',
    code_hash: randomBytes(32),
  });

  await put('notices.notice', {
    ...of,
    person_id: personId,
    about: ['client'],
    standing: 'confirmed',
    from_unit_id: unitId,
    stay_id: randomUUID(),
    held_since: '2026-05-10T03:00:00Z',
    agrees: ['name'],
    told_by: makerAccountId,
    withdrawn_why: '',
  });
  await put('tasks.task', { ...of, kind: 'cases.register', key: caseId, for_role: 'pk', staff_id: pkStaffId });
  await put('messages.outbox', { ...of, kind: 'check-ins.reminder', channel: 'sms', problem: null });
  const sheet = await file('text/csv', {});
  const brought = await put('imports.import', {
    unit_id: unitId,
    kind: 'clients',
    file_id: sheet.id,
    state: 'checked',
    made_by: makerAccountId,
    problem: null,
  });
  await put('imports.row', {
    import_id: brought.id,
    line: 2,
    unit_id: unitId,
    digest: asBytes(randomUUID()),
    state: 'good',
    case_id: caseId,
  });
  // A list of admissions is brought by others than a list of clients.
  const fed = await apart('admissions', 'imports.import', {
    unit_id: unitId,
    kind: 'admissions',
    file_id: sheet.id,
    state: 'done',
    made_by: makerAccountId,
    problem: null,
  });
  await apart('admissions', 'imports.row', {
    import_id: fed.id,
    line: 2,
    unit_id: unitId,
    digest: asBytes(randomUUID()),
    state: 'taken',
    person_id: personId,
  });
  const line = (table: string) =>
    put(table, {
      id: randomUUID(),
      at: '2026-05-05T03:00:00Z',
      what: 'case.noted',
      actor_id: makerAccountId,
      ...of,
      person_id: personId,
      mac: Buffer.alloc(32, 1),
      actor_role: 'pk',
    });
  await line('platform.journal');
  await line('platform.access_log');

  return {
    record,
    kind,
    unitId,
    caseId,
    personId,
    rows,
    ids: {
      photo: photo.id as string,
      paper: paper.id as string,
      obligation: obligation.id as string,
      checkIn: checkIn.id as string,
      batch: batch.id as string,
      transfer: transfer.id as string,
      export: '',
      import: brought.id as string,
      letter: letter.id as string,
      sentLetter: sentLetter.id as string,
      kanwilDraft: kanwilDraft.id as string,
      kanwilSent: kanwilSent.id as string,
      minutes: minutes.id as string,
      sending: sending.id as string,
      assessment: assessment.id as string,
      sitting: sitting.id as string,
      item: item.id as string,
      breach: breach.id as string,
      petition: petition.id as string,
      attachment: attachment.id as string,
      hearing: hearing.id as string,
      summons: summons.id as string,
      search: search.id as string,
      copy: copy.id as string,
      closure: closure.id as string,
      proceeding: proceeding.id as string,
      annex: annex.id as string,
      outsideMinutes: outsideMinutes.id as string,
      permit: permit.id as string,
      stay: stay.id as string,
      comparison: comparison.id as string,
      question: question.id as string,
      scan: scan.id as string,
    },
  };
}

/** Seals, restricts or shuts out, the way it is done to a client who was there before. */
export async function mark({ db }: Planter, planted: Planted, who: { asker: string; other: string }): Promise<void> {
  const list = (kind: string, accountId: string) =>
    db.query(
      `insert into people.access_list (person_id, unit_id, account_id, kind, starts_on, reason, made_by)
       values ($1, $2, $3, $4, '2026-01-01', 'uji', $5)`,
      [planted.personId, planted.unitId, accountId, kind, who.other],
    );
  switch (planted.kind) {
    case 'restricted_listed':
    case 'restricted_unlisted':
      await list('restriction', planted.kind === 'restricted_listed' ? who.asker : who.other);
      await db.query('update people.person set restricted = true where id = $1', [planted.personId]);
      return;
    case 'excluded':
      return void (await list('exclusion', who.asker));
    case 'sealed':
      await db.query('update cases.client_case set sealed = true, guarded = true where id = $1', [planted.caseId]);
      return;
    case 'guarded':
    case 'plain':
      return;
  }
}
