import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import type { PartialDate } from '#kernel/partial-date';
import type { PlainDate } from '#kernel/plain-date';
import { NotAllowed, NotFound } from '#platform/errors';
import type { Answer, Ctx, ReadCtx } from '#platform/ctx';
import { freshDatabase } from '#tests/support/database';
import { defaultNow, openOffice, type Officer } from '#tests/support/office';
import { asMany } from '#tests/support/width';
import {
  addAlias,
  askWho,
  decideHit,
  decideLink,
  followLinks,
  jobs,
  listForAccess,
  listLinksOf,
  listQuestions,
  openSide,
  searchPeople,
  type Decided,
  type LinkMoved,
  type Opened,
} from '../index.server.ts';
import { judgeLink, linkAnswers, linkStates, moves, type LikenessAnswer, type LinkAnswer } from '../links.rules.ts';

const database = await freshDatabase('links');
const office = await openOffice(database);
afterAll(() => office.close());
const heard: LinkMoved[] = [];
followLinks('test', async (_, moved) => void heard.push(moved));
afterAll(() => followLinks('test', async () => {}));

const [pk, section, head, kupangPk, kupangHead, counter] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('pk', 'kupang'),
  office.officer('head_of_bapas', 'kupang'),
  office.officer('counter', 'palembang'),
]);
const day = (text: string): PartialDate => ({ text, precision: 'day' });
let clock = defaultNow.getTime();
async function write<T extends Answer>(who: Officer, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const time = (clock += 120_000).toString(16).padStart(12, '0');
  const id = `${time.slice(0, 8)}-${time.slice(8)}${newId().slice(13)}`;
  return (await office.as(who, new Date(clock))).runOnce({ id, body: {} }, work);
}
async function read<T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>): Promise<T> {
  return (await office.as(who, new Date((clock += 3_700_000)))).read(query);
}

type Given = { name: string; birth?: string; mother?: string; nik?: string };
async function aPerson({ name, birth, mother, nik }: Given, at: 'palembang' | 'kupang' = 'palembang'): Promise<string> {
  const { id } = await office.owner
    .insertInto('people.person')
    .values({
      unit_id: office.units[at],
      name,
      nik: nik ?? null,
      mother_name: mother ?? '',
      ...(birth ? { birth_date: birth, birth_precision: 'day' } : {}),
      ask_due: false,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
const syllables = ['ba', 'ri', 'no', 'su', 'ka', 'le', 'mi', 'to', 'wa', 'gu', 'de', 'ha'];
/** A name that nobody else bears. */
let named = 0;
function aName(): string {
  const word = (from: number) => [0, 1, 2].map((at) => syllables[Math.floor(from / 12 ** at) % 12]).join('');
  named += 1;
  return `${word(named * 7 + 31)}n ${word(named * 131 + 977)}s`;
}
/** Two records that an asking about the first finds to be alike. */
async function twoAlike(at: 'palembang' | 'kupang' = 'palembang', over: Partial<Given> = {}) {
  const given = { name: aName(), birth: '1988-03-17', mother: aName(), ...over };
  const own = await aPerson(given);
  const other = await aPerson({ ...given, name: given.name.replace('n ', 'm ') }, at);
  return { own, other, given };
}
async function hitOn(who: Officer, own: string, given: Given): Promise<string> {
  const found = await read(who, (ctx) =>
    askWho(
      ctx,
      { name: given.name, birth: day(given.birth!), mother: given.mother, nik: given.nik },
      { personId: own },
    ),
  );
  const hit = found.candidates[0]?.hit ?? found.elsewhereHits[0];
  if (!hit) throw new Error('nobody is alike');
  return hit;
}
const says = (who: Officer, own: string, hitId: string, answer: LikenessAnswer) =>
  write<Decided>(who, (ctx) => decideHit(ctx, { personId: own, hitId, answer, reason: 'dibandingkan dengan berkas' }));
const answers = (who: Officer, personId: string, linkId: string, answer: LinkAnswer) =>
  write<Decided>(who, (ctx) => decideLink(ctx, { personId, linkId, answer, reason: 'diperiksa ulang' }));
async function linked(own: string, given: Given, who = pk): Promise<string> {
  const decided = await says(who, own, await hitOn(who, own, given), 'same');
  if (!decided.ok) throw new Error(decided.refusal);
  return decided.linkId;
}
const stateOf = async (linkId: string) =>
  (await office.owner.selectFrom('people.link').select('state').where('id', '=', linkId).executeTakeFirstOrThrow())
    .state;

describe('inside one office', () => {
  test('one person ties two records together, with the evidence of that day, and undoes it', async () => {
    const { own, other, given } = await twoAlike();
    heard.length = 0;
    const linkId = await linked(own, given);
    expect(await stateOf(linkId)).toBe('linked');
    const [link] = await read(pk, (ctx) => listLinksOf(ctx, own));
    expect(link).toMatchObject({
      linkId,
      state: 'linked',
      other: { personId: other },
      pointer: { unit: 'Bapas Kelas I Palembang' },
      answers: ['undo'],
      decisions: [{ answer: 'same', reason: 'dibandingkan dengan berkas' }],
    });
    expect(link!.decisions[0]!.evidence.map(({ about }) => about)).toEqual(expect.arrayContaining(['name', 'birth']));
    // From the other side it is the same link.
    expect((await read(pk, (ctx) => listLinksOf(ctx, other)))[0]).toMatchObject({ linkId, other: { personId: own } });
    expect(heard).toMatchObject([{ what: 'linked', linkId }]);
    expect(new Set(heard[0]!.sides.map(({ personId }) => personId))).toEqual(new Set([own, other]));

    expect(await answers(section, other, linkId, 'undo')).toMatchObject({ ok: true, state: 'undone' });
    expect(heard.at(-1)).toMatchObject({ what: 'unlinked', linkId });
  });

  test('what the counter and another office may not decide, they cannot', async () => {
    const { own, given } = await twoAlike();
    const linkId = await linked(own, given);
    await expect(answers(counter, own, linkId, 'undo')).rejects.toThrow(NotAllowed);
    await expect(answers(kupangHead, own, linkId, 'undo')).rejects.toThrow(NotFound);
    // A hit of somebody else's asking is nobody's to answer.
    const another = await twoAlike();
    const hit = await hitOn(section, another.own, another.given);
    await expect(says(pk, another.own, hit, 'same')).rejects.toThrow(NotFound);
  });

  test('every state takes the answers of the table and no other, in the rules and in the database', async () => {
    for (const state of linkStates)
      for (const answer of linkAnswers) {
        const { own, given } = await twoAlike();
        const linkId = await linked(own, given);
        await office.owner
          .updateTable('people.link')
          .set({ state, needs_two: false })
          .where('id', '=', linkId)
          .execute();
        const allowed = moves[state][answer];
        const direct = await write(head, async (ctx) => {
          await ctx.tx
            .insertInto('people.link_decision')
            .values({
              link_id: linkId,
              unit_id: office.units.palembang,
              answer,
              reason: 'langsung',
              decided_by: head.accountId,
            })
            .execute();
          return { ok: true };
        }).then(
          () => stateOf(linkId),
          (error: { code?: string }) => error.code,
        );
        expect(direct, `${state} ${answer}`).toBe(allowed ?? '23514');
      }
  });
});

describe('between two offices', () => {
  test('it is proposed by one and approved by another who leads; neither learns more of the other record than the pointer', async () => {
    const { own, other, given } = await twoAlike('kupang');
    const found = await read(pk, (ctx) =>
      askWho(ctx, { name: given.name, birth: day(given.birth), mother: given.mother }, { personId: own }),
    );
    expect(JSON.stringify(found)).not.toContain(other);
    expect(Object.keys(found.elsewhere[0]!).sort()).toEqual(['agrees', 'ask', 'band', 'unit']);
    const linkId = await linked(own, given);
    expect(await stateOf(linkId)).toBe('proposed');
    expect(await answers(pk, own, linkId, 'approve')).toEqual({ ok: false, refusal: 'own_proposal' });
    const second = await office.officer('pk', 'palembang');
    expect(await answers(second, own, linkId, 'approve')).toEqual({ ok: false, refusal: 'only_leaders' });

    // The other office sees that a link waits, of whom of its own, and the pointer.
    const [atKupang] = await read(kupangHead, (ctx) => listLinksOf(ctx, other));
    expect(atKupang).toMatchObject({
      state: 'proposed',
      other: undefined,
      pointer: { unit: 'Bapas Kelas I Palembang' },
      decisions: [],
      answers: ['approve', 'refuse', 'undo'],
    });
    expect(JSON.stringify(atKupang)).not.toContain(own);
    const questions = await read(kupangHead, (ctx) => listQuestions(ctx));
    expect(questions.rows).toMatchObject([{ personId: other, why: 'proposed', other: undefined }]);

    expect(await answers(kupangHead, other, linkId, 'approve')).toMatchObject({ ok: true, state: 'linked' });
    expect((await read(kupangHead, (ctx) => listQuestions(ctx))).total).toBe(0);
    // A link opens nothing.
    for (const who of [pk, head]) {
      await expect(read(who, (ctx) => listLinksOf(ctx, other))).rejects.toThrow(NotFound);
      const result = await read(who, (ctx) => searchPeople(ctx, given.name.replace('n ', 'm ')));
      expect(JSON.stringify(result)).not.toContain(other);
    }
    // One of two cannot undo what two decided, unless he leads.
    expect(await answers(kupangPk, other, linkId, 'undo')).toEqual({ ok: false, refusal: 'only_leaders' });
    expect(await answers(head, own, linkId, 'undo')).toMatchObject({ ok: true, state: 'undone' });
  });

  test('whoever leads lays a record open to the other office, for comparing and for some days, and nobody else does', async () => {
    const { own, other, given } = await twoAlike('kupang', { nik: undefined });
    const linkId = await linked(own, given);
    const seenFrom = async (who: Officer, personId: string) =>
      (await read(who, (ctx) => listLinksOf(ctx, personId))).find((link) => link.linkId === linkId)!;
    const opens = (who: Officer, personId: string) =>
      write<Opened>(who, (ctx) => openSide(ctx, { personId, linkId, reason: 'diminta lewat telepon' }));
    expect(await seenFrom(kupangHead, other)).toMatchObject({ opened: undefined, shownUntil: null, mayShow: true });
    expect(await seenFrom(pk, own)).toMatchObject({ opened: undefined, mayShow: false });
    await expect(opens(pk, own)).rejects.toThrow(NotAllowed);
    await expect(opens(kupangHead, own)).rejects.toThrow(NotFound);

    expect(await opens(head, own)).toEqual({ ok: true });
    const shown = (await seenFrom(kupangHead, other)).opened!;
    expect(shown.other).toMatchObject({
      personId: own,
      name: given.name,
      motherName: given.mother,
      registerLabels: [],
    });
    expect(shown.agrees).toEqual(expect.arrayContaining(['name', 'birth', 'mother']));
    expect((await seenFrom(pk, own)).shownUntil).toBeInstanceOf(Date);
    // It opens one way, to the office of the link, and nothing of the record itself.
    expect((await seenFrom(pk, own)).opened).toBeUndefined();
    await expect(read(kupangHead, (ctx) => listLinksOf(ctx, own))).rejects.toThrow(NotFound);
    const looks = await office.owner
      .selectFrom('platform.access_log')
      .select(['unit_id', 'actor_id'])
      .where('what', '=', 'person.opened_side_viewed')
      .where('person_id', '=', own)
      .execute();
    expect(looks).toEqual([{ unit_id: office.units.palembang, actor_id: kupangHead.accountId }]);

    await office.owner.updateTable('people.link_opening').set({ until: new Date() }).execute();
    expect((await seenFrom(kupangHead, other)).opened).toBeUndefined();
    const inside = await twoAlike();
    const within = await linked(inside.own, inside.given);
    expect(
      await write<Opened>(head, (ctx) => openSide(ctx, { personId: inside.own, linkId: within, reason: 'keliru' })),
    ).toEqual({ ok: false, refusal: 'nobody_to_show' });
  });

  test('the database itself refuses the proposer as his own second person', async () => {
    const { own, given } = await twoAlike('kupang');
    const linkId = await linked(own, given, head);
    expect(await stateOf(linkId)).toBe('proposed');
    await expect(
      write(head, async (ctx) => {
        await ctx.tx
          .insertInto('people.link_decision')
          .values({
            link_id: linkId,
            unit_id: office.units.palembang,
            answer: 'approve',
            reason: 'sendiri',
            decided_by: head.accountId,
          })
          .execute();
        return { ok: true };
      }),
    ).rejects.toThrow(/does not approve/);
  });

  test('a child needs two people also inside one office', async () => {
    const { own, other, given } = await twoAlike();
    await office.owner
      .insertInto('cases.client_case')
      .values({
        person_id: other,
        unit_id: office.units.palembang,
        kind: 'diversion',
        age_group: 'child',
        state: 'active',
        received_on: '2026-01-05',
        guarded: true,
      })
      .execute();
    const linkId = await linked(own, given, head);
    expect(await stateOf(linkId)).toBe('proposed');
    expect(await answers(section, own, linkId, 'approve')).toMatchObject({ ok: true, state: 'linked' });
  });
});

describe('what is not known', () => {
  test('somebody excluded gains nothing by a link, and his link is not there', async () => {
    const kin = await office.officer('section_head', 'palembang');
    const { own, other, given } = await twoAlike();
    const linkId = await linked(own, given);
    await write(head, (ctx) =>
      listForAccess(ctx, {
        personId: other,
        kind: 'exclusion',
        accountId: kin.accountId,
        officer: '',
        startsOn: '2020-01-01' as PlainDate,
        endsOn: null,
        reason: 'keponakan',
      }),
    );
    expect(await read(kin, (ctx) => listLinksOf(ctx, own))).toEqual([]);
    await expect(answers(kin, own, linkId, 'undo')).rejects.toThrow(NotFound);
    for (const [table, column] of [
      ['people.link', 'id'],
      ['people.link_side', 'link_id'],
      ['people.link_decision', 'link_id'],
      ['people.question', 'link_id'],
    ] as const) {
      const { rows } = await read(kin, (ctx) =>
        sql`select ${sql.ref(column)} from ${sql.table(table)}`.execute(ctx.tx),
      );
      expect(JSON.stringify(rows), table).not.toContain(linkId);
    }
  });

  test('unsure becomes a question with its age, and an answer closes it', async () => {
    const { own, given } = await twoAlike();
    const decided = await says(pk, own, await hitOn(pk, own, given), 'unsure');
    if (!decided.ok) throw new Error(decided.refusal);
    const mine = (rows: readonly { linkId: string }[]) => rows.filter(({ linkId }) => linkId === decided.linkId);
    const { rows, total } = await read(section, (ctx) => listQuestions(ctx));
    expect(mine(rows)).toMatchObject([{ why: 'unsure', personId: own }]);
    expect(total).toBe(rows.length);
    const counted = await office.owner
      .selectFrom('people.question')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('unit_id', '=', office.units.palembang)
      .where('closed_at', 'is', null)
      .executeTakeFirstOrThrow();
    expect(total).toBe(Number(counted.n));
    await jobs['people.count-questions'].run(office.work(new Date(clock)), { unitId: office.units.palembang });
    const open = () =>
      office.owner
        .selectFrom('tasks.task')
        .select('id')
        .where('kind', '=', 'people.questions')
        .where('unit_id', '=', office.units.palembang)
        .where('state', '=', 'open')
        .execute();
    expect(await open()).toHaveLength(1);
    expect(await answers(section, own, decided.linkId, 'not_same')).toMatchObject({ ok: true, state: 'not_same' });
    expect(mine((await read(section, (ctx) => listQuestions(ctx))).rows)).toEqual([]);
  });

  test('a circle, two numbers and two birthdays need attention until they are undone', async () => {
    const mother = aName();
    const name = aName();
    const given = { name, birth: '1990-02-02', mother };
    const [a, b, c] = [await aPerson(given), await aPerson(given), await aPerson(given)];
    const hitBetween = async (own: string, wanted: string) => {
      const found = await read(pk, (ctx) => askWho(ctx, { name, birth: day(given.birth), mother }, { personId: own }));
      return found.candidates.find(({ personId }) => personId === wanted)!.hit!;
    };
    const decide = async (own: string, other: string, answer: LikenessAnswer) => {
      const decided = await says(pk, own, await hitBetween(own, other), answer);
      if (!decided.ok) throw new Error(decided.refusal);
      return decided.linkId;
    };
    const open = async () =>
      (
        await office.owner
          .selectFrom('people.question')
          .select(['why', 'link_id'])
          .where('person_id', 'in', [a, b, c])
          .where('closed_at', 'is', null)
          .execute()
      ).map(({ why }) => why);
    const ab = await decide(a, b, 'same');
    await decide(a, c, 'not_same');
    expect(await open()).toEqual([]);
    const bc = await decide(b, c, 'same');
    expect(new Set(await open())).toEqual(new Set(['circle']));
    await answers(pk, b, bc, 'undo');
    expect(await open()).toEqual([]);

    await office.owner.updateTable('people.person').set({ nik: '1600000202900001' }).where('id', '=', a).execute();
    await office.owner.updateTable('people.person').set({ nik: '1600000202900002' }).where('id', '=', b).execute();
    await office.owner.updateTable('people.person').set({ birth_date: '1979-11-23' }).where('id', '=', b).execute();
    await answers(pk, a, ab, 'undo');
    await answers(pk, a, ab, 'same');
    expect(new Set(await open())).toEqual(new Set(['niks', 'births']));
    await answers(pk, a, ab, 'undo');
    expect(await open()).toEqual([]);
  });
});

describe('asked by itself', () => {
  const run = () => jobs['people.ask-again'].run(office.work(new Date(clock)), { unitId: office.units.palembang });
  const openAbout = async (personId: string) =>
    office.owner
      .selectFrom('people.question')
      .select('why')
      .where('person_id', '=', personId)
      .where('closed_at', 'is', null)
      .execute();

  test('a new record that is like another one becomes a question once, and "not the same" is remembered until something new agrees', async () => {
    const { own, given } = await twoAlike();
    await office.owner.updateTable('people.person').set({ ask_due: true }).where('id', '=', own).execute();
    await run();
    expect(await openAbout(own)).toEqual([{ why: 'candidate' }]);
    const [link] = await read(pk, (ctx) => listLinksOf(ctx, own));
    expect(link!.answers).toEqual(['same', 'not_same', 'unsure']);
    expect(await answers(pk, own, link!.linkId, 'not_same')).toMatchObject({ state: 'not_same' });

    await write(pk, (ctx) => addAlias(ctx, { personId: own, name: 'Si Gondrong', kind: 'alias' }));
    await run();
    expect(await openAbout(own)).toEqual([]);
    // Both turn out to be born in the same town, of which nothing was known.
    await office.owner
      .updateTable('people.person')
      .set({ birth_place: 'Sekayu' })
      .where('mother_name', '=', given.mother)
      .execute();
    await run();
    expect((await openAbout(own)).length).toBe(1);
    expect(await stateOf(link!.linkId)).toBe('open');
  });
});

test('linking and undoing leaves every row of people as it was but the decisions, over many histories', async () => {
  const people = await Promise.all(
    [0, 1, 2, 3].map(() => aPerson({ name: 'Sumarni Wulandari', birth: '1985-05-05', mother: 'Kasiyem' })),
  );
  const hits = new Map<string, string>();
  for (const own of people) {
    const found = await read(pk, (ctx) =>
      askWho(ctx, { name: 'Sumarni Wulandari', birth: day('1985-05-05'), mother: 'Kasiyem' }, { personId: own }),
    );
    for (const { personId, hit } of found.candidates) hits.set(`${own} ${personId}`, hit!);
  }
  const kept = new Set(['link', 'link_side', 'link_decision', 'question', 'asking', 'asking_hit']);
  const { rows: tables } = await database.owner.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'people'::regnamespace and c.relkind = 'r' order by 1`,
  );
  const looked = tables.filter(({ name }) => !kept.has(name));
  expect(looked.length).toBeGreaterThan(8);
  const everything = looked
    .map(({ name }) => `(select md5(string_agg(t::text, '|' order by t::text)) from people.${name} t)`)
    .join(`, `);
  const digest = async () =>
    (await database.owner.query<{ all: string }>(`select concat_ws(' ', ${everything}) as all`)).rows[0]!.all;
  const before = await digest();
  const runner = await office.as(pk);
  const act = fc.record({
    a: fc.nat({ max: 3 }),
    b: fc.nat({ max: 3 }),
    answer: fc.constantFrom('same' as const, 'not_same' as const, 'unsure' as const, 'undo' as const),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 5 }), async (acts) => {
      await runner.runOnce({ id: newId(), body: {} }, async (ctx) => {
        const made = new Set<string>();
        for (const { a, b, answer } of acts) {
          const hitId = hits.get(`${people[a]} ${people[b]}`);
          if (!hitId) continue;
          const links = await listLinksOf(ctx, people[a]!);
          const link = links.find(({ other }) => other?.personId === people[b]);
          if (answer === 'undo') {
            if (link) await decideLink(ctx, { personId: people[a]!, linkId: link.linkId, answer, reason: 'salah' });
            continue;
          }
          if (link && !link.answers.includes(answer)) continue;
          const done = link
            ? await decideLink(ctx, { personId: people[a]!, linkId: link.linkId, answer, reason: 'sama' })
            : await decideHit(ctx, { personId: people[a]!, hitId, answer, reason: 'sama' });
          if (done.ok) made.add(done.linkId);
        }
        for (const personId of people)
          for (const { linkId, answers: possible } of await listLinksOf(ctx, personId))
            if (possible.includes('undo'))
              await decideLink(ctx, { personId, linkId, answer: 'undo', reason: 'dibatalkan' });
        return { ok: true };
      });
      expect(await digest()).toBe(before);
      const { rows } = await database.owner.query(
        `select 1 from people.question q join people.link_side s on s.link_id = q.link_id where s.person_id = any ($1) and q.closed_at is null and q.why in ('circle', 'niks', 'births')`,
        [people],
      );
      expect(rows).toEqual([]);
    }),
    { numRuns: asMany(40, 500) },
  );
});

test('the rules ask for two people where the link does, whoever decides', () => {
  for (const state of linkStates)
    for (const answer of linkAnswers)
      for (const leads of [false, true])
        for (const needsTwo of [false, true]) {
          const verdict = judgeLink({ state, needsTwo, proposedBy: 'me' }, answer, { accountId: 'me', leads });
          if (verdict.ok && verdict.next === 'linked') expect(needsTwo).toBe(false);
        }
});
