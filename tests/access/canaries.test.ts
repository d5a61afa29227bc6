import { afterAll, expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { roles } from '#modules/access';
import * as cases from '#modules/cases/server';
import * as checkIns from '#modules/check-ins/server';
import * as custody from '#modules/custody/server';
import * as letters from '#modules/letters/server';
import * as petitions from '#modules/petitions/server';
import '#modules/revocations/server';
import * as people from '#modules/people/server';
import * as tasks from '#modules/tasks/server';
import { connect } from '#platform/database.server';
import type { ReadCtx } from '#platform/ctx';
import { openFile, readContent } from '#platform/files/store.server';
import { identify } from '#platform/identify.server';
import { runnerFor } from '#platform/run.server';
import { freshDatabase } from '#tests/support/database';
import { testJournalKey } from '#tests/support/office';
import { everything } from '#tests/support/width';
import { enact, relations, tiesOf, type RelationName } from './relations.ts';
import { setSqlScene } from './sql-scene.ts';
import { isReached, subjectOfMark } from './tables.ts';

/**
 * A string that stands nowhere else is planted in every free text of six clients: plain, a child's, restricted, excluded, sealed. Every
 * query that pages, exports and the API are made of is asked as each role, by the ids of those clients and by pieces of their
 * names and numbers; what comes back holds no string of a row that tables.csv keeps from that role.
 */
const database = await freshDatabase('canaries');
const scene = await setSqlScene(database);
const db = connect(database.appUrl, { size: 4 });
afterAll(async () => {
  await db.destroy();
  await scene.close();
});

type Ask = (ctx: ReadCtx) => Promise<unknown>;
const [from, through] = [plainDate('2026-01-01'), plainDate('2026-12-31')];

function asks(): Ask[] {
  const unitId = scene.unitIds[3]!;
  const list: Ask[] = [
    (ctx) => cases.listCaseload(ctx, { unitId, whose: 'office', state: 'all', sort: 'name' }),
    (ctx) => cases.readRegisterBook(ctx, unitId, 2026),
    (ctx) => cases.listTransfers(ctx, unitId),
    (ctx) => checkIns.listDue(ctx, { from, through }),
    (ctx) => checkIns.listMissed(ctx, { atLeast: 0, today: through }),
    (ctx) => checkIns.listWaitingReviews(ctx),
    (ctx) => checkIns.listPaperLists(ctx),
    (ctx) => checkIns.listCardClients(ctx, { unitId, having: 'unprinted' }),
    (ctx) => checkIns.listCardClients(ctx, { unitId, having: 'none' }),
    (ctx) => tasks.listTasks(ctx),
    (ctx) => letters.readLetterRegister(ctx, unitId, {}),
    (ctx) => letters.readLetterRegister(ctx, unitId, { state: 'draft' }),
  ];
  for (const deskId of [scene.unitIds[2]!, unitId]) {
    list.push((ctx) => petitions.listPetitions(ctx, { unitId: deskId, today: through }));
    list.push((ctx) => petitions.countPetitions(ctx, deskId, through));
    list.push((ctx) => petitions.listPassings(ctx, deskId));
    list.push((ctx) => petitions.readPetitionFigures(ctx, { unitId: deskId, today: through }, 2026));
  }
  for (const { id, attachment, hearing } of [
    ...Object.values(scene.complaints),
    ...scene.clients.map(({ ids }) => ({ id: ids.petition, attachment: ids.attachment, hearing: ids.hearing })),
  ]) {
    list.push((ctx) => petitions.readPetition(ctx, id));
    list.push(async (ctx) => (await petitions.readAttachment(ctx, id, attachment)).content.toString('latin1'));
    list.push((ctx) => petitions.readHearingPaper(ctx, id, hearing));
  }
  for (const { caseId, personId, ids, record } of scene.clients) {
    for (const query of [
      cases.listBases,
      cases.getCaseFacts,
      cases.listMilestonesOf,
      cases.listConditions,
      cases.listGuarantors,
      cases.listAssignments,
      cases.listPauses,
      cases.listEndings,
      cases.listTransfersOf,
      cases.listDocuments,
      cases.listNotes,
      cases.listWhoOpened,
      cases.listNumbersOf,
      cases.readTimeline,
      checkIns.readLedger,
      checkIns.readClient,
      letters.listLettersOf,
      letters.readFacts,
    ])
      list.push((ctx) => query(ctx, caseId));
    for (const query of [
      people.getPersonFile,
      people.getPerson,
      people.listChanges,
      people.listListings,
      people.listLinksOf,
    ])
      list.push((ctx) => query(ctx, personId));
    list.push((ctx) => people.listQuestions(ctx));
    list.push((ctx) => people.getQuestion(ctx, ids.question, {}));
    list.push((ctx) => cases.getCaseHeader(ctx, caseId, 'overview'));
    list.push((ctx) => checkIns.readCheckIn(ctx, ids.checkIn));
    list.push((ctx) => checkIns.readPaperList(ctx, ids.batch));
    list.push((ctx) => custody.readStay(ctx, ids.stay));
    for (const id of [ids.letter, ids.sentLetter, ids.kanwilDraft, ids.kanwilSent, ids.minutes])
      list.push((ctx) => letters.letterOf(ctx, id));
    for (const id of [ids.photo, ids.paper, ids.scan])
      list.push(async (ctx) => [await openFile(ctx, id), (await readContent(ctx, id)).toString('latin1')]);
    for (const [text, { table, column, record: of }] of scene.canaries.marks) {
      if (of !== record) continue;
      // A piece of it, so that what was typed and is shown again is not taken for an answer.
      const typed = text.slice(0, -2);
      if (
        /^(people\.(person|alias|phone)|cases\.register_entry)$/.test(table) &&
        /^(name|nik|number|label)$/.test(column)
      ) {
        list.push((ctx) => people.searchPeople(ctx, typed));
        list.push((ctx) => checkIns.searchAtDesk(ctx, typed));
        list.push((ctx) => people.askWho(ctx, { name: typed }));
        if (column === 'nik') list.push((ctx) => people.askWho(ctx, { name: 'Orang Lain', nik: text }));
      }
    }
  }
  return list;
}

/** Everything that an officer is told, as text; what is refused tells nothing. */
async function told(queries: readonly Ask[]): Promise<string> {
  const actor = await identify(db, scene.asker.token);
  if (!actor) throw new Error('the session has ended');
  const parts: string[] = [];
  // Nobody is held up for having asked much.
  await scene.db.query('delete from accounts.opened_person where account_id = $1', [scene.asker.accountId]);
  for (const query of queries) {
    await scene.db.query(
      `update platform.access_log set at = at - interval '2 hours' where actor_id = $1 and at > now() - interval '1 hour'`,
      [scene.asker.accountId],
    );
    const runner = runnerFor({
      db,
      asker: { role: 'app_staff', token: scene.asker.token, actor },
      now: new Date(),
      journalKey: testJournalKey,
    });
    try {
      parts.push(JSON.stringify(await runner.read(query)) ?? '');
    } catch (error) {
      if (!['NotFound', 'NotAllowed'].includes((error as Error).name)) throw error;
    }
  }
  return parts.join('\n').toLowerCase();
}

const everywhere: readonly RelationName[] = everything
  ? ['same_unit', 'sibling', 'parent', 'other_bapas', 'unapproved']
  : ['same_unit', 'parent'];

test.each(roles)('%s is told nothing of what he may not see, wherever he works', async (role) => {
  const found: string[] = [];
  let shown = 0;
  for (const name of everywhere) {
    const relation = relations[name];
    await scene.db.query('update cases.client_case set pk_staff_id = $1', [scene.counsellorId]);
    await enact(
      scene.db,
      { ...scene.asker, counsellorId: scene.counsellorId, unitIds: scene.unitIds, clients: scene.clients },
      role,
      relation,
    );
    const said = await told(asks());
    const asker = { as: 'staff', role, ties: tiesOf(relation, role), signedIn: true } as const;
    for (const [text, mark] of scene.canaries.marks) {
      const subject = subjectOfMark(mark);
      if (!subject || !said.includes(text)) continue;
      const { record, table, column } = mark;
      if (isReached(table, 'select', asker, subject, 3)) shown += 1;
      else found.push(`${name}: ${table}.${column} of ${record}`);
    }
  }
  expect(found).toEqual([]);
  // The walk would find what is there: whoever leads the office sees most of it.
  if (role === 'head_of_bapas') expect(shown).toBeGreaterThan(100);
  if (role === 'account_admin' || role === 'office_admin') expect(shown).toBe(0);
});
