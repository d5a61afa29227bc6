import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { plainDate } from '#kernel/plain-date';
import type { Answer, Ctx, ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import type { JobWork } from '#platform/job';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { comparisonMoves, comparisonStates, comparisonSteps, nextComparisonState } from '../comparisons.rules.ts';
import {
  countFound,
  countQuestions,
  decideLink,
  followLinks,
  getComparison,
  getQuestion,
  jobs,
  listComparable,
  listComparisons,
  listForAccess,
  listQuestions,
  questionAfter,
  startComparison,
  steerComparison,
  type LinkMoved,
} from '../index.server.ts';
import type { QuestionFilter } from '../questions.ts';

const database = await freshDatabase('comparisons');
const office = await openOffice(database);
afterAll(() => office.close());
const { palembang, musi, kupang } = office.units;
const [head, section, pk, counter, admin, kanwil, otherKanwil, kupangHead] = await Promise.all([
  office.officer('head_of_bapas', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('pk', 'palembang'),
  office.officer('counter', 'palembang'),
  office.officer('office_admin', 'palembang'),
  office.officer('kanwil', 'kanwil'),
  office.officer('kanwil', 'otherKanwil'),
  office.officer('head_of_bapas', 'kupang'),
]);
const heard: LinkMoved[] = [];
let fails = () => false;
followLinks('test', async (_, moved) => {
  if (fails()) throw new Error('fell');
  heard.push(moved);
});
afterAll(() => followLinks('test', async () => {}));

const does = async <T extends Answer>(who: Officer, deed: (ctx: Ctx) => Promise<T>) =>
  (await office.as(who, new Date())).runOnce({ id: newId(), body: {} }, deed);
const reads = async <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>) =>
  (await office.as(who, new Date())).read(query);

/** Numbers as good as drawn, the same at each run. */
let drawn = 20_261_130;
const draw = (below: number) => (drawn = (drawn * 48_271) % 2_147_483_647) % below;
const word = () =>
  Array.from({ length: 3 }, () => `${'bcdfghjklmnprstw'[draw(16)]}${'aeiou'[draw(5)]}`).join('') + 'ngskr'[draw(5)];
/** Names that nobody else bears, of which one letter is heard wrong elsewhere. */
const aName = () => `${word()}en ${word()}`;
const born = () =>
  `${1950 + draw(55)}-${String(1 + draw(12)).padStart(2, '0')}-${String(1 + draw(28)).padStart(2, '0')}`;
type Given = { name: string; birth: string; mother: string };
async function people(list: readonly Given[], unitId: number): Promise<string[]> {
  const rows = await office.owner
    .insertInto('people.person')
    .values(
      list.map(({ name, birth, mother }) => ({
        unit_id: unitId,
        name,
        birth_date: birth,
        birth_precision: 'day',
        mother_name: mother,
        ask_due: false,
      })),
    )
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}
const crowd = (size: number): Given[] =>
  Array.from({ length: size }, () => ({ name: `${word()} ${word()}`, birth: born(), mother: word() }));
/** The same person as another hand wrote him. */
const written = ({ name, ...rest }: Given): Given => ({ ...rest, name: name.replace('en ', 'em ') });
const clear = () =>
  sql`truncate people.question, people.link_decision, people.link_side, people.link, people.asking_hit, people.asking, people.comparison cascade`.execute(
    office.owner,
  );

const twice = Array.from({ length: 8 }, () => ({ name: aName(), birth: born(), mother: aName() }));
const inside = twice.slice(0, 5);
const across = twice.slice(5);
await people(crowd(310), palembang);
await people(crowd(150), kupang);
await people(inside, palembang);
await people(crowd(100), palembang);
await people([...inside.map(written), ...across], palembang);
await people(across.map(written), kupang);
const REGISTER = 310 + 5 + 100 + 5 + 3;

async function start(who: Officer = head, unitId = palembang): Promise<string> {
  const answer = await does(who, (ctx) => startComparison(ctx, { unitId }));
  if (!answer.ok) throw new Error(answer.refusal);
  return answer.comparisonId;
}
const run = (comparisonId: string, work: JobWork = office.work(new Date()), unitId = palembang) =>
  jobs['people.compare'].run(work, { comparisonId, unitId });
const look = (id: string, who = head) => reads(who, (ctx) => getComparison(ctx, id));
const steer = (comparisonId: string, step: (typeof comparisonSteps)[number], who = head) =>
  does(who, (ctx) => steerComparison(ctx, { comparisonId, step }));
const list = (filter: QuestionFilter, who = head) => reads(who, (ctx) => listQuestions(ctx, filter, { limit: 200 }));
/** The pairs that are asked about, by the names of one of the two. */
async function asked(comparisonId: string): Promise<string[]> {
  const { rows } = await list({ comparisonId, state: 'all' });
  return rows.map(({ name }) => name.replace('em ', 'en ')).toSorted();
}
const everyPair = twice.map(({ name }) => name).toSorted();
/** Works as often as it is let, then dies. */
function dying(times: number): JobWork {
  const work = office.work(new Date());
  let left = times;
  return {
    now: work.now,
    perUnit: work.perUnit,
    perUnits: work.perUnits,
    inUnit: (unitId, step) => (left-- > 0 ? work.inUnit(unitId, step) : Promise.reject(new Error('killed'))),
  };
}

describe('a whole register', () => {
  beforeEach(async () => {
    await clear();
    heard.length = 0;
    fails = () => false;
  });

  test('is compared with everybody known: each pair becomes one question, inside the office or across', async () => {
    const id = await start();
    expect(await look(id)).toMatchObject({ state: 'running', total: 0, done: 0, unit: 'Bapas Kelas I Palembang' });
    await run(id);
    expect(await look(id)).toMatchObject({ state: 'done', total: REGISTER, done: REGISTER });
    expect(await asked(id)).toEqual(everyPair);
    const found = await reads(head, (ctx) => countFound(ctx, id));
    expect(found).toMatchObject({ found: 8, open: 8, answered: 0, inside: 5, across: 3 });
    for (const [filter, many] of [
      [{ place: 'inside' }, found.inside],
      [{ place: 'across' }, found.across],
      [{ band: 'strong' }, found.strong],
      [{ band: 'likely' }, found.likely],
      [{ state: 'answered' }, found.answered],
      [{ state: 'all' }, found.found],
    ] as [QuestionFilter, number][])
      expect([filter, (await list({ comparisonId: id, ...filter })).total]).toEqual([filter, many]);
    // What is nearly certain is told to whoever follows links, once for each pair.
    expect(heard.map(({ what }) => what)).toEqual(Array.from({ length: found.strong }, () => 'likely'));
    expect(new Set(heard.map(({ linkId }) => linkId)).size).toBe(found.strong);
    // Of somebody of another office no more than a pointer.
    const { rows } = await list({ comparisonId: id, place: 'across' });
    for (const row of rows) expect(row).toMatchObject({ other: undefined, pointer: { unit: 'Bapas Kelas II Kupang' } });
    expect(await reads(head, listComparisons)).toMatchObject({ total: 1, rows: [{ id }] });
  });

  test('a second run asks nothing again, neither what is open nor what was decided', async () => {
    const first = await start();
    await run(first);
    const { rows } = await list({ comparisonId: first, place: 'inside' });
    for (const [at, { linkId, personId }] of rows.slice(0, 2).entries())
      await does(head, (ctx) =>
        decideLink(ctx, { linkId, personId, answer: at === 0 ? 'same' : 'not_same', reason: 'dibandingkan' }),
      );
    heard.length = 0;
    const second = await start();
    await run(second);
    expect(await look(second)).toMatchObject({ state: 'done', done: REGISTER });
    expect((await reads(head, (ctx) => countFound(ctx, second))).found).toBe(0);
    expect(await reads(head, (ctx) => countFound(ctx, first))).toMatchObject({ found: 8, answered: 2, open: 6 });
    expect(heard).toEqual([]);
  });

  test('killed between chunks or in the middle of one it goes on where it stood, and comes to the same', async () => {
    const id = await start();
    await expect(run(id, dying(1))).rejects.toThrow('killed');
    expect(await look(id)).toMatchObject({ state: 'running', total: REGISTER, done: 200 });
    // Falls after some questions of the chunk are written: they go with it.
    let times = 0;
    fails = () => ++times === 3;
    await expect(run(id)).rejects.toThrow('fell');
    const { done } = await look(id);
    expect(done).toBeLessThan(REGISTER);
    expect(times).toBe(3);
    fails = () => false;
    await run(id);
    expect(await look(id)).toMatchObject({ state: 'done', total: REGISTER, done: REGISTER });
    expect(await asked(id)).toEqual(everyPair);
    const hits = await office.owner.selectFrom('people.asking').select('person_id').execute();
    expect(new Set(hits.map(({ person_id }) => person_id)).size, 'nobody was asked about twice').toBe(hits.length);
  });

  test('one that stands still is taken up; one that is paused or over is left alone', async () => {
    const id = await start();
    await expect(run(id, dying(1))).rejects.toThrow('killed');
    const waiting = async () =>
      (
        await sql<{
          n: number;
        }>`select count(*)::int as n from graphile_worker.jobs where key = ${`people.compare/${id}`}`.execute(
          office.owner,
        )
      ).rows[0]!.n;
    const still = (moved: Date) =>
      sql`delete from graphile_worker._private_jobs where key = ${`people.compare/${id}`}`
        .execute(office.owner)
        .then(() =>
          office.owner.updateTable('people.comparison').set({ moved_at: moved }).where('id', '=', id).execute(),
        );
    await still(new Date());
    await jobs['people.compare-resume'].run(office.work(new Date()));
    expect(await waiting()).toBe(0);
    await still(new Date(Date.now() - 3_600_000));
    await jobs['people.compare-resume'].run(office.work(new Date()));
    expect(await waiting()).toBe(1);
    expect(await steer(id, 'pause')).toEqual({ ok: true });
    await still(new Date(Date.now() - 3_600_000));
    await jobs['people.compare-resume'].run(office.work(new Date()));
    expect(await waiting()).toBe(0);
  });

  test('it pauses, goes on and is ended; what it found stays', async () => {
    const id = await start();
    await expect(run(id, dying(2))).rejects.toThrow('killed');
    expect(await steer(id, 'pause')).toEqual({ ok: true });
    await run(id);
    expect(await look(id)).toMatchObject({ state: 'paused', done: 400 });
    expect(await steer(id, 'pause')).toEqual({ ok: false, refusal: 'comparison_not_now' });
    expect(await steer(id, 'resume')).toEqual({ ok: true });
    await expect(run(id, dying(1))).rejects.toThrow('killed');
    const before = await asked(id);
    expect(await steer(id, 'cancel')).toEqual({ ok: true });
    await run(id);
    expect(await look(id)).toMatchObject({ state: 'cancelled' });
    expect(await asked(id)).toEqual(before);
    for (const step of comparisonSteps)
      expect(await steer(id, step)).toEqual({ ok: false, refusal: 'comparison_not_now' });
    // The next one of the office may begin.
    await start();
  });

  test('one at a time in an office; two runs of one share the work', async () => {
    const id = await start();
    expect(await does(section, (ctx) => startComparison(ctx, { unitId: palembang }))).toEqual({
      ok: false,
      refusal: 'comparison_under_way',
    });
    await start(kanwil, musi);
    await Promise.all([run(id), run(id)]);
    expect(await look(id)).toMatchObject({ state: 'done', done: REGISTER });
    expect(await asked(id)).toEqual(everyPair);
  });

  test('whoever is kept from somebody counts and reads without him; nobody is asked about whom few may know of', async () => {
    const hidden: Given = { name: aName(), birth: '1971-02-03', mother: aName() };
    const [one, two] = await people([hidden, written(hidden)], palembang);
    await office.owner.updateTable('people.person').set({ restricted: true }).where('id', '=', two!).execute();
    const shut = inside[0]!.name;
    const mine = await office.owner
      .selectFrom('people.person')
      .select('id')
      .where('name', '=', shut)
      .executeTakeFirstOrThrow();
    try {
      const id = await start();
      await run(id);
      expect(await asked(id)).toEqual(everyPair);
      const listed = await does(head, (ctx) =>
        listForAccess(ctx, {
          personId: mine.id,
          kind: 'exclusion',
          accountId: section.accountId,
          officer: '',
          reason: 'saudara sepupu',
          startsOn: plainDate('2020-01-01'),
          endsOn: null,
        }),
      );
      expect(listed).toMatchObject({ ok: true });
      expect((await list({ comparisonId: id, state: 'all' }, section)).total).toBe(7);
      expect(await reads(section, (ctx) => countFound(ctx, id))).toMatchObject({ found: 7, inside: 4 });
    } finally {
      await office.owner.deleteFrom('people.access_list').execute();
      await clear();
      await office.owner.deleteFrom('people.name_word').where('person_id', 'in', [one!, two!]).execute();
      await office.owner.deleteFrom('people.person').where('id', 'in', [one!, two!]).execute();
    }
  });
});

describe('who may', () => {
  test('whoever leads the office and the Kanwil above it; nobody else starts, steers or sees one', async () => {
    await clear();
    for (const who of [pk, counter, admin]) {
      await expect(start(who)).rejects.toThrow(NotAllowed);
      await expect(reads(who, listComparisons)).rejects.toThrow(NotAllowed);
      await expect(reads(who, listComparable)).rejects.toThrow(NotAllowed);
    }
    for (const who of [otherKanwil, kupangHead]) await expect(start(who)).rejects.toThrow(NotFound);
    const id = await start(kanwil);
    for (const who of [otherKanwil, kupangHead]) {
      await expect(look(id, who)).rejects.toThrow(NotFound);
      await expect(steer(id, 'cancel', who)).rejects.toThrow(NotFound);
    }
    expect((await reads(kanwil, listComparable)).map(({ unitId, underWay }) => [unitId, underWay])).toEqual([
      [palembang, id],
      [musi, undefined],
    ]);
    expect(await does(kanwil, (ctx) => startComparison(ctx, { unitId: office.units.kanwil }))).toEqual({
      ok: false,
      refusal: 'comparison_no_register',
    });
    expect(await steer(id, 'cancel', section)).toEqual({ ok: true });
  });

  test('a step leads where the table says, and nowhere else', () => {
    for (const from of comparisonStates)
      for (const step of comparisonSteps)
        expect(nextComparisonState(from, step)).toBe((comparisonMoves[from] as Record<string, string>)[step]);
    expect(comparisonStates.filter((from) => nextComparisonState(from, 'finish'))).toEqual(['running']);
  });
});

describe('the questions of a comparison', () => {
  test('are gone through one by one, with one decision each, under the same filter; the Kanwil reads and does not decide', async () => {
    await clear();
    const id = await start();
    await run(id);
    const filter: QuestionFilter = { comparisonId: id, place: 'inside' };
    const { rows, total } = await list(filter);
    let at: string | undefined = rows[0]!.id;
    const met: string[] = [];
    while (at) {
      const here: string = at;
      const one = await reads(head, (ctx) => getQuestion(ctx, here, filter));
      expect(one.previous).toBeUndefined();
      expect(one).toMatchObject({ state: 'open', why: 'candidate', answers: ['same', 'not_same', 'unsure'] });
      expect(one.beside?.agrees).toEqual(expect.arrayContaining(['birth', 'mother']));
      met.push(one.id);
      await does(head, (ctx) =>
        decideLink(ctx, { linkId: one.linkId, personId: one.personId, answer: 'not_same', reason: 'wajah lain' }),
      );
      at = await reads(head, (ctx) => questionAfter(ctx, here, filter));
    }
    expect(met).toEqual(rows.map((row) => row.id));
    expect(met.length).toBe(total);
    expect((await list(filter)).total).toBe(0);
    expect((await list({ ...filter, state: 'answered' })).total).toBe(total);

    const fromAbove = await list({ unitId: palembang }, kanwil);
    expect(fromAbove.total).toBe(3);
    const read = await reads(kanwil, (ctx) => getQuestion(ctx, fromAbove.rows[1]!.id, {}));
    expect(read).toMatchObject({
      answers: [],
      previous: fromAbove.rows[0]!.id,
      next: fromAbove.rows[2]!.id,
      other: undefined,
    });
    await expect(reads(kupangHead, (ctx) => getQuestion(ctx, read.id, {}))).rejects.toThrow(NotFound);
    await expect(list({}, counter)).rejects.toThrow(NotAllowed);
  });

  test('are counted by how long they wait, office by office, and each number is as long as its list', async () => {
    await clear();
    const id = await start();
    await run(id);
    const { rows } = await list({ comparisonId: id });
    for (const [at, days] of [100, 40, 40, 10, 8, 3].entries())
      await office.owner
        .updateTable('people.question')
        .set({ since: new Date(Date.now() - days * 86_400_000) })
        .where('id', '=', rows[at]!.id)
        .execute();
    for (const who of [head, kanwil]) {
      const units = await reads(who, countQuestions);
      expect(units).toMatchObject([{ unitId: palembang, open: 8, over7: 5, over30: 3, over90: 1, inside: 5 }]);
      const [one] = units;
      const lists = [
        [{}, one!.open],
        [{ olderThan: 7 }, one!.over7],
        [{ olderThan: 30 }, one!.over30],
        [{ olderThan: 90 }, one!.over90],
        [{ place: 'inside' }, one!.inside],
      ] as [QuestionFilter, number][];
      for (const [filter, many] of lists) expect((await list({ unitId: palembang, ...filter }, who)).total).toBe(many);
    }
    expect(await reads(otherKanwil, countQuestions)).toEqual([]);
  });
});
