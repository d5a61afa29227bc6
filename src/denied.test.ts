import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestEvent } from '@sveltejs/kit';
import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { rememberForm } from '#web/refused-submission.server';
import { noteWhatWasDenied, noteWhatWasSought } from './denied.server.ts';

const database = await freshDatabase('denied');
const office = await openOffice(database);
afterAll(() => office.close());
const [pk, excluded, head] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('pk', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
]);
const { caseId, personId } = await aClient(office, { name: 'Wiratmaja Cakrabuana', pk: pk.staffId });
const nik = ['1671', '994107', '890007'].join('');
await office.owner.updateTable('people.person').set({ nik }).where('id', '=', personId).execute();
await office.owner
  .insertInto('people.access_list')
  .values({
    person_id: personId,
    unit_id: office.units.palembang,
    account_id: excluded.accountId,
    kind: 'exclusion',
    reason: 'kerabat',
    made_by: head.accountId,
  })
  .execute();

/** What the hooks have before them once somebody was answered: the asker, the address, and the form where one was sent. */
async function asked(who: Officer, path: string, form?: Record<string, string>): Promise<RequestEvent> {
  const runner = await office.as(who);
  const url = new URL(path, 'http://simpul.example');
  const request = new Request(url, form ? { method: 'POST' } : {});
  if (form) {
    const data = new FormData();
    for (const [name, value] of Object.entries(form)) data.set(name, value);
    rememberForm(request, data);
  }
  const locals = { actor: runner.actor, read: runner.read, runOnce: runner.runOnce };
  return { locals, params: {}, url, request } as unknown as RequestEvent;
}
async function lines(what: string, who: Officer): Promise<number> {
  const { rows } = await database.owner.query<{ n: number }>(
    'select count(*)::int as n from platform.access_log where what = $1 and actor_id = $2 and person_id = $3',
    [what, who.accountId, personId],
  );
  return rows[0]!.n;
}
/** Nobody waits for what is noted, so a test looks until it is there, or for long enough. */
async function comes(what: string, who: Officer, count: number): Promise<number> {
  for (let tries = 0; tries < 40 && (await lines(what, who)) < count; tries++) await sleep(50);
  return lines(what, who);
}

test('a form that names in its fields whom the sender is excluded from is noted, like an address', async () => {
  noteWhatWasDenied(await asked(excluded, '/counter', { submissionId: newId(), caseId }));
  expect(await comes('person.denied', excluded, 1)).toBe(1);
  noteWhatWasDenied(await asked(excluded, '/clients/new', { submissionId: newId(), personId: personId.toUpperCase() }));
  expect(await comes('person.denied', excluded, 2)).toBe(2);
  noteWhatWasDenied(await asked(excluded, `/clients/new?person=${personId}`));
  expect(await comes('person.denied', excluded, 3)).toBe(3);

  noteWhatWasDenied(await asked(pk, '/counter', { submissionId: newId(), caseId }));
  noteWhatWasDenied(
    await asked(excluded, '/counter', { submissionId: newId(), caseId: newId(), note: caseId.slice(1) }),
  );
  await sleep(500);
  expect([await lines('person.denied', pk), await lines('person.denied', excluded)]).toEqual([0, 3]);
});

test('a search that names him is noted, and one that names nobody in particular is not', async () => {
  noteWhatWasSought(await asked(excluded, `/search?q=${nik}`));
  expect(await comes('person.sought', excluded, 1)).toBe(1);
  for (const path of ['/search?q=wiratmaja', '/search?q=', '/search', '/search?q=%00'])
    noteWhatWasSought(await asked(excluded, path));
  noteWhatWasSought(await asked(pk, `/search?q=${nik}`));
  await sleep(500);
  expect([await lines('person.sought', excluded), await lines('person.sought', pk)]).toEqual([1, 0]);
});

test('whoever is excluded from nobody pays nothing for it, and an exclusion holds from the next request to its end', async () => {
  const counted = async (who: Officer) => {
    const event = await asked(who, `/search?q=${nik}`);
    let begun = 0;
    const read = event.locals.read;
    event.locals.read = (query) => ((begun += 1), read(query));
    noteWhatWasSought(event);
    noteWhatWasDenied(await asked(who, `/clients/new?person=${personId}`));
    return begun;
  };
  const colleague = await office.officer('pk', 'palembang');
  expect(await counted(colleague)).toBe(0);

  const { id } = await office.owner
    .insertInto('people.access_list')
    .values({
      person_id: personId,
      unit_id: office.units.palembang,
      account_id: colleague.accountId,
      kind: 'exclusion',
      reason: 'tetangga',
      made_by: head.accountId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  expect(await counted(colleague)).toBe(1);
  expect(await comes('person.sought', colleague, 1)).toBe(1);
  expect(await comes('person.denied', colleague, 1)).toBe(1);

  const end = (at: Partial<{ removed_at: Date; ends_on: string }>) =>
    office.owner.updateTable('people.access_list').set(at).where('id', '=', id).execute();
  await end({ ends_on: '2020-01-02' });
  expect(await counted(colleague)).toBe(0);
  await end({ ends_on: '2999-01-01' });
  expect(await counted(colleague)).toBe(1);
  await end({ removed_at: new Date() });
  expect(await counted(colleague)).toBe(0);
});
