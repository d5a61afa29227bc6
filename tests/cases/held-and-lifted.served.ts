import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Office } from '../corpus/forms/office.ts';
import { readPage } from '../corpus/forms/page.ts';
import { fillIn, packed, target } from '../corpus/forms/scenario.ts';
import { aClient, head, section, step, type Client } from '../corpus/forms/scenarios/steps.ts';

/** What pages of a client's file say while something holds his kind, and while a decree that ended his supervision is being lifted. */
let office: Office;
beforeAll(async () => {
  const { url, data } = inject('office');
  office = await Office.at(url, data);
});
afterAll(() => office?.close());

const unmet = `c.kind = 'parole_pb' and c.released_on <= '2022-06-13' and not exists (select from breaches.breach b where b.case_id = c.id)
  and not exists (select from permits.permit p where p.case_id = c.id)`;

test('the kind of a client about whom something runs is not changed, and the form says beside it what runs and where it ends', async () => {
  await office.newDay();
  const client = await aClient(office, unmet);
  const path = `/clients/${client.id}/legal`;
  const browser = await office.as(head);
  const filled = await fillIn(office, '/clients/[caseId]/legal kind', {
    scene: async () => ({ browser, path }),
    fill: { kind: 'conditional_leave_cb', reason: 'Jenisnya keliru dicatat.' },
  });
  const { id } = await office.one<{ id: string }>(
    `insert into breaches.breach (case_id, unit_id, state, source, opened_on, ended_on, note)
     select c.id, c.unit_id, 'proposed_for_revocation', 'officer', '2022-06-01', '2022-06-09', '' from cases.client_case c where c.id = $1 returning id`,
    [client.id],
  );
  const answer = await browser.send({
    method: 'POST',
    path: target(browser, filled),
    body: packed(filled.form, filled.sent),
  });
  const page = readPage(path, answer);
  expect(answer.status).toBe(409);
  expect(page.summary).toMatchObject([
    { to: 'field-kind', text: expect.stringContaining('Tarik usulnya dahulu di halaman pelanggaran') },
  ]);
  expect(page.html).toContain(`href="/clients/${client.id}/breaches/${id}"`);
  // Whoever opens the page now reads it, and is offered no form that would be refused.
  const again = await browser.open(path);
  expect(again.forms.map(({ action }) => action)).not.toContain('?/kind');
  expect(await office.one('select kind from cases.client_case where id = $1', [client.id])).toEqual({
    kind: 'parole_pb',
  });
});

const words = async (who: string, client: Client, page = '/ending') =>
  (await (await office.as(who)).open(`/clients/${client.id}${page}`)).html;
const onEnding = async (who: string, client: Client) => ({
  browser: await office.as(who),
  path: `/clients/${client.id}/ending`,
});

test('a decree is lifted by one who puts it forward and one who decides, each of whom is told what is his', async () => {
  await office.newDay();
  const client = await aClient(office, unmet);
  await office.one(
    `with given as (update cases.assignment set ends_on = '2022-06-01', ended_at = now() where case_id = $1 and ended_at is null)
     update cases.client_case set state = 'ended', ended_on = '2022-06-01', end_reason = 'breach' where id = $1 returning id`,
    [client.id],
  );
  const form = '/clients/[caseId]/ending';
  const decree = {
    number: 'PAS-23.PK.05.06/2022',
    dated: '09-06-2022',
    issuer: 'Ditjenpas',
    resumesOn: '10-06-2022',
    why: 'Putusan kenari menyatakan pencabutan tidak sah.',
  };
  // A number of the decree that is missing stands beside its field, with everything else as it was typed.
  const scene = await onEnding(section, client);
  const empty = await fillIn(office, `${form} lift`, {
    scene: async () => scene,
    fill: { ...decree, dated: '31-05-2022' },
  });
  const refused = await scene.browser.send({
    method: 'POST',
    path: target(scene.browser, empty),
    body: packed(empty.form, empty.sent),
  });
  expect(readPage(scene.path, refused).summary).toMatchObject([
    { to: 'field-dated', text: expect.stringContaining('tidak mendahului') },
  ]);
  await step(office, `${form} lift`, await onEnding(section, client), decree);
  expect(await words(section, client)).toContain('Anda yang mengajukannya');
  expect(await words('pk.palembang', client)).not.toContain('name="liftingId"');
  await step(office, `${form} decideLifting`, await onEnding(head, client), { outcome: 'approved' });
  const file = await words(head, client, '');
  expect(file).toContain('Keputusan dinyatakan tidak berlaku');
  expect(file).toContain('PAS-23.PK.05.06/2022');
  expect(await office.one('select state, end_reason from cases.client_case where id = $1', [client.id])).toEqual({
    state: 'active',
    end_reason: null,
  });
});
