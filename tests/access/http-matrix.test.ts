import { createHash } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { codeOf, formatCode, type Code } from '#kernel/codes';
import { roles, type Role } from '#modules/access';
import { RECEIPT_LENGTH } from '#modules/petitions/server';
import { freshDatabase } from '#tests/support/database';
import { everything, inThisPart, ofThisPart } from '#tests/support/width';
import type { Answer } from '../corpus/forms/browser.ts';
import { comparable, expectedStatus, marksIn, sayWrong, turnedAway, type Wrong } from './http-matrix.ts';
import {
  apiLines,
  complaintLines,
  ownLines,
  publicLines,
  readRoutes,
  sendOnly,
  staffLines,
  type Ids,
  type Line,
} from './http-routes.ts';
import { kindNames, setHttpScene, subjectOf } from './http-scene.ts';
import { relationNames, relations, type Relation, type RelationName } from './relations.ts';
import type { Kind } from './signed.ts';
import { isReached, subjectOfMark, type Asker } from './tables.ts';

/**
 * Layer C of security b.6: every route of src/routes is asked over HTTP, as each role in each relation, about each kind of record.
 * The expected status comes from access.csv and from the route's own word; what is hidden answers as what is absent, and no answer
 * holds a planted string of a row that tables.csv keeps from whoever asks.
 */
const database = await freshDatabase('http_matrix');
const scene = await setHttpScene(database);
afterAll(() => scene.close());
const routes = readRoutes();
const hours = 3 * 3_600_000;

test('every route is expected to answer something, and none that is gone', () => {
  const lines = [staffLines, apiLines, ownLines, publicLines].flatMap((group) => Object.keys(group));
  expect([...lines, ...sendOnly].sort()).toEqual([...routes.keys()].sort());
  for (const [group, who] of [
    [staffLines, 'staff'],
    [apiLines, 'api'],
    [ownLines, 'own'],
    [publicLines, 'public'],
  ] as const)
    for (const route of Object.keys(group)) expect([route, routes.get(route)!.who]).toEqual([route, who]);
});

/** In `npm test` each role where it mostly works, and what ends a right: once each. */
const sample: readonly (readonly [Role, RelationName])[] = [
  ['pk', 'assigned'],
  ['pk', 'same_unit'],
  ['apk', 'assigned'],
  ['counter', 'same_unit'],
  ['section_head', 'same_unit'],
  ['head_of_bapas', 'same_unit'],
  ['head_of_bapas', 'sibling'],
  ['registrar', 'same_unit'],
  ['head_of_custody', 'same_unit'],
  ['kanwil', 'opened_from_above'],
  ['kanwil', 'other_kanwil'],
  ['ditjen_analyst', 'top'],
  ['ditjenpas', 'top'],
  ['account_admin', 'parent'],
  ['office_admin', 'same_unit'],
  ['auditor', 'top'],
  ['head_of_bapas', 'past'],
  ['pk', 'signed_out'],
];
const cells = everything ? roles.flatMap((role) => relationNames.map((name) => [role, name] as const)) : sample;

const wrong: Wrong[] = [];
let asked = 0;
let opened = 0;
let shown = 0;

/** A piece of work for each of a few at a time, so that the office answers as many as it does in the morning. */
async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
}

/** On a machine that does too much at once a question may be cut short; what is broken stays so. */
async function patiently(get: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const answer = await get();
    if (answer.status < 500 || tries === 4) return answer;
  }
}

/** What is shown beyond the rows that somebody reaches: a number, or the name of who is on his way (security b.5). */
const onPurpose: readonly ((route: string, asker: Asker, record: string, column: string) => boolean)[] = [
  // Whoever audits reads the code of the person or the stay whose file was touched, never a name.
  (route, asker, _, column) =>
    route.startsWith('/audit') &&
    asker.as === 'staff' &&
    asker.role === 'auditor' &&
    (column === 'cases.register_entry.label' || column === 'custody.register_entry.label'),
  // A client reads his own number.
  (route, asker, record, column) =>
    route.startsWith('/my') &&
    asker.as === 'client' &&
    asker.record === record &&
    column === 'cases.register_entry.label',
  // Whoever receives a transfer reads who comes, unless the file is closed to him.
  (route, asker, record, column) =>
    route === '/transfers' &&
    column === 'people.person.name' &&
    isReached('cases.transfer', 'select', asker, subjectOf(record as Kind), 3),
];

/** What stands in an answer of rows that tables.csv keeps from the asker. */
function judgeMarks(answer: Answer, asker: Asker, who: string, route: string): void {
  const text = answer.body.toString('utf8').toLowerCase();
  for (const mark of marksIn(text, scene.sql.canaries.marks)) {
    const planted = scene.sql.canaries.marks.get(mark)!;
    const { record, table, column } = planted;
    const subject = subjectOfMark(planted);
    if (!subject) continue;
    if (isReached(table, 'select', asker, subject, 3)) shown += 1;
    else if (onPurpose.some((one) => one(route, asker, record, `${table}.${column}`))) continue;
    else wrong.push({ who, route, about: `${table}.${column}`, said: `shows a string of ${record}` });
  }
}

/** In `npm test` each route meets those that differ most, and one of the others. */
const others: readonly Kind[] = ['restricted_listed', 'excluded', 'sealed'];
function kindsOf(route: string): readonly Kind[] {
  return everything ? kindNames : ['plain', 'guarded', 'restricted_unlisted', others[route.length % others.length]!];
}

const oneOf = new Set<Line['about']>(['case', 'person', 'face']);

test.each(ofThisPart(cells))(
  '%s, %s: every page, list, file and call answers what is signed',
  async (role, name) => {
    const officer = await scene.become(role, name);
    const relation: Relation = relations[name];
    const who = `${role} ${name}`;
    const before = wrong.length;

    const look = async (
      [route, line]: readonly [string, Line],
      get: (path: string) => Promise<Answer>,
      asProgram: boolean,
    ) => {
      const told = routes.get(route)!;
      const check = async (ids: Ids, kind: Kind | 'absent'): Promise<{ answer: Answer; path: string }> => {
        const path = line.path(ids);
        const answer = await patiently(() => get(path));
        asked += 1;
        const about = kind;
        if (asProgram && relation.session === 'suspended') {
          if (answer.status !== 401) wrong.push({ who, route, about, said: `${answer.status} instead of 401` });
        } else if (!officer.signedIn && !asProgram) {
          const to = answer.headers.location ?? '';
          if (answer.status !== 303 || !to.startsWith(turnedAway(relation)))
            wrong.push({ who, route, about, said: `not sent to sign in but ${answer.status} ${to}` });
        } else {
          const status =
            kind === 'absent'
              ? expectedStatus(
                  line,
                  told,
                  { ...officer, ties: officer.ties.map((tie) => ({ ...tie, holder: -1 })) },
                  {},
                  asProgram,
                )
              : expectedStatus(
                  line,
                  told,
                  officer,
                  line.about && oneOf.has(line.about) ? subjectOf(kind) : {},
                  asProgram,
                );
          if (answer.status !== status)
            wrong.push({ who, route, about, said: `${answer.status} instead of ${status}` });
          if (answer.status === 200) opened += 1;
        }
        // A token lives on when its account's browser is signed out.
        judgeMarks(
          answer,
          asProgram ? { ...officer, signedIn: relation.session !== 'suspended' } : officer,
          who,
          route,
        );
        return { answer, path };
      };
      if (!line.about || !oneOf.has(line.about)) {
        const there = await check(scene.ids.plain, 'plain');
        if (line.about && there.answer.status === 404) {
          const absent = await check(scene.absent, 'absent');
          if (comparable(there.answer, there.path) !== comparable(absent.answer, absent.path))
            wrong.push({ who, route, about: 'plain', said: 'hidden and absent are told apart' });
        }
        return;
      }
      const absent = await check(scene.absent, 'absent');
      for (const kind of kindsOf(route)) {
        const { answer, path } = await check(scene.ids[kind], kind);
        if (answer.status !== absent.answer.status || answer.status === 200 || answer.status === 403) continue;
        if (comparable(answer, path) !== comparable(absent.answer, absent.path))
          wrong.push({ who, route, about: kind, said: 'hidden and absent are told apart' });
      }
    };
    await inParallel([...Object.entries(staffLines), ...complaintLines], (one) => look(one, scene.asOfficer, false));
    await inParallel(Object.entries(apiLines), (one) => look(one, scene.asProgram, true));
    expect(sayWrong(wrong.slice(before))).toEqual([]);
  },
  hours,
);

test('a client and a guarantor reach their own case on their own pages, and nothing else', async () => {
  const before = wrong.length;
  for (const card of scene.sql.cards) {
    await scene.takeCardsInHand();
    const asker = { as: card.as, record: card.record, signedIn: true } as const;
    const who = `${card.as} ${card.record}`;
    const another = scene.ids[card.record === 'plain' ? 'guarded' : 'plain'];
    for (const [route, line] of Object.entries(ownLines)) {
      const answer = await patiently(() => scene.asCard(card.token, line.path(scene.ids[card.record as Kind])));
      asked += 1;
      if (answer.status !== line[card.as])
        wrong.push({ who, route, about: card.record, said: `${answer.status} instead of ${line[card.as]}` });
      judgeMarks(answer, asker, who, route);
      if (!line.anothers) continue;
      const hidden = await patiently(() => scene.asCard(card.token, line.path(another)));
      const absent = await patiently(() => scene.asCard(card.token, line.path(scene.absent)));
      if (hidden.status !== 404) wrong.push({ who, route, about: 'another', said: `${hidden.status} instead of 404` });
      if (comparable(hidden, line.path(another)) !== comparable(absent, line.path(scene.absent)))
        wrong.push({ who, route, about: 'another', said: 'hidden and absent are told apart' });
      judgeMarks(hidden, asker, who, route);
    }
    for (const [route, line] of Object.entries(staffLines).filter((_, index) => everything || index % 9 === 0)) {
      const answer = await scene.asOfficer(line.path(scene.ids.plain), card.token);
      if (answer.status !== 303 || !answer.headers.location?.startsWith('/sign-in'))
        wrong.push({ who, route, about: 'plain', said: `a card opens it: ${answer.status}` });
    }
  }
  expect(sayWrong(wrong.slice(before))).toEqual([]);
}, 600_000);

test('whoever is not signed in is led to where he signs in, and programs are told so', async () => {
  const before = wrong.length;
  const look = async (route: string, path: string, isRight: (answer: Answer) => boolean) => {
    const answer = await patiently(() => scene.asNobody(path));
    asked += 1;
    if (!isRight(answer))
      wrong.push({ who: 'nobody', route, about: '', said: `${answer.status} ${answer.headers.location ?? ''}` });
    judgeMarks(answer, { as: 'public' }, 'nobody', route);
  };
  const leads = (to: string) => (answer: Answer) =>
    answer.status === 303 && (answer.headers.location ?? '').startsWith(to);
  for (const [route, line] of Object.entries(staffLines))
    await look(route, line.path(scene.ids.plain), leads('/sign-in?back='));
  for (const [route, line] of Object.entries(ownLines))
    await look(route, line.path(scene.ids.plain), leads('/l?said='));
  for (const [route, line] of Object.entries(apiLines))
    await look(route, line.path(scene.ids.plain), ({ status }) => status === 401);
  for (const [route, line] of Object.entries(publicLines))
    await look(route, line.path, ({ status }) => status === line.nobody);
  await scene.become('head_of_bapas', 'same_unit');
  for (const [route, line] of Object.entries(publicLines)) {
    const { status } = await scene.asOfficer(line.path);
    if (status !== line.officer)
      wrong.push({ who: 'officer', route, about: '', said: `${status} instead of ${line.officer}` });
  }
  expect(sayWrong(wrong.slice(before))).toEqual([]);
}, 600_000);

test('by the code of a receipt one reads how one’s own petition stands; a guessed code answers as one that never was', async () => {
  const { db, clients, complaints, canaries } = scene.sql;
  const codeBy = (nth: number) =>
    codeOf(Array.from({ length: RECEIPT_LENGTH - 1 }, (_, at) => Math.floor(nth / 31 ** at) % 31));
  const petitionOf = (kind: Kind) => clients.find((one) => one.kind === kind)!.ids.petition;
  const given = { own: codeBy(1), anothers: codeBy(2), complaint: codeBy(3) };
  const owners = { own: petitionOf('plain'), anothers: petitionOf('guarded'), complaint: complaints.head.id };
  for (const whose of ['own', 'anothers', 'complaint'] as const)
    await db.query('update petitions.petition set code_hash = $2 where id = $1', [
      owners[whose],
      createHash('sha256').update(given[whose]).digest(),
    ]);
  const asks = (code: string) => scene.sendAsNobody('/petition/progress', { code });
  const alike = (answer: Answer, code: string) => comparable(answer, '/petition/progress').replaceAll(code, 'typed');
  const shownBy = async (code: Code) => {
    const answer = await asks(formatCode(code));
    expect(answer.status).toBe(200);
    // Neither who petitioned nor about whom, nor what was told.
    expect(marksIn(answer.body.toString().toLowerCase(), canaries.marks)).toEqual([]);
    return alike(answer, formatCode(code));
  };

  const own = await shownBy(given.own);
  expect(own).toContain('Bapas Kelas I Palembang');
  // Nothing tells the petition about a child from that about somebody else, and of a complaint not where it lies.
  expect(await shownBy(given.anothers)).toBe(own);
  const complaint = await shownBy(given.complaint);
  expect(complaint).not.toContain('Kanwil');

  const guessed = [
    formatCode(codeBy(4)),
    // One character beside a code that exists, its check character mended and not mended.
    formatCode(codeBy(1 + 31)),
    given.own.replace(/^./, 'Z'),
    given.own.slice(0, -1),
    `${given.own}0`,
    scene.ids.plain.receipt,
    String(petitionOf('plain')),
    'P-7K3QX',
    '%',
  ];
  const answers = new Set<string>();
  for (const code of guessed) {
    const answer = await asks(code);
    expect([code, answer.status]).toEqual([code, 409]);
    answers.add(alike(answer, code));
  }
  expect(answers.size).toBe(1);
  // In an address it is not taken at all.
  const plainly = (answer: Answer, asked: string) =>
    comparable(answer, asked).replaceAll('/petition/progress', 'asked');
  const [empty, withCode] = ['/petition/progress', `/petition/progress?code=${given.own}`] as const;
  expect(plainly(await scene.asNobody(withCode), withCode)).toBe(plainly(await scene.asNobody(empty), empty));

  // Whoever guesses on and on is stopped, and then a right code tells nothing either.
  await db.query('delete from accounts.attempt');
  let tries = 0;
  for (let turn = 0; turn < 400; turn++) {
    const answer = await asks(formatCode(codeBy(1000 + turn)));
    if (answer.status === 429) break;
    tries += 1;
  }
  expect(tries).toBeLessThan(400);
  const [right, wrong] = [formatCode(given.own), formatCode(codeBy(5))];
  const [held, guess] = [await asks(right), await asks(wrong)];
  expect([held.status, guess.status]).toEqual([429, 429]);
  expect(alike(held, right)).toBe(alike(guess, wrong));
  await db.query('delete from accounts.attempt');
  expect((await asks(right)).status).toBe(200);
}, 600_000);

test('whoever opens a record leaves a line that says so; whoever is turned away leaves none about the record', async () => {
  const { case: caseId, person: personId } = scene.ids.plain;
  const lines = async () => {
    const { rows } = await scene.sql.db.query<{ n: number }>(
      'select count(*)::int as n from platform.access_log where actor_id = $1 and (case_id = $2 or person_id = $3)',
      [scene.sql.asker.accountId, caseId, personId],
    );
    return rows[0]!.n;
  };
  const silent: string[] = [];
  const told: string[] = [];
  for (const [role, relation, list] of [
    ['head_of_bapas', 'same_unit', silent],
    ['head_of_bapas', 'sibling', told],
  ] as const) {
    await scene.become(role, relation);
    for (const [route, line] of Object.entries(staffLines)) {
      if (!line.about || !oneOf.has(line.about)) continue;
      const had = await lines();
      const { status } = await patiently(() => scene.asOfficer(line.path(scene.ids.plain)));
      const left = (await lines()) - had;
      if (list === silent && status === 200 && left === 0) silent.push(route);
      if (list === told && left > 0) told.push(route);
    }
  }
  expect({ silent, told }).toEqual({ silent: [], told: [] });
}, 600_000);

test('the walk has seen enough to find something', () => {
  expect(asked).toBeGreaterThan(everything ? inThisPart(80_000) : 3000);
  // Every cell: most of them are somebody's who is let in nowhere, or ask for what is hidden from him.
  expect(opened).toBeGreaterThan(everything ? inThisPart(10_000) : asked / 10);
  expect(shown).toBeGreaterThan(everything ? inThisPart(10_000) : 500);
  console.log(`${asked} asked, ${opened} opened, ${shown} planted strings shown to those who may read them`);
});
