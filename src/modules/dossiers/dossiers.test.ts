import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, firstOfMonth, plainDate, type PlainDate } from '#kernel/plain-date';
import { dayAt } from '#kernel/zone';
import type { BreachState, GroundCode } from '#modules/breaches';
import type { ClientKind, RiskBand } from '#modules/cases';
import { closePeriods } from '#modules/check-ins/server';
import { similarOutcomes } from './dossier.ts';
import { readDossier } from '#modules/dossiers/server';
import { listConditions } from '#modules/cases/server';
import { NotFound } from '#platform/errors';
import { aClient, type ClientScene } from '#tests/support/cases';
import { aReportingClient } from '#tests/support/check-ins';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';

const database = await freshDatabase('dossiers');
const office = await openOffice(database);
const [pk, otherPk, apk, section, head, headOfMusi, kanwil, auditor] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('pk', 'palembang'),
  office.officer('apk', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('head_of_bapas', 'musi'),
  office.officer('kanwil', 'kanwil'),
  office.officer('auditor', 'ditjenpas'),
]);
afterAll(() => office.close());

const reads = async (who: Officer, caseId: string, breachId?: string) =>
  (await office.as(who)).read((ctx) => readDossier(ctx, caseId, breachId));
const own = { made_by: pk.accountId };

type Ended = { state: BreachState; endedOn?: string | null; grounds: GroundCode[]; openedOn?: string };
/** A breach as it stands, written behind the application's back. */
async function aBreach(caseId: string, unitId: number, { state, endedOn = null, grounds, openedOn }: Ended) {
  const { id } = await office.owner
    .insertInto('breaches.breach')
    .values({
      case_id: caseId,
      unit_id: unitId,
      state,
      source: 'officer',
      opened_on: openedOn ?? '2026-06-01',
      ended_on: endedOn,
      ...own,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await office.owner
    .insertInto('breaches.ground')
    .values(grounds.map((code) => ({ breach_id: id, case_id: caseId, unit_id: unitId, code, ...own })))
    .execute();
  return id;
}

async function anAssessment(caseId: string, unitId: number, heldOn: string, band: RiskBand | null) {
  await office.owner
    .insertInto('assessments.assessment')
    .values({
      case_id: caseId,
      unit_id: unitId,
      state: 'finished',
      risk_version: '2021-02',
      needs_version: '2021-02',
      purpose: 'initial',
      held_on: heldOn,
      meeting: 'office',
      consent: 'given',
      drug_case: false,
      risk_low: 8,
      risk_high: 8,
      band,
      needs_route: 'required',
      outcome: JSON.stringify({}),
      finished_at: new Date(),
      ...own,
    })
    .execute();
}

async function opens(who: Officer, caseId: string) {
  await sql`insert into accounts.opening (account_id, case_id, person_id, unit_id, kind, reason_code, reason, until)
    select ${who.accountId}, c.id, c.person_id, c.unit_id, ${who === kanwil ? 'oversight' : 'audit'}, 'supervision', 'pemeriksaan berkala triwulan keempat', now() + interval '50 minutes'
    from cases.client_case c where c.id = ${caseId}`.execute(office.owner);
}

describe('one case', () => {
  const unitId = office.units.palembang;
  let caseId = '';
  let breachId = '';
  beforeAll(async () => {
    ({ caseId } = await aReportingClient(office, {
      pk: pk.staffId,
      receivedOn: '2026-05-04',
      guidanceStart: '2026-05-04',
    }));
    for (const on of ['2026-08-01', '2026-09-01', '2026-10-01', '2026-11-01'])
      await office
        .work(new Date(`${on}T02:00:00Z`))
        .inUnit(unitId, (ctx) => closePeriods(ctx, [{ unitId, today: plainDate(on) }]).then(() => undefined));
    const earlier = await aBreach(caseId, unitId, {
      state: 'reprimanded',
      endedOn: '2026-06-20',
      grounds: ['unrest'],
      openedOn: '2026-06-01',
    });
    await office.owner
      .insertInto('breaches.entry')
      .values({
        breach_id: earlier,
        case_id: caseId,
        unit_id: unitId,
        kind: 'alternative',
        happened_on: '2026-06-05',
        text: 'dinasihati di kantor',
        ...own,
      })
      .execute();
    breachId = await aBreach(caseId, unitId, { state: 'open', grounds: ['missed_in_a_row'], openedOn: '2026-11-02' });
    for (const code of ['report_to_bapas', 'no_unrest'])
      await office.owner
        .insertInto('cases.condition')
        .values({
          case_id: caseId,
          unit_id: unitId,
          type: 'special',
          code,
          text: `syarat ${code}`,
          source: 'law',
          starts_on: '2026-05-04',
        })
        .execute();
    await anAssessment(caseId, unitId, '2026-05-20', 'moderate');
    await anAssessment(caseId, unitId, '2026-10-05', 'high');
    const contact = (id: string, on: string, over: object = {}) => ({
      id,
      case_id: caseId,
      unit_id: unitId,
      kind: 'home_visit',
      happened_on: on,
      happened_at: new Date(`${on}T03:00:00Z`),
      recorded_by: pk.accountId,
      staff_id: pk.staffId,
      outcome: 'complied',
      ...over,
    });
    const changed = randomUUID();
    for (const one of [
      contact(changed, '2026-08-12'),
      contact(randomUUID(), '2026-08-12', {
        corrects_id: changed,
        change_reason: 'salah pilih',
        outcome: 'absent_not_acceptable',
      }),
      contact(randomUUID(), '2026-09-03', { kind: 'call', medium: 'telephone', outcome: 'attended_failed' }),
    ])
      await office.owner.insertInto('contacts.contact').values(one).execute();
    await office.owner
      .insertInto('letters.letter')
      .values({
        case_id: caseId,
        unit_id: unitId,
        kind: 'letters.summons-1',
        subject: 'Panggilan',
        body: 'isi',
        ...own,
      })
      .execute();
  });

  test('is laid out on the timeline row by row as the tables hold it', async () => {
    const { timeline, today } = await reads(pk, caseId, breachId);
    const count = (of: (row: (typeof timeline)[number]) => unknown[]) =>
      timeline.reduce((sum, row) => sum + of(row).length, 0);
    const { rows } = await sql<{
      periods: number;
      missed: number;
      contacts: number;
      letters: number;
      breaches: number;
    }>`
      select (select count(*)::int from check_ins.obligation o where o.case_id = ${caseId} and o.state <> 'lifted' and o.period_from <= ${today}::date) as periods,
        (select count(*)::int from check_ins.obligation o where o.case_id = ${caseId} and o.state = 'missed') as missed,
        (select count(*)::int from contacts.contact k where k.case_id = ${caseId} and k.id not in (select corrects_id from contacts.contact where corrects_id is not null)) as contacts,
        (select count(*)::int from letters.letter l where l.case_id = ${caseId}) as letters,
        (select count(*)::int + count(ended_on)::int from breaches.breach b where b.case_id = ${caseId}) as breaches`.execute(
      office.owner,
    );
    const told = rows[0]!;
    expect(told.missed).toBeGreaterThanOrEqual(3);
    expect(count(({ periods }) => periods)).toBe(told.periods);
    expect(count(({ periods }) => periods.filter(({ state }) => state === 'missed'))).toBe(told.missed);
    expect([count(({ contacts }) => contacts), count(({ letters }) => letters)]).toEqual([told.contacts, told.letters]);
    expect(count(({ events }) => events.filter(({ kind }) => kind.startsWith('breach_')))).toBe(told.breaches);
    expect(count(({ events }) => events.filter(({ kind }) => kind === 'assessment'))).toBe(2);
  });

  test('has its criteria with the rows that say so', async () => {
    const { criteria } = await reads(pk, caseId, breachId);
    const of = (name: string) => criteria.find((one) => one.name === name)!;
    const { rows } = await sql<{ id: string }>`
      select id from check_ins.obligation where case_id = ${caseId} and state = 'missed' and period_from > '2026-06-20' order by period_from`.execute(
      office.owner,
    );
    expect(of('missed_in_a_row').standing).toBe('met');
    expect(of('missed_in_a_row').evidence.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    expect(of('unrest')).toMatchObject({ standing: 'not_met', why: 'not_alleged' });
    expect(of('condition_in_force').standing).toBe('met');
    expect(of('risk_assessed').standing).toBe('met');
    expect(of('programme').evidence).toHaveLength(2);
    expect(of('alternatives_tried').standing).toBe('not_met');
    expect(of('sitting_advised').standing).toBe('not_met');
    expect(of('two_people').standing).toBe('unknown');
  });

  test('reads of a sitting that was not kept here what another person confirmed, and nothing before', async () => {
    const proposed = await aBreach(caseId, unitId, {
      state: 'proposed_for_revocation',
      endedOn: '2026-11-10',
      grounds: ['programme'],
      openedOn: '2026-11-03',
    });
    const { id: proceedingId } = await office.owner
      .insertInto('revocations.proceeding')
      .values({
        case_id: caseId,
        unit_id: unitId,
        kind: 'revocation',
        route: 'tiers',
        breach_id: proposed,
        begun_on: '2026-11-11',
        since: '2026-11-11',
        service_until: '2026-12-09',
        reason: 'alasan yang cukup panjang',
        ...own,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const file = await office.owner
      .insertInto('platform.file')
      .values({
        sha256: Buffer.from(randomUUID()),
        media_type: 'application/pdf',
        bytes: 4,
        content: Buffer.from('%PDF'),
        uploaded_by: pk.accountId,
        unit_id: unitId,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const sitting = { proceeding_id: proceedingId, case_id: caseId, unit_id: unitId, document_number: '7/TPP/2026' };
    const said = { advice: 'approve', reason: 'disarankan oleh sidang' };
    await office.owner
      .insertInto('revocations.outside_minutes')
      .values({ ...sitting, ...said, state: 'begun', held_on: '2026-11-12', file_id: file.id, ...own })
      .execute();
    const advised = async (who: Officer) =>
      (await reads(who, caseId, proposed)).criteria.find(({ name }) => name === 'sitting_advised');
    expect(await advised(pk)).toMatchObject({ standing: 'not_met', evidence: [] });

    const move = await office.owner
      .insertInto('revocations.move')
      .values({
        ...sitting,
        ...said,
        step: 'hear',
        from_state: 'begun',
        to_state: 'advised',
        day: '2026-11-12',
        document: 'sitting_minutes',
        made_by: section.accountId,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    for (const who of [pk, section])
      expect(await advised(who)).toMatchObject({
        standing: 'met',
        why: 'advised',
        evidence: [{ kind: 'minutes', id: move.id, on: '2026-11-12' }],
      });
    expect((await reads(pk, caseId, proposed)).minutes).toMatchObject([{ proceedingId }]);
    // The other breaches of the same client have nothing of it.
    expect((await reads(pk, caseId, breachId)).minutes).toEqual([]);
  });

  test('shows what was tried in all breaches, how conditions were kept, and risk from the first to the last', async () => {
    const one = await reads(section, caseId);
    expect(one.breach?.id).toBe(breachId);
    expect(one.alternatives.map(({ text }) => text)).toEqual(['dinasihati di kantor']);
    const kept = new Map(one.conditions.map(({ code, keeping }) => [code, keeping]));
    expect([kept.get('report_to_bapas'), kept.get('no_unrest')]).toEqual(['examined', 'broken']);
    expect((await (await office.as(section)).read((ctx) => listConditions(ctx, caseId))).length).toBe(
      one.conditions.length,
    );
    expect(one.parts.risk).toMatchObject({ open: true, value: [{ band: 'moderate' }, { band: 'high' }] });
    expect(one.likeness).toEqual({ grounds: ['missed_in_a_row'], reprimands: 1, band: { open: true, value: 'high' } });
  });

  test('leaves a line with the breach that was looked at', async () => {
    await reads(head, caseId, breachId);
    const lines = await office.owner
      .selectFrom('platform.access_log')
      .select(['actor_id', 'about'])
      .where('what', '=', 'dossier.viewed')
      .where('case_id', '=', caseId)
      .where('actor_id', '=', head.accountId)
      .execute();
    expect(lines).toHaveLength(1);
    expect(lines[0]!.about).toMatchObject({ breachId });
  });

  test('says which part is closed instead of leaving it out', async () => {
    // An APK reads the file of his client and no assessment; whoever opened it with a reason neither.
    await office.owner
      .updateTable('cases.client_case')
      .set({ pk_staff_id: apk.staffId })
      .where('id', '=', caseId)
      .execute();
    await opens(auditor, caseId);
    for (const who of [apk, auditor]) {
      const one = await reads(who, caseId, breachId);
      expect(one.parts.risk).toEqual({ open: false });
      expect(one.criteria.find(({ name }) => name === 'risk_assessed')).toMatchObject({
        standing: 'closed',
        evidence: [],
      });
      expect(one.likeness?.band).toEqual({ open: false });
      expect(one.timeline.flatMap(({ events }) => events).filter(({ kind }) => kind === 'assessment')).toEqual([]);
      expect(JSON.stringify(one.criteria)).not.toContain('high');
      // Neither counts the clients of an office.
      expect(one.similar).toBeNull();
    }
    await office.owner
      .updateTable('cases.client_case')
      .set({ pk_staff_id: pk.staffId })
      .where('id', '=', caseId)
      .execute();
  });

  test('is absent for whoever does not reach the file, and so is a breach of somebody else', async () => {
    const other = await aClient(office, { pk: pk.staffId });
    const theirs = await aBreach(other.caseId, unitId, { state: 'open', grounds: ['unrest'] });
    await expect(reads(headOfMusi, caseId)).rejects.toThrow(NotFound);
    await expect(reads(kanwil, caseId)).rejects.toThrow();
    await expect(reads(otherPk, caseId)).rejects.toThrow();
    await expect(reads(pk, caseId, theirs)).rejects.toThrow(NotFound);
    await expect(reads(pk, caseId, 'nonsense')).rejects.toThrow(NotFound);
  });

  test('a case that nobody accused has no breach, no criteria and no numbers', async () => {
    const quiet = await aClient(office, { pk: pk.staffId });
    expect(await reads(pk, quiet.caseId)).toMatchObject({ breach: null, criteria: [], similar: null, likeness: null });
  });
});

test('the file of a child is for his counsellor and those who lead; a sealed one for nobody who has not opened it', async () => {
  const unitId = office.units.palembang;
  const child = await aClient(office, { pk: pk.staffId, ageGroup: 'child', kind: 'diversion' });
  const breachId = await aBreach(child.caseId, unitId, { state: 'open', grounds: ['programme'] });
  const one = await reads(pk, child.caseId);
  expect(one.criteria.map(({ name }) => name)).toContain('accompanied');
  expect(one.criteria.map(({ name }) => name)).not.toContain('risk_assessed');
  expect((await reads(head, child.caseId)).breach?.id).toBe(breachId);
  await expect(reads(otherPk, child.caseId)).rejects.toThrow(NotFound);

  await office.owner
    .updateTable('cases.client_case')
    .set({ sealed: true, guarded: true })
    .where('id', '=', child.caseId)
    .execute();
  for (const who of [pk, head]) {
    await expect(reads(who, child.caseId)).rejects.toThrow(NotFound);
    // The database itself tells nothing either, whoever asks it past the application.
    expect(await similarTo(who, breachId)).toEqual([]);
  }
});

type Told = {
  through: PlainDate;
  clients: number | null;
  reprimanded: number | null;
  revoked: number | null;
  not_revoked: number | null;
  still_open: number | null;
  closed_unfounded: number | null;
  stopped: number | null;
};
async function similarTo(who: Officer, breachId: string): Promise<Told[]> {
  return (await office.as(who)).read(
    async (ctx) =>
      (
        await sql<Told>`select through::text, clients, reprimanded, revoked, not_revoked, still_open, closed_unfounded, stopped from dossiers.similar_outcomes(${breachId}::uuid)`.execute(
          ctx.tx,
        )
      ).rows,
  );
}

describe('similar cases', () => {
  const places = ['palembang', 'musi'] as const;
  const ends = ['reprimanded', 'proposed_for_revocation', 'closed_unfounded', 'stopped', 'dismissed'] as const;
  /** What became of each proposal in turn; some were settled, or their decree lifted, after the month that is counted, or never taken up. */
  const settled = [
    'revoked',
    'refused',
    'begun',
    'revoked',
    'withdrawn',
    'later',
    'not_revoked',
    'stopped',
    'lifted',
    null,
    'lifted_later',
  ] as const;
  type Settled = (typeof settled)[number];
  const through = addDays(firstOfMonth(dayAt('Asia/Jakarta', new Date())), -1);
  type Known = {
    personId: string;
    caseId: string;
    at: (typeof places)[number];
    kind: ClientKind;
    band: RiskBand | null;
    breaches: {
      id: string;
      state: BreachState;
      openedOn: string;
      endedOn: string | null;
      grounds: GroundCode[];
      settled?: Settled | undefined;
    }[];
  };
  const known: Known[] = [];
  const asked: Known[] = [];

  /** A proceeding of a breach that was proposed for revocation, where it stands. */
  async function aProceeding(caseId: string, unitId: number, breachId: string, became: Exclude<Settled, null>) {
    const route = await sql<{ route: string }>`
      select revocations.route_of('revocation', kind) as route from cases.client_case where id = ${caseId}`.execute(
      office.owner,
    );
    const one = await office.owner
      .insertInto('revocations.proceeding')
      .values({
        case_id: caseId,
        unit_id: unitId,
        kind: 'revocation',
        route: route.rows[0]!.route,
        breach_id: breachId,
        begun_on: '2026-01-10',
        since: '2026-01-10',
        service_until: '2026-02-10',
        reason: 'alasan yang cukup panjang',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    if (became === 'begun') return;
    const isLifted = became === 'lifted' || became === 'lifted_later';
    await office.owner
      .updateTable('revocations.proceeding')
      .set({
        state: became === 'later' || isLifted ? 'revoked' : became,
        ended_on: became === 'later' ? addDays(through, 1) : through,
        decree_on: isLifted ? '2026-01-20' : null,
      })
      .where('id', '=', one.id)
      .execute();
    if (!isLifted) return;
    const lifting = {
      case_id: caseId,
      unit_id: unitId,
      what: 'reopened',
      lifts: 'breach',
      note: 'Keputusan baru menyatakannya tidak berlaku.',
      document_number: 'KEP-9',
      document_issuer: 'Direktur Jenderal Pemasyarakatan',
      proposed_by: section.accountId,
      decided_by: head.accountId,
    };
    await office.owner
      .insertInto('cases.ending')
      .values([
        // Neither what was refused nor what lifted an earlier decree changes anything.
        { ...lifting, day: '2026-02-01', document_dated: '2026-02-01', outcome: 'refused' },
        { ...lifting, day: '2026-01-19', document_dated: '2026-01-19', outcome: 'approved' },
        {
          ...lifting,
          day: became === 'lifted' ? through : addDays(through, 1),
          document_dated: became === 'lifted' ? through : addDays(through, 1),
          outcome: 'approved',
        },
      ])
      .execute();
  }

  /** A client with breaches, all of them ended but the last where it has no end. */
  async function add(
    list: Known[],
    scene: Pick<Known, 'at' | 'kind' | 'band'>,
    breaches: (Ended & { settled?: Settled })[],
  ) {
    const of: ClientScene = {
      at: scene.at,
      kind: scene.kind,
      pk: list === asked && scene.at === 'palembang' ? pk.staffId : null,
    };
    const { caseId, personId } = await aClient(office, of);
    const unitId = office.units[scene.at];
    if (scene.band) await anAssessment(caseId, unitId, '2025-01-10', scene.band);
    const one: Known = { ...scene, caseId, personId, breaches: [] };
    for (const { settled: became, ...breach } of breaches) {
      const openedOn = breach.openedOn ?? '2025-06-01';
      const id = await aBreach(caseId, unitId, { ...breach, openedOn });
      if (became) await aProceeding(caseId, unitId, id, became);
      one.breaches.push({
        id,
        state: breach.state,
        openedOn,
        endedOn: breach.endedOn ?? null,
        grounds: breach.grounds,
        settled: became,
      });
    }
    list.push(one);
  }

  beforeAll(async () => {
    // The same in each office, so that one asker's numbers are another's in part: many alike, few otherwise, none of a third kind.
    for (const at of places) {
      for (let nth = 0; nth < 62; nth++)
        await add(
          known,
          { at, kind: nth % 13 === 12 ? 'conditional_leave_cb' : 'parole_pb', band: nth % 6 === 5 ? 'high' : null },
          [
            ...(nth % 7 === 6
              ? [
                  {
                    state: 'reprimanded' as const,
                    endedOn: '2025-03-01',
                    openedOn: '2025-02-01',
                    grounds: ['unrest' as const],
                  },
                ]
              : []),
            {
              state: nth < 12 ? 'reprimanded' : nth < 54 ? 'proposed_for_revocation' : ends[nth % 5]!,
              ...(nth >= 12 && nth < 54 ? { settled: settled[nth % settled.length]! } : {}),
              endedOn: nth === 11 ? addDays(through, 1) : '2025-08-01',
              grounds: nth % 4 === 3 ? ['drug_use'] : ['missed_in_a_row', 'unrest'],
            },
            // Somebody of whom it came up twice is one person, counted by his last.
            ...(nth === 0
              ? [
                  {
                    state: 'closed_unfounded' as const,
                    endedOn: '2025-12-01',
                    openedOn: '2025-06-02',
                    grounds: ['missed_in_a_row' as const],
                  },
                ]
              : []),
          ],
        );
    }
    const open = (grounds: GroundCode[]): Ended[] => [{ state: 'open', openedOn: '2026-11-02', grounds }];
    await add(asked, { at: 'palembang', kind: 'parole_pb', band: null }, open(['missed_in_a_row']));
    await add(asked, { at: 'palembang', kind: 'parole_pb', band: null }, open(['drug_use', 'unrest']));
    await add(asked, { at: 'palembang', kind: 'parole_pb', band: 'high' }, open(['missed_in_a_row']));
    await add(asked, { at: 'palembang', kind: 'conditional_leave_cb', band: null }, open(['missed_in_a_row']));
    await add(asked, { at: 'palembang', kind: 'assimilation', band: null }, open(['missed_in_a_row']));
    await add(asked, { at: 'palembang', kind: 'parole_pb', band: null }, [
      { state: 'reprimanded', openedOn: '2025-02-01', endedOn: '2025-03-01', grounds: ['unrest'] },
      ...open(['missed_in_a_row']),
    ]);
  });

  /** Counted anew from everything that was put there, by another way than the database's. */
  function counted(of: Known, offices: readonly (typeof places)[number][]): Omit<Told, 'through'> {
    const breach = of.breaches.at(-1)!;
    const before = (one: Known, day: string) =>
      Math.min(
        2,
        one.breaches.filter(({ state, endedOn }) => state === 'reprimanded' && endedOn !== null && endedOn <= day)
          .length,
      );
    const last: string[] = [];
    const endOf = ({ state, settled: became }: Known['breaches'][number]): string => {
      if (state !== 'proposed_for_revocation') return state;
      if (became === 'lifted_later') return 'revoked';
      if (became === 'revoked' || became === 'stopped') return became;
      if (became === 'lifted') return 'not_revoked';
      return became === 'refused' || became === 'withdrawn' || became === 'not_revoked' ? 'not_revoked' : 'still_open';
    };
    for (const one of [...known, ...asked]) {
      if (one.personId === of.personId || !offices.includes(one.at) || one.kind !== of.kind || one.band !== of.band)
        continue;
      const alike = one.breaches
        .filter(({ state, endedOn }) => endedOn !== null && endedOn <= through && state !== 'dismissed')
        .filter(({ grounds }) => grounds.some((code) => breach.grounds.includes(code)))
        .filter(({ openedOn }) => before(one, openedOn) === before(of, breach.openedOn))
        .sort((a, b) => (a.endedOn! < b.endedOn! ? -1 : 1));
      if (alike.length > 0) last.push(endOf(alike.at(-1)!));
    }
    const parts = similarOutcomes.map((end) => last.filter((state) => state === end).length);
    const isSmall = (count: number) => count > 0 && count < 5;
    const large = parts.filter((count) => count >= 5);
    const cover = !parts.some(isSmall) ? null : large.length > 0 ? Math.min(...large) : 0;
    const shown = parts.map((count) => (isSmall(count) || count === cover ? null : count));
    return {
      clients: isSmall(last.length) ? null : last.length,
      reprimanded: shown[0]!,
      revoked: shown[1]!,
      not_revoked: shown[2]!,
      still_open: shown[3]!,
      closed_unfounded: shown[4]!,
      stopped: shown[5]!,
    };
  }

  test('are counted as they are when one counts them one by one: over the office for its people, over all of it for the Kanwil', async () => {
    const seen = new Set<string>();
    for (const of of asked) {
      const id = of.breaches.at(-1)!.id;
      await opens(kanwil, of.caseId);
      for (const [who, offices] of [
        [pk, ['palembang']],
        [section, ['palembang']],
        [head, ['palembang']],
        [kanwil, places],
      ] as const) {
        const expected = counted(of, offices);
        expect(await similarTo(who, id)).toEqual([{ through, ...expected }]);
        seen.add(JSON.stringify(expected));
        const { similar } = await reads(who, of.caseId, id);
        const { clients, ...outcomes } = expected;
        expect(similar).toEqual({ through, clients, outcomes });
      }
    }
    // Not all alike: numbers that are told, hidden ones, and none at all.
    expect(seen.size).toBeGreaterThan(5);
    expect([...seen].some((one) => one.includes('null'))).toBe(true);
    expect([...seen].some((one) => /"revoked":\d{1,2},"not_revoked":\d/.test(one))).toBe(true);
  });

  test('tell no number below five, and none from which one follows', async () => {
    for (const of of asked)
      for (const who of [pk, kanwil]) {
        const [told] = await similarTo(who, of.breaches.at(-1)!.id);
        const parts = similarOutcomes.map((outcome) => told![outcome]);
        for (const count of [told!.clients, ...parts]) expect(count === null || count === 0 || count >= 5).toBe(true);
        // One hidden part alone would be the rest of the sum.
        if (told!.clients !== null) expect(parts.filter((count) => count === null)).not.toHaveLength(1);
        else expect(parts).toEqual(similarOutcomes.map(() => null));
      }
  });

  test('are told to nobody about a breach that he may not read', async () => {
    const of = asked[0]!;
    for (const who of [otherPk, headOfMusi, apk, auditor]) expect(await similarTo(who, of.breaches[0]!.id)).toEqual([]);
  });
});
