import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { plainDate } from '#kernel/plain-date';
import { roles } from '#modules/access';
import { holdKeys } from '#modules/accounts/server';
import { confirmBreach, dismissBreach, readBreach } from '#modules/breaches/server';
import { sumsBelow, type Petitioner, type PetitionText, type SumBelow } from '#modules/petitions';
import {
  acceptPetition,
  answerPassing,
  countPetitions,
  decideEnd,
  findClientsFor,
  forwardUp,
  hearPetitioner,
  identifyClient,
  jobs,
  listDesksFor,
  listPassings,
  listPetitions,
  officesToPetition,
  passOn,
  proposeEnd,
  readAttachment,
  readPetition,
  listPointersBelow,
  readFiguresBelow,
  readHearingPaper,
  readPetitionFigures,
  readProgress,
  receiptOf,
  recordPetition,
  sendPetition,
  yearsOfPetitions,
} from '#modules/petitions/server';
import { NotAllowed, NotFound } from '#platform/errors';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { acceptFile } from '#platform/files/accept.server';
import { visitorAt } from '#platform/visitor.server';
import { aPdf } from '#tests/corpus/files';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice, testJournalKey, type Officer } from '#tests/support/office';

holdKeys({ pepper: Buffer.alloc(32, 3), secondFactor: Buffer.alloc(32, 4), isDemo: false });
const database = await freshDatabase('petitions');
const office = await openOffice(database);
const [pk, desk, section, head, otherHead, kanwil, kanwil2, centre] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('counter', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('head_of_bapas', 'musi'),
  office.officer('kanwil', 'kanwil'),
  office.officer('kanwil', 'kanwil'),
  office.officer('ditjenpas', 'ditjenpas'),
]);
afterAll(() => office.close());

const unitId = office.units.palembang;
const today = plainDate('2026-11-20');
const does = async <T extends { ok: boolean }>(
  who: Officer,
  deed: (ctx: Ctx) => Promise<T>,
  id: string = randomUUID(),
) => (await office.as(who)).runOnce({ id, body: {} }, deed);
const reads = async <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>) => (await office.as(who)).read(query);

const SECRET = 'Marsinah Rekaan';
const text = (over: Partial<PetitionText> = {}): PetitionText => ({
  asks: 'examination',
  about: 'client',
  clientName: 'Budi dari pasar',
  clientDetails: '',
  accused: '',
  told: 'Setiap malam membuat keributan di depan warung.',
  happened: 'November 2026',
  ...over,
});
const who: Petitioner = {
  kind: 'citizen',
  name: SECRET,
  agency: '',
  phone: '081377776666',
  address: 'Lorong Rekaan 3',
};
const visitor = (address: string = newId()) =>
  visitorAt({ db: office.app, journalKey: testJournalKey, now: new Date(), token: null, address, label: 'uji' });

async function recorded(over: Partial<PetitionText> = {}, by = desk, petitioner = who) {
  const submission = randomUUID();
  const answer = await does(
    by,
    (ctx) =>
      recordPetition(ctx, {
        officeId: unitId,
        text: text(over),
        petitioner,
        channel: 'written',
        readBack: false,
        receivedOn: today,
        file: null,
      }),
    submission,
  );
  expect(answer).toEqual({ ok: true });
  const { rows } = await database.owner.query<{ id: string; unit_id: number }>(
    'select id, unit_id from petitions.petition order by made_at desc, id desc limit 1',
  );
  return { id: rows[0]!.id, unitId: rows[0]!.unit_id, code: receiptOf(submission), submission };
}
const identified = async () => {
  const one = await recorded();
  const client = await aClient(office, { pk: pk.staffId });
  expect(
    await does(section, (ctx) =>
      identifyClient(ctx, { petitionId: one.id, caseId: client.caseId, reason: 'nama dan alamat cocok' }),
    ),
  ).toEqual({ ok: true });
  return { ...one, ...client };
};
const openTasksOf = async (kind: string) =>
  (
    await database.owner.query<{
      key: string;
      for_role: string;
      case_id: string | null;
      due_on: string;
      facts: object;
    }>(
      `select key, for_role, case_id, due_on::text, facts from tasks.task where kind = $1 and state = 'open' and unit_id = $2`,
      [kind, unitId],
    )
  ).rows;
const stateOf = async (id: string) =>
  (await database.owner.query<{ state: string }>('select state from petitions.petition where id = $1', [id])).rows[0]!
    .state;

describe('at the desk', () => {
  test('whoever takes it down does not read it afterwards; whoever leads the desk does, and leaves a line', async () => {
    const { id } = await recorded();
    await expect(reads(desk, (ctx) => readPetition(ctx, id))).rejects.toThrow();
    await expect(reads(pk, (ctx) => readPetition(ctx, id))).rejects.toThrow();
    await expect(reads(otherHead, (ctx) => readPetition(ctx, id))).rejects.toThrow(NotFound);
    await expect(reads(kanwil, (ctx) => readPetition(ctx, id))).rejects.toThrow(NotFound);
    for (const one of [section, head])
      expect((await reads(one, (ctx) => readPetition(ctx, id))).petitioner?.name).toBe(SECRET);
    const { rows } = await database.owner.query(
      `select 1 from platform.access_log where what = 'petition.viewed' and about ->> 'petitionId' = $1`,
      [id],
    );
    expect(rows).toHaveLength(2);
  });

  test('the same form sent twice is one petition', async () => {
    const submission = randomUUID();
    const send = () =>
      does(
        desk,
        (ctx) =>
          recordPetition(ctx, {
            officeId: unitId,
            text: text(),
            petitioner: who,
            channel: 'written',
            readBack: false,
            receivedOn: today,
            file: null,
          }),
        submission,
      );
    const before = await count();
    expect([await send(), await send()]).toEqual([{ ok: true }, { ok: true }]);
    expect(await count()).toBe(before + 1);
  });
  const count = async () =>
    (await database.owner.query<{ n: number }>('select count(*)::int as n from petitions.petition')).rows[0]!.n;

  test('the next step stands before the section, with its last day and nobody named', async () => {
    const { id } = await recorded();
    const task = (await openTasksOf('petitions.next')).find(({ key }) => key === id);
    expect(task).toMatchObject({ for_role: 'section_head', case_id: null, due_on: '2026-11-27' });
    expect(JSON.stringify(task)).not.toContain('Budi');
  });

  test('another office takes nothing down for this one', async () => {
    await expect(recorded({}, otherHead)).rejects.toThrow(NotFound);
    await expect(recorded({}, pk)).rejects.toThrow(NotAllowed);
  });

  test('a desk is at an office that guides clients, not at the level above', async () => {
    const above = await office.officer('counter', 'kanwil');
    const input = {
      officeId: office.units.kanwil,
      text: text(),
      petitioner: who,
      channel: 'written' as const,
      readBack: false,
      receivedOn: today,
      file: null,
    };
    await expect(does(above, (ctx) => recordPetition(ctx, input))).rejects.toThrow(NotFound);
  });

  test('a client of another office, and one whose guidance is over, is not the one', async () => {
    const one = await recorded();
    const elsewhere = await aClient(office, { at: 'musi' });
    const set = (caseId: string) =>
      does(section, (ctx) => identifyClient(ctx, { petitionId: one.id, caseId, reason: 'menurut alamatnya' }));
    expect(await set(elsewhere.caseId)).toEqual({ ok: false, refusal: 'client_not_here' });
    expect(await set(newId())).toEqual({ ok: false, refusal: 'client_not_here' });
    const over = await aClient(office, { pk: pk.staffId, state: 'ended' });
    expect(await set(over.caseId)).toEqual({ ok: false, refusal: 'case_not_open' });
  });

  test('clients are found by name or number, of this office only', async () => {
    const one = await recorded();
    const mine = await aClient(office, { pk: pk.staffId });
    const { rows } = await database.owner.query<{ name: string }>(
      'select p.name from people.person p join cases.client_case c on c.person_id = p.id where c.id = $1',
      [mine.caseId],
    );
    const found = await reads(section, (ctx) => findClientsFor(ctx, one.id, rows[0]!.name.toUpperCase()));
    expect(found.map(({ caseId }) => caseId)).toContain(mine.caseId);
    expect(await reads(section, (ctx) => findClientsFor(ctx, one.id, '%'))).toEqual([]);
  });
});

describe('accepted', () => {
  test('it proposes a breach that names nobody, and hears by itself how that ends', async () => {
    const one = await identified();
    const accept = (summary: string) =>
      does(head, (ctx) => acceptPetition(ctx, { petitionId: one.id, grounds: ['unrest'], summary }));
    expect(await accept(`Menurut ${SECRET} klien membuat keributan.`)).toEqual({ ok: false, refusal: 'named_in_text' });
    const accepted = await accept('Keributan berulang di depan warung pada malam hari.');
    if (!accepted.ok) throw new Error(accepted.refusal);
    expect(await stateOf(one.id)).toBe('accepted');

    const breach = await reads(pk, (ctx) => readBreach(ctx, one.caseId, accepted.breachId));
    expect(breach).toMatchObject({ state: 'proposed', source: 'petition' });
    expect(breach.note).toMatch(/^Pelapor P-[0-9A-Z]{5}: Keributan/);
    expect(JSON.stringify(breach)).not.toMatch(/Marsinah|77776666/);

    const dismiss = (who: Officer) =>
      does(who, (ctx) =>
        dismissBreach(ctx, { caseId: one.caseId, breachId: accepted.breachId, reason: 'sudah diperiksa, tidak ada' }),
      );
    // Neither whoever guides the client ends what was asked about him, nor whoever took it up.
    expect(await dismiss(pk)).toEqual({ ok: false, refusal: 'leader_dismisses' });
    expect(await dismiss(head)).toEqual({ ok: false, refusal: 'second_person_needed' });
    expect(await stateOf(one.id)).toBe('accepted');
    expect(await dismiss(section)).toEqual({ ok: true });
    expect(await stateOf(one.id)).toBe('decided');
    expect(await reads(section, (ctx) => readPetition(ctx, one.id))).toMatchObject({ outcome: 'dismissed' });
    expect(await readProgress(visitor(), one.code)).toMatchObject({
      state: 'found',
      progress: { stage: 'decided', ending: 'not_proven', answer: '' },
    });
  });

  test('what was only proposed is not the end: it is told as proposed, and the end when its own proceeding ends', async () => {
    const lead = async () => {
      const one = await identified();
      const accepted = await does(head, (ctx) =>
        acceptPetition(ctx, { petitionId: one.id, grounds: ['unrest'], summary: 'Keributan berulang di kampung.' }),
      );
      const { breachId } = accepted as { breachId: string };
      const move = (from: string, step: string, to: string, document: string, by: string) =>
        database.owner.query(
          `insert into breaches.move (breach_id, case_id, unit_id, step, from_state, to_state, day, reason, document, option, made_by)
           select id, case_id, unit_id, $2, $3, $4, '2026-11-19', 'alasan yang cukup', $5, case $2 when 'recommend' then 'revocation' end, $6
           from breaches.breach where id = $1`,
          [breachId, step, from, to, document, by],
        );
      await database.owner.query(`update breaches.breach set state = 'examined' where id = $1`, [breachId]);
      await move('examined', 'recommend', 'recommended', 'recommendation', pk.accountId);
      await move('recommended', 'propose_revocation', 'proposed_for_revocation', 'proposal', head.accountId);
      return { ...one, breachId, move };
    };
    const told = async (code: string) => {
      const door = await readProgress(visitor(), code);
      return door.state === 'found' ? [door.progress.stage, door.progress.ending] : door.state;
    };

    const one = await lead();
    expect(await stateOf(one.id)).toBe('accepted');
    expect(await told(one.code)).toEqual(['proposed', undefined]);
    await one.move('proposed_for_revocation', 'take_back', 'recommended', 'return_note', head.accountId);
    expect(await told(one.code)).toEqual(['examined', undefined]);
    await one.move('recommended', 'propose_revocation', 'proposed_for_revocation', 'proposal', head.accountId);

    const ends = async ({ caseId, breachId }: { caseId: string; breachId: string }, state: string) => {
      await database.owner.query(`update cases.client_case set guidance_start = '2026-01-05' where id = $1`, [caseId]);
      await database.owner.query(
        `insert into revocations.proceeding (case_id, unit_id, kind, route, breach_id, begun_on, since, reason, service_until)
         select case_id, unit_id, 'revocation', 'tiers', id, '2026-11-20', '2026-11-20', 'menimbulkan keresahan', '2026-12-18'
         from breaches.breach where id = $1`,
        [breachId],
      );
      await database.owner.query(
        `update revocations.proceeding set state = $2, ended_on = '2026-11-25' where breach_id = $1`,
        [breachId, state],
      );
    };
    await ends(one, 'refused');
    expect(await told(one.code)).toEqual(['decided', 'not_granted']);
    expect(await reads(section, (ctx) => readPetition(ctx, one.id))).toMatchObject({ outcome: 'not_revoked' });
    const other = await lead();
    await ends(other, 'revoked');
    expect(await told(other.code)).toEqual(['decided', 'acted_on']);
    const stopped = await lead();
    await database.owner.query(
      `insert into breaches.move (breach_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, made_by)
       select id, case_id, unit_id, 'stop', state, 'stopped', '2026-11-19', 'bimbingan berakhir', 'stop_note', 'X-1', $2
       from breaches.breach where id = $1`,
      [stopped.breachId, head.accountId],
    );
    expect(await told(stopped.code)).toEqual(['decided', 'not_proven']);
  });

  test('a breach that goes on leaves it where it is', async () => {
    const one = await identified();
    const accepted = await does(section, (ctx) =>
      acceptPetition(ctx, { petitionId: one.id, grounds: ['unrest'], summary: 'Keributan berulang di kampung.' }),
    );
    const { breachId } = accepted as { breachId: string };
    await does(pk, (ctx) =>
      confirmBreach(ctx, {
        caseId: one.caseId,
        breachId,
        grounds: ['unrest'],
        alleged: 'Saudara diduga membuat keributan.',
        reason: 'akan diperiksa',
      }),
    );
    expect(await stateOf(one.id)).toBe('accepted');
  });

  test('whoever leads the section and guides the client himself does not learn who it was', async () => {
    const one = await identified();
    await database.owner.query('update cases.client_case set pk_staff_id = $1 where id = $2', [
      section.staffId,
      one.caseId,
    ]);
    expect((await reads(section, (ctx) => readPetition(ctx, one.id))).petitioner).toMatchObject({ name: '' });
    expect((await reads(head, (ctx) => readPetition(ctx, one.id))).petitioner?.name).toBe(SECRET);
  });
});

describe('refused', () => {
  test('two people refuse it, a letter is drafted to a number, and the answer is read by code', async () => {
    const one = await identified();
    const answer = 'Hal ini sudah diperiksa dan tidak ditemukan pelanggaran.';
    const propose = (by: Officer, said = answer) =>
      does(by, (ctx) => proposeEnd(ctx, { petitionId: one.id, reason: 'sudah ditanyakan kepada RT', answer: said }));
    expect(await propose(head, `Terima kasih, ibu ${SECRET}.`)).toEqual({ ok: false, refusal: 'named_in_text' });
    expect(await propose(head)).toEqual({ ok: true });
    const decide = (by: Officer, agree = true) =>
      does(by, (ctx) => decideEnd(ctx, { petitionId: one.id, agree, reason: 'setuju dengan usulan' }));
    await expect(decide(section)).rejects.toThrow(NotAllowed);
    expect(await decide(head)).toEqual({ ok: false, refusal: 'second_person_needed' });
    // The database says the same to whoever goes past the use case.
    await expect(
      does(head, async (ctx) => {
        await ctx.tx
          .insertInto('petitions.move')
          .values({
            petition_id: one.id,
            step: 'send_back',
            from_state: 'refusal_proposed',
            to_state: 'refused',
            day: today,
            reason: 'lewat belakang',
            document: 'return_note',
            made_by: head.accountId,
          })
          .execute();
        return { ok: true };
      }),
    ).rejects.toThrow('does not move');
    expect(await decide(head, false)).toEqual({ ok: true });
    expect(await stateOf(one.id)).toBe('identified');
    expect(await propose(section)).toEqual({ ok: true });
    expect(await readProgress(visitor(), one.code)).toMatchObject({ progress: { stage: 'examined', answer: '' } });
    expect(await decide(head)).toEqual({ ok: true });
    expect(await decide(head)).toEqual({ ok: false, refusal: 'wrong_state' });

    const { rows } = await database.owner.query<{ body: string; recipient: string }>(
      'select body, recipient from letters.letter where concerns_id = $1',
      [one.id],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.recipient).toMatch(/Pelapor P-[0-9A-Z]{5}/);
    expect(rows[0]!.body).toContain(answer);
    expect(rows[0]!.body).not.toMatch(/Marsinah/);
    expect(await readProgress(visitor(), one.code)).toMatchObject({
      progress: { stage: 'decided', ending: 'refused', answer },
    });
  });

  test('one without a client is closed by two people, with a reason', async () => {
    const one = await recorded();
    const refused = await does(head, (ctx) =>
      acceptPetition(ctx, { petitionId: one.id, grounds: ['unrest'], summary: 'apa pun itu' }),
    );
    expect(refused).toEqual({ ok: false, refusal: 'wrong_state' });
    await does(section, (ctx) =>
      proposeEnd(ctx, {
        petitionId: one.id,
        reason: 'tidak ada klien dengan nama itu',
        answer: 'Kami tidak menemukan orang ini.',
      }),
    );
    expect(
      await does(head, (ctx) => decideEnd(ctx, { petitionId: one.id, agree: true, reason: 'sudah dicari' })),
    ).toEqual({ ok: true });
    expect(await stateOf(one.id)).toBe('closed');
  });
});

test('one whose client has gone to another office is still seen, and closed instead of refused', async () => {
  const one = await identified();
  await database.owner.query('update cases.client_case set unit_id = $1, pk_staff_id = null where id = $2', [
    office.units.musi,
    one.caseId,
  ]);
  expect((await reads(section, (ctx) => readPetition(ctx, one.id))).client).toBeNull();
  const accept = { petitionId: one.id, grounds: ['unrest'] as const, summary: 'Keributan berulang di kampung.' };
  expect(await does(head, (ctx) => acceptPetition(ctx, accept))).toEqual({ ok: false, refusal: 'client_not_here' });
  const ending = { petitionId: one.id, reason: 'klien sudah pindah', answer: 'Orang ini kini dibimbing kantor lain.' };
  expect(await does(section, (ctx) => proposeEnd(ctx, ending))).toEqual({ ok: true });
  expect(await stateOf(one.id)).toBe('closing_proposed');
});

describe('the petitioner heard', () => {
  test('the minutes stay with the petition', async () => {
    const one = await identified();
    const heard = await does(section, (ctx) =>
      hearPetitioner(ctx, {
        petitionId: one.id,
        number: 'BAP-P-1',
        heldOn: today,
        place: 'Bapas Palembang',
        statement: `Saya, ${SECRET}, melihat sendiri.`,
        present: 'Pemohon\nPetugas',
      }),
    );
    expect(heard).toEqual({ ok: true });
    const { hearings } = await reads(head, (ctx) => readPetition(ctx, one.id));
    expect(hearings).toHaveLength(1);
    await expect(reads(pk, (ctx) => readPetition(ctx, one.id))).rejects.toThrow(NotFound);
    const paper = (who: Officer, id = hearings[0]!.id) => reads(who, (ctx) => readHearingPaper(ctx, one.id, id));
    expect((await paper(head))!.subarray(0, 5).toString()).toBe('%PDF-');
    for (const who of [pk, otherHead, kanwil]) await expect(paper(who)).rejects.toThrow(NotFound);
    await expect(paper(head, one.id)).rejects.toThrow(NotFound);
    const { rows } = await database.owner.query(`select 1 from letters.letter where body like '%' || $1 || '%'`, [
      SECRET,
    ]);
    expect(rows).toEqual([]);
  });
});

describe('one that complains of an officer or of the office', () => {
  /** Everything in every table of ours that an officer may read, as text. */
  async function everythingSeen(token: string): Promise<string> {
    const { rows: tables } = await database.owner.query<{ table: string; columns: string }>(
      `select format('%I.%I', n.nspname, c.relname) as table, string_agg(format('%I', a.attname), ', ') as columns
       from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('platform', 'tasks', 'petitions', 'letters', 'breaches', 'cases')
         and has_column_privilege('app_staff', c.oid, a.attnum, 'select') group by 1`,
    );
    const db = await database.owner.connect();
    let seen = '';
    try {
      await db.query('begin');
      await db.query('set local role app_staff');
      await db.query(`select set_config('app.token', $1, true)`, [token]);
      for (const { table, columns } of tables)
        seen += JSON.stringify((await db.query(`select ${columns} from ${table}`)).rows);
      await db.query('rollback');
    } finally {
      db.release();
    }
    return seen;
  }

  test.each(['officer', 'office'] as const)(
    'nobody in the accused office sees that it exists: about the %s',
    async (about) => {
      const one = await recorded({
        about,
        clientName: '',
        accused: 'Petugas Rekaan',
        told: `Kenari-${about}: minta uang terus.`,
      });
      expect(one.unitId).toBe(office.units.kanwil);
      for (const role of roles) {
        const there = await office.officer(role, 'palembang');
        const seen = await everythingSeen(there.token);
        expect(seen.includes(one.id), `${role} sees the id`).toBe(false);
        expect(seen.includes(`Kenari-${about}`), `${role} sees what was told`).toBe(false);
        await expect(
          reads(there, (ctx) => readPetition(ctx, one.id)),
          role,
        ).rejects.toThrow();
      }
      // Also whoever took it down a moment ago.
      expect((await everythingSeen(desk.token)).includes(`Kenari-${about}`)).toBe(false);
      for (const outsider of [otherHead, await office.officer('kanwil', 'otherKanwil')])
        expect((await everythingSeen(outsider.token)).includes(one.id)).toBe(false);
      expect((await reads(kanwil, (ctx) => readPetition(ctx, one.id))).petitioner?.name).toBe(SECRET);
    },
  );

  test('somebody of the office who also serves at the level above is shut out', async () => {
    const one = await recorded({ about: 'office', clientName: '' });
    const both = await office.officer('kanwil', 'kanwil');
    expect((await reads(both, (ctx) => readPetition(ctx, one.id))).id).toBe(one.id);
    await database.owner.query(
      `insert into units.posting (staff_id, unit_id, role, kind, starts_on, approved_at) values ($1, $2, 'pk', 'secondment', '2020-01-01', now())`,
      [both.staffId, unitId],
    );
    await expect(reads(both, (ctx) => readPetition(ctx, one.id))).rejects.toThrow(NotFound);
    // Nor its task, which lies at the desk where he also works.
    const tasks = (who: Officer) =>
      reads(who, (ctx) => ctx.tx.selectFrom('tasks.task').select('kind').where('key', '=', one.id).execute());
    expect(await tasks(both)).toEqual([]);
    expect(await tasks(kanwil)).toEqual([{ kind: 'petitions.next' }]);
  });

  test('it has a day above, which stays while its answer is proposed and sent back; what is late is counted and told', async () => {
    const dayOf = async (id: string) =>
      (
        await database.owner.query<{ due_on: string | null; due_counts: string | null }>(
          `select due_on::text, due_counts from petitions.petition where id = $1`,
          [id],
        )
      ).rows[0];
    const waits = async (kind: string, id: string) =>
      (
        await database.owner.query<{ for_role: string; due_on: string }>(
          `select for_role, due_on::text from tasks.task where kind = $1 and key = $2 and state = 'open'`,
          [kind, id],
        )
      ).rows;
    const counts = () => reads(kanwil, (ctx) => countPetitions(ctx, office.units.kanwil, plainDate('2027-06-01')));
    const before = await counts();
    const one = await recorded({ about: 'office', clientName: '' });
    const due = await dayOf(one.id);
    expect(due).toEqual({ due_on: expect.any(String) as string, due_counts: 'calendar' });
    expect(await waits('petitions.next', one.id)).toEqual([{ for_role: 'kanwil', due_on: due!.due_on }]);
    expect(await counts()).toMatchObject({ overdue: before.overdue + 1, waiting: before.waiting + 1 });
    const answer = 'Kami telah memeriksa pengaduan Saudara.';
    const proposes = () =>
      does(kanwil, (ctx) => proposeEnd(ctx, { petitionId: one.id, reason: 'sudah diperiksa ke kantor', answer }));
    expect(await proposes()).toEqual({ ok: true });
    expect(await dayOf(one.id)).toEqual(due);
    expect(await waits('petitions.decide', one.id)).toEqual([{ for_role: 'kanwil', due_on: due!.due_on }]);
    expect(
      await does(kanwil2, (ctx) => decideEnd(ctx, { petitionId: one.id, agree: false, reason: 'belum lengkap' })),
    ).toEqual({ ok: true });
    expect(await dayOf(one.id)).toEqual(due);
    await jobs['petitions.remind'].run(office.work(new Date('2027-06-01T02:00:00Z')));
    expect(await waits('petitions.overdue', one.id)).toEqual([{ for_role: 'kanwil', due_on: due!.due_on }]);
    await proposes();
    await does(kanwil2, (ctx) => decideEnd(ctx, { petitionId: one.id, agree: true, reason: 'setuju' }));
    expect(await dayOf(one.id)).toEqual({ due_on: null, due_counts: null });
    for (const kind of ['petitions.next', 'petitions.decide', 'petitions.overdue'])
      expect(await waits(kind, one.id)).toEqual([]);
  });

  test('what is sent up, or comes by the public page, gets its day there by the job', async () => {
    const one = await recorded();
    await does(section, (ctx) => forwardUp(ctx, { petitionId: one.id, reason: 'menyebut petugas kantor ini' }));
    await jobs['petitions.remind'].run(office.work());
    const { rows } = await database.owner.query<{ left: number; for_role: string }>(
      `select p.due_on - p.desk_since as left, t.for_role from petitions.petition p join tasks.task t on t.key = p.id::text and t.state = 'open'
       where p.id = $1`,
      [one.id],
    );
    expect(rows).toEqual([{ left: 14, for_role: 'kanwil' }]);
  });

  test('the desk sends up what turns out to be one, and sees it no more', async () => {
    const one = await recorded();
    expect(
      await does(section, (ctx) => forwardUp(ctx, { petitionId: one.id, reason: 'menyebut petugas kantor ini' })),
    ).toEqual({ ok: true });
    for (const gone of [section, head])
      await expect(reads(gone, (ctx) => readPetition(ctx, one.id))).rejects.toThrow(NotFound);
    expect((await openTasksOf('petitions.next')).some(({ key }) => key === one.id)).toBe(false);
    const answer = 'Kami telah memeriksa pengaduan Saudara dan menegur petugas.';
    const propose = await does(kanwil, (ctx) =>
      proposeEnd(ctx, { petitionId: one.id, reason: 'sudah diperiksa ke kantor', answer }),
    );
    expect(propose).toEqual({ ok: true });
    const decide = (by: Officer) =>
      does(by, (ctx) => decideEnd(ctx, { petitionId: one.id, agree: true, reason: 'setuju' }));
    expect(await decide(kanwil)).toEqual({ ok: false, refusal: 'second_person_needed' });
    expect(await decide(kanwil2)).toEqual({ ok: true });
    expect(await readProgress(visitor(), one.code)).toMatchObject({ progress: { ending: 'answered', answer } });
  });

  test('where no level above is known it is refused, and nothing is kept', async () => {
    await database.owner.query(`update units.unit set closed_on = current_date where id = $1`, [office.units.kanwil]);
    try {
      const answer = await sendPetition(visitor(), {
        sendingId: newId(),
        officeId: unitId,
        text: text({ about: 'office', clientName: '' }),
        petitioner: who,
        file: null,
      });
      expect(answer).toEqual({ ok: false, refusal: 'nobody_above' });
    } finally {
      await database.owner.query(`update units.unit set closed_on = null where id = $1`, [office.units.kanwil]);
    }
  });
});

describe('without an account', () => {
  let file: Extract<Awaited<ReturnType<typeof acceptFile>>, { ok: true }>['file'];
  beforeAll(async () => {
    const accepted = await acceptFile(aPdf(), 'document');
    if (!accepted.ok) throw new Error(accepted.problem);
    file = accepted.file;
  });
  const input = (over: object = {}) => ({
    sendingId: newId(),
    officeId: unitId,
    text: text(),
    petitioner: { kind: 'anonymous', name: '', agency: '', phone: '', address: '' } as Petitioner,
    file: null,
    ...over,
  });

  test('one sends, gets a code, and reads by it where it stands; the second press is the same', async () => {
    const one = input({ file });
    const sent = await sendPetition(visitor(), one);
    if (!sent.ok) throw new Error(sent.refusal);
    expect(sent.code).toMatch(/^[0-9A-Z]{17}$/);
    expect(await sendPetition(visitor(), one)).toEqual(sent);
    const door = await readProgress(visitor(), sent.code.toLowerCase());
    expect(door).toMatchObject({ state: 'found', progress: { office: 'Bapas Kelas I Palembang', stage: 'received' } });
    expect(JSON.stringify(door)).not.toMatch(/Budi|keributan/);

    const { rows } = await reads(section, (ctx) => listPetitions(ctx, { unitId, today, channel: 'public' }));
    const full = await reads(section, (ctx) => readPetition(ctx, rows[0]!.id));
    expect(full.attachments).toHaveLength(1);
    const attached = await reads(section, (ctx) => readAttachment(ctx, full.id, full.attachments[0]!.id));
    expect(attached.content.equals(file.content)).toBe(true);
    await expect(reads(pk, (ctx) => readAttachment(ctx, full.id, full.attachments[0]!.id))).rejects.toThrow(NotFound);
  });

  test('the database keeps no code that could be read', async () => {
    const one = input();
    const sent = await sendPetition(visitor(), one);
    const { rows } = await database.owner.query<{ all: string }>(
      `select (select string_agg(to_jsonb(p)::text, ' ') from petitions.petition p)
         || coalesce((select string_agg(to_jsonb(s)::text, ' ') from platform.submission s), '')
         || coalesce((select string_agg(to_jsonb(j)::text, ' ') from platform.journal j), '') as all`,
    );
    expect(rows[0]!.all).not.toContain((sent as { code: string }).code);
    expect(rows[0]!.all).not.toContain(one.sendingId);
  });

  test('a guessed code tells nothing, and whoever tries many waits', async () => {
    expect(await readProgress(visitor(), receiptOf(newId()))).toEqual({ state: 'unknown' });
    expect(await readProgress(visitor(), 'ABC')).toEqual({ state: 'unknown' });
    const { code } = await recorded();
    for (let turn = 0; turn < 100; turn++) await readProgress(visitor('10.9.9.9'), receiptOf(newId()));
    expect(await readProgress(visitor('10.9.9.9'), code)).toMatchObject({ state: 'wait' });
    expect(await readProgress(visitor(), code)).toMatchObject({ state: 'found' });
  });

  test('whoever sends very many from one place waits, and says nothing twice', async () => {
    for (let turn = 0; turn < 20; turn++) expect((await sendPetition(visitor('10.8.8.8'), input())).ok).toBe(true);
    expect(await sendPetition(visitor('10.8.8.8'), input())).toEqual({ ok: false, refusal: 'too_many_today' });
  });

  test('an office that is none is refused', async () => {
    expect(await sendPetition(visitor(), input({ officeId: office.units.kanwil }))).toEqual({
      ok: false,
      refusal: 'no_office',
    });
    expect((await officesToPetition(visitor())).map(({ id }) => id).sort()).toEqual(
      [office.units.palembang, office.units.musi, office.units.kupang].sort(),
    );
  });

  test('the public touches nothing but its functions', async () => {
    for (const table of ['petition', 'petitioner', 'attachment', 'hearing', 'move'])
      await expect(
        visitor().enter(({ tx }) =>
          tx
            .selectFrom(`petitions.${table}` as 'petitions.petition')
            .selectAll()
            .execute(),
        ),
      ).rejects.toThrow('permission denied');
  });

  test('the job puts what came by itself before the desk, with its day, and what is late before the head', async () => {
    const sent = await sendPetition(visitor(), input());
    expect(sent.ok).toBe(true);
    await jobs['petitions.remind'].run(office.work(new Date('2026-12-20T02:00:00Z')));
    await jobs['petitions.remind'].run(office.work(new Date('2026-12-20T02:00:00Z')));
    const { rows } = await database.owner.query<{ id: string; due_on: string }>(
      `select id, due_on::text from petitions.petition where channel = 'public' and unit_id = $1 order by made_at desc limit 1`,
      [unitId],
    );
    expect(rows[0]!.due_on).not.toBeNull();
    for (const kind of ['petitions.next', 'petitions.overdue'])
      expect((await openTasksOf(kind)).filter(({ key }) => key === rows[0]!.id)).toHaveLength(1);
    expect(await stateOf(rows[0]!.id)).toBe('received');
  });
});

describe('passed on to another Bapas', () => {
  const reason = 'Orang ini dibimbing kantor di kota lain.';
  const passes = (id: string, over: object = {}, by = section) =>
    does(by, (ctx) => passOn(ctx, { petitionId: id, toUnitId: office.units.musi, reason, ...over }));
  const answers = (id: string, answer: 'take_over' | 'hand_back', by = otherHead) =>
    does(by, (ctx) => answerPassing(ctx, { petitionId: id, answer, reason: 'sudah diperiksa di sini' }));
  const attached = async () => {
    const accepted = await acceptFile(aPdf(), 'document');
    const submission = randomUUID();
    await does(
      desk,
      (ctx) =>
        recordPetition(ctx, {
          officeId: unitId,
          text: text(),
          petitioner: who,
          channel: 'written',
          readBack: false,
          receivedOn: today,
          file: accepted.ok ? accepted.file : null,
        }),
      submission,
    );
    const { rows } = await database.owner.query<{ id: string }>(
      'select id from petitions.petition order by made_at desc, id desc limit 1',
    );
    return { id: rows[0]!.id, code: receiptOf(submission) };
  };

  test('it leaves this office whole; the other reads who it was once it has taken it over, and the code says so all the way', async () => {
    const { id, code } = await attached();
    await does(section, (ctx) =>
      hearPetitioner(ctx, {
        petitionId: id,
        number: 'BAP-1',
        heldOn: today,
        place: 'kantor',
        statement: 'keterangan',
        present: 'pemohon',
      }),
    );
    expect((await reads(section, (ctx) => listDesksFor(ctx, id))).map((one) => one.id)).toEqual([office.units.musi]);
    expect(await passes(id, { toUnitId: unitId })).toEqual({ ok: false, refusal: 'no_desk_there' });
    expect(await passes(id, { reason: `Disampaikan ${SECRET} di loket.` })).toEqual({
      ok: false,
      refusal: 'named_in_text',
    });
    expect(await passes(id)).toEqual({ ok: true });
    const progress = async () => {
      const door = await readProgress(visitor(), code);
      return door.state === 'found' ? door.progress : undefined;
    };
    expect(await progress()).toMatchObject({ stage: 'received', passed: { on: today, as: 'under_way' } });

    for (const one of [section, head])
      await expect(reads(one, (ctx) => readPetition(ctx, id))).rejects.toThrow(NotFound);
    const under = await reads(otherHead, (ctx) => readPetition(ctx, id));
    expect(under).toMatchObject({
      petitioner: null,
      attachments: [],
      hearings: [],
      client: null,
      moves: [],
      cameFrom: { reason },
    });
    expect(JSON.stringify(under)).not.toContain(SECRET);
    await expect(reads(pk, (ctx) => readPetition(ctx, id))).rejects.toThrow();

    expect(await answers(id, 'take_over')).toEqual({ ok: true });
    const taken = await reads(otherHead, (ctx) => readPetition(ctx, id));
    expect(taken).toMatchObject({ state: 'received', petitioner: { name: SECRET }, hearings: [{ number: 'BAP-1' }] });
    expect(taken.attachments).toHaveLength(1);
    expect(taken.moves.map(({ step }) => step)).toEqual(['take_over']);
    expect(await progress()).toMatchObject({ passed: { as: 'taken_over' } });
    // What stays here: that it was passed on, to whom and what became of that.
    const kept = (await reads(section, (ctx) => listPassings(ctx, unitId))).rows.find(
      (one) => one.reference === taken.reference,
    );
    expect(kept).toMatchObject({ way: 'out', taken: true, reason });
    expect(JSON.stringify(kept)).not.toContain(SECRET);
    await expect(reads(head, (ctx) => readPetition(ctx, id))).rejects.toThrow(NotFound);

    expect(
      await does(otherHead, (ctx) =>
        proposeEnd(ctx, {
          petitionId: id,
          reason: 'sudah ditanyakan ke warga',
          answer: 'Hal ini sudah kami tangani di lapangan.',
        }),
      ),
    ).toEqual({ ok: true });
    const second = await office.officer('head_of_bapas', 'musi');
    expect(await does(second, (ctx) => decideEnd(ctx, { petitionId: id, agree: true, reason: 'sesuai' }))).toEqual({
      ok: true,
    });
    expect(await progress()).toMatchObject({
      stage: 'decided',
      ending: 'closed',
      answer: 'Hal ini sudah kami tangani di lapangan.',
    });
  });

  test('what is handed back is this office’s again, with the reason, and not the other’s', async () => {
    const one = await identified();
    expect(await passes(one.id)).toEqual({ ok: true });
    await jobs['petitions.remind'].run(office.work());
    const { rows } = await database.owner.query<{ unit_id: number; due_on: string | null }>(
      `select unit_id, due_on::text from tasks.task where kind = 'petitions.next' and key = $1 and state = 'open'`,
      [one.id],
    );
    expect(rows).toEqual([{ unit_id: office.units.musi, due_on: expect.any(String) }]);
    expect(
      await does(otherHead, (ctx) => answerPassing(ctx, { petitionId: one.id, answer: 'hand_back', reason: '-' })),
    ).toEqual({
      ok: false,
      refusal: 'reason_missing',
    });
    expect(await answers(one.id, 'hand_back')).toEqual({ ok: true });
    await expect(reads(otherHead, (ctx) => readPetition(ctx, one.id))).rejects.toThrow(NotFound);
    const back = await reads(section, (ctx) => readPetition(ctx, one.id));
    expect(back).toMatchObject({ state: 'received', client: null, petitioner: { name: SECRET }, cameFrom: null });
    expect(back.moves.map(({ step }) => step)).toEqual(['identify', 'pass_on']);
    const kept = (await reads(section, (ctx) => listPassings(ctx, unitId))).rows.find(
      (row) => row.reference === back.reference,
    );
    expect(kept).toMatchObject({ taken: false, answer: 'sudah diperiksa di sini' });
    expect(await answers(one.id, 'take_over', section)).toEqual({ ok: false, refusal: 'wrong_state' });
    const door = await readProgress(visitor(), one.code);
    expect(door.state === 'found' && door.progress.passed).toBeNull();
  });

  test('what turns out to complain of the office that took it over goes above that office, and neither sees it', async () => {
    const { id } = await recorded();
    await passes(id);
    await answers(id, 'take_over');
    expect(
      await does(otherHead, (ctx) => forwardUp(ctx, { petitionId: id, reason: 'menyangkut petugas kami' })),
    ).toEqual({
      ok: true,
    });
    const { rows } = await database.owner.query<{ unit_id: number; accused_unit_id: number }>(
      'select unit_id, accused_unit_id from petitions.petition where id = $1',
      [id],
    );
    expect(rows[0]).toEqual({ unit_id: office.units.kanwil, accused_unit_id: office.units.musi });
    for (const one of [section, head, otherHead])
      await expect(reads(one, (ctx) => readPetition(ctx, id))).rejects.toThrow(NotFound);
    expect(await reads(kanwil, (ctx) => readPetition(ctx, id))).toMatchObject({ petitioner: { name: SECRET } });
  });

  test('the database passes nothing on that names an officer, and nobody writes a passing himself', async () => {
    const { id } = await recorded({ about: 'officer', clientName: '', accused: 'petugas loket' });
    const moving = (step: string, from: string, to: string, by: Officer, more: object = {}) =>
      reads(by, (ctx) =>
        ctx.tx
          .insertInto('petitions.move')
          .values({
            petition_id: id,
            step,
            from_state: from,
            to_state: to,
            day: today,
            reason,
            document: 'passing_note',
            made_by: by.accountId,
            ...more,
          })
          .execute(),
      );
    await expect(
      moving('pass_on', 'forwarded', 'passed_on', kanwil, { to_unit_id: office.units.musi }),
    ).rejects.toThrow(/does not move/);
    await expect(reads(section, (ctx) => ctx.tx.deleteFrom('petitions.passing').execute())).rejects.toThrow(
      /permission denied/,
    );
    await expect(
      reads(section, (ctx) => ctx.tx.updateTable('petitions.passing').set({ taken: true }).execute()),
    ).rejects.toThrow(/permission denied/);
  });
});

describe('about somebody who is not found', () => {
  test('it is noted as it was told, stays without a client, and is given one when he is registered', async () => {
    expect(
      await does(desk, (ctx) =>
        recordPetition(ctx, {
          officeId: unitId,
          text: text({ clientName: '' }),
          petitioner: who,
          channel: 'written',
          readBack: false,
          receivedOn: today,
          file: null,
        }),
      ),
    ).toEqual({ ok: false, refusal: 'client_missing' });
    const described = await recorded({ clientName: '', clientDetails: 'Bertato naga, tinggal di Jalan Rekaan' });
    const { rows } = await reads(section, (ctx) => listPetitions(ctx, { unitId, today, state: 'waiting' }));
    expect(rows.find(({ id: one }) => one === described.id)?.clientName).toBe('Bertato naga, tinggal di Jalan Rekaan');
    const { id } = await recorded({ clientName: 'Bang Jampang, orang baru' });
    expect(await reads(section, (ctx) => findClientsFor(ctx, id, 'Jampang'))).toEqual([]);
    expect(await reads(section, (ctx) => readPetition(ctx, id))).toMatchObject({ client: null, state: 'received' });
    expect(
      await does(section, (ctx) =>
        acceptPetition(ctx, { petitionId: id, grounds: ['unrest'], summary: 'keributan berulang di warung' }),
      ),
    ).toEqual({ ok: false, refusal: 'wrong_state' });
    const later = await aClient(office, { pk: pk.staffId, name: 'Jampang Rekaan' });
    const [found] = await reads(section, (ctx) => findClientsFor(ctx, id, 'Jampang'));
    expect(found).toMatchObject({ caseId: later.caseId });
    expect(
      await does(section, (ctx) =>
        identifyClient(ctx, { petitionId: id, caseId: found!.caseId, reason: 'baru didaftarkan hari ini' }),
      ),
    ).toEqual({ ok: true });
    expect(await stateOf(id)).toBe('identified');
  });
});

test('the figures of a desk part the same petitions three ways, and each opens its list', async () => {
  // What the public sent in is of the day that the database knows, which may be of another month.
  await database.owner.query(`update petitions.petition set received_on = $1 where received_on > $1`, [today]);
  const at = { unitId, today };
  const figures = await reads(section, (ctx) => readPetitionFigures(ctx, at, 2026));
  const total = async (more: object) => (await reads(section, (ctx) => listPetitions(ctx, { ...at, ...more }))).total;
  expect(figures.received).toBe(await total({ receivedIn: '2026' }));
  expect(figures.ended).toBe(await total({ endedIn: '2026' }));
  expect(figures.ended).toBeGreaterThan(0);
  expect(figures.middleDays).toBe(0);
  for (const one of figures.months) {
    expect(one.received).toBe(await total({ receivedIn: one.month }));
    expect(one.ended).toBe(await total({ endedIn: one.month }));
  }
  for (const one of figures.channels) expect(one.count).toBe(await total({ receivedIn: '2026', channel: one.channel }));
  for (const one of figures.states) expect(one.count).toBe(await total({ receivedIn: '2026', state: one.state }));
  for (const parts of [
    figures.months.map((one) => one.received),
    figures.channels.map((one) => one.count),
    figures.states.map((one) => one.count),
  ])
    expect(parts.reduce((sum, one) => sum + one, 0)).toBe(figures.received);
  // Answers of one, two and more days, so that the middle one and nine in ten differ; counted apart from the query.
  await database.owner.query(
    `update petitions.petition p set received_on = p.ended_on - x.nth from (select id, row_number() over (order by id)::int as nth
       from petitions.petition where unit_id = $1 and ended_on is not null) x where x.id = p.id`,
    [unitId],
  );
  const { rows } = await database.owner.query<{ month: string; days: number }>(
    `select to_char(ended_on, 'YYYY-MM') as month, ended_on - received_on as days from petitions.petition
     where unit_id = $1 and ended_on between '2026-01-01' and '2026-12-31'`,
    [unitId],
  );
  const within = (share: number, days: readonly number[]) =>
    days.length === 0 ? null : days.toSorted((a, b) => a - b)[Math.ceil(days.length * share) - 1]!;
  const again = await reads(section, (ctx) => readPetitionFigures(ctx, at, 2026));
  const all = rows.map(({ days }) => days);
  expect([again.middleDays, again.mostDays]).toEqual([within(0.5, all), within(0.9, all)]);
  expect(again.mostDays).toBeGreaterThan(again.middleDays!);
  for (const one of again.months) {
    const those = rows.filter(({ month }) => month === one.month).map(({ days }) => days);
    expect([one.middleDays, one.mostDays]).toEqual([within(0.5, those), within(0.9, those)]);
  }
  await expect(reads(otherHead, (ctx) => readPetitionFigures(ctx, at, 2026))).rejects.toThrow(NotFound);
  await expect(reads(kanwil, (ctx) => readPetitionFigures(ctx, at, 2026))).rejects.toThrow(NotFound);
  expect(await reads(section, (ctx) => yearsOfPetitions(ctx, at))).toContain(2026);
});

test('the tiers see sums of the desks below them, and nothing of what complains of themselves or of those above', async () => {
  const { kanwil: kanwilId, ditjenpas, musi } = office.units;
  // One that lies below but complains of the Kanwil, and one of the centre: neither is among the sums of whom it names.
  const plant = async (at: number, accused: number) => {
    const { rows } = await database.owner.query<{ id: string }>(
      `insert into petitions.petition (reference, code_hash, submission_hash, office_id, unit_id, channel, asks, about, client_name, client_details, accused, accused_unit_id, told,
         happened, state, received_on, made_by)
       select 'P-' || lpad(upper(to_hex($2::int * 256 + $1::int)), 5, '0'), sha256(random()::text::bytea), sha256(random()::text::bytea), p.office_id, $1::int, p.channel, p.asks, p.about, p.client_name, p.client_details, p.accused, $2::int,
         p.told, p.happened, 'forwarded', '2026-11-02', p.made_by
       from petitions.petition p limit 1 returning id`,
      [at, accused],
    );
    return rows[0]!.id;
  };
  await plant(musi, kanwilId);
  await plant(musi, ditjenpas);
  await plant(kanwilId, musi);
  const counted = async (of: number, without: readonly number[]) =>
    (
      await database.owner.query<{ unit_id: number; received: number; ended: number; waiting: number }>(
        `select p.unit_id, count(*) filter (where p.received_on between '2026-01-01' and '2026-12-31')::int as received,
           count(*) filter (where p.ended_on between '2026-01-01' and '2026-12-31')::int as ended, count(*) filter (where p.ended_on is null)::int as waiting
         from petitions.petition p join units.unit u on u.id = p.unit_id
         where u.id <> $1 and $1 = any (u.path) and not (coalesce(p.accused_unit_id, 0) = any ($2)) group by 1 order by 1`,
        [of, without],
      )
    ).rows;
  const told = async (who: Officer, of: number) =>
    (await reads(who, (ctx) => readFiguresBelow(ctx, of, 2026)))
      .map(({ unitId: unit_id, received, ended, waiting }) => ({ unit_id, received, ended, waiting }))
      .sort((a, b) => a.unit_id - b.unit_id);
  const ofKanwil = await told(kanwil, kanwilId);
  expect(ofKanwil).toEqual(await counted(kanwilId, [kanwilId, ditjenpas]));
  const ofCentre = await told(centre, ditjenpas);
  expect(ofCentre).toEqual(await counted(ditjenpas, [ditjenpas]));
  const at = (rows: typeof ofCentre, unit: number) => rows.find((one) => one.unit_id === unit);
  expect(at(ofKanwil, unitId)!.received).toBeGreaterThan(3);
  expect(at(ofCentre, kanwilId)).toBeDefined();
  expect(at(ofCentre, musi)!.received).toBe((at(ofKanwil, musi)?.received ?? 0) + 1);
  // What nine in ten did not exceed, desk by desk, counted apart from the query.
  for (const desk of await reads(kanwil, (ctx) => readFiguresBelow(ctx, kanwilId, 2026))) {
    const { rows } = await database.owner.query<{ days: number }>(
      `select ended_on - received_on as days from petitions.petition where unit_id = $1 and ended_on between '2026-01-01' and '2026-12-31'
         and not (coalesce(accused_unit_id, 0) = any ($2)) order by 1`,
      [desk.unitId, [kanwilId, ditjenpas]],
    );
    const within = (share: number) => rows[Math.ceil(rows.length * share) - 1]?.days ?? null;
    expect([desk.unitName, desk.middleDays, desk.mostDays]).toEqual([desk.unitName, within(0.5), within(0.9)]);
  }
  // Each sum is as long as the list that it opens, and the list says nothing of whom or by whom.
  for (const [who, of] of [
    [kanwil, kanwilId],
    [centre, ditjenpas],
  ] as const) {
    const desks = await reads(who, (ctx) => readFiguresBelow(ctx, of, 2026));
    const opens = (what: SumBelow, deskId?: number) =>
      reads(who, (ctx) => listPointersBelow(ctx, { unitId: of, year: 2026, deskId, what }, { limit: 500 }));
    for (const what of sumsBelow) {
      for (const desk of desks) {
        const { rows, total } = await opens(what, desk.unitId);
        expect([what, desk.unitName, total, rows.length]).toEqual([what, desk.unitName, desk[what], desk[what]]);
        expect(rows.every((row) => row.unitId === desk.unitId)).toBe(true);
      }
      const whole = await opens(what);
      expect(whole.total).toBe(desks.reduce((sum, desk) => sum + desk[what], 0));
      expect(new Set(whole.rows.flatMap((row) => Object.keys(row)))).toEqual(
        new Set(whole.total === 0 ? [] : ['reference', 'unitId', 'unitName', 'state', 'days', 'overdue']),
      );
      if (what === 'overdue') expect(whole.rows.every(({ overdue }) => overdue)).toBe(true);
    }
  }
  for (const [who, of] of [
    [head, unitId],
    [head, kanwilId],
    [kanwil, ditjenpas],
    [kanwil, unitId],
    [centre, kanwilId],
  ] as const) {
    await expect(reads(who, (ctx) => readFiguresBelow(ctx, of, 2026))).rejects.toThrow(NotFound);
    // The database itself tells nothing either, whoever asks it past the application.
    const asked = await reads(who, (ctx) => sql`select * from petitions.figures_below(${of}, 2026)`.execute(ctx.tx));
    expect(asked.rows).toEqual([]);
    const pointers = (ctx: ReadCtx) => listPointersBelow(ctx, { unitId: of, year: 2026, what: 'waiting' });
    await expect(reads(who, pointers)).rejects.toThrow(NotFound);
    const past = await reads(who, (ctx) =>
      sql`select * from petitions.pointers_below(${of}, 2026, null, 'waiting')`.execute(ctx.tx),
    );
    expect(past.rows).toEqual([]);
  }
});

test('the numbers above the list are the lengths of what they open', async () => {
  const counts = await reads(section, (ctx) => countPetitions(ctx, unitId, today));
  const total = async (state: 'waiting' | 'received' | 'passed_on' | 'refusal_proposed' | 'accepted') =>
    (await reads(section, (ctx) => listPetitions(ctx, { unitId, today, state }))).total;
  expect([counts.waiting, counts.received, counts.passedOn, counts.toDecide, counts.accepted]).toEqual([
    await total('waiting'),
    await total('received'),
    await total('passed_on'),
    await total('refusal_proposed'),
    await total('accepted'),
  ]);
  expect(counts.waiting).toBeGreaterThan(3);
  expect((await reads(section, (ctx) => listPetitions(ctx, { unitId, today, overdue: true }))).total).toBe(
    counts.overdue,
  );
});
