import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Office } from '../corpus/forms/office.ts';
import { aClient, head, ledTo, section, step, type Client } from '../corpus/forms/scenarios/steps.ts';

/** Whoever is revoked and sits in a cell already is not searched for: where he is held is written down next. */
let office: Office;
beforeAll(async () => {
  const { url, data } = inject('office');
  office = await Office.at(url, data);
});
afterAll(() => office?.close());

const form = '/revocations/[id]/[step] default';

/** A client whose breach was proposed for revocation, with where its file says that he is held; to the decree that waits to be carried out. */
async function decreed(custodyPlace: string): Promise<Client & { path: string }> {
  await office.newDay();
  const client = await aClient(
    office,
    `c.kind = 'parole_pb' and c.released_on <= '2022-06-13' and not exists (select from breaches.breach b where b.case_id = c.id)`,
  );
  await office.one(
    `insert into breaches.breach (case_id, unit_id, state, source, opened_on, ended_on, custody_place, custody_since, note)
     select c.id, c.unit_id, 'proposed_for_revocation', 'officer', '2022-06-01', '2022-06-09', $2::text, case when $2 = '' then null else date '2022-06-10' end, ''
     from cases.client_case c where c.id = $1 returning id`,
    [client.id, custodyPlace],
  );
  const browser = await office.as(section);
  const begun = await step(
    office,
    '/clients/[caseId]/revocations default',
    { browser, path: `/clients/${client.id}/revocations` },
    { told: 'Saudara diusulkan dicabut bimbingannya.' },
  );
  const path = ledTo(browser, begun).split('?')[0]!;
  await office.one(
    `insert into revocations.move (proceeding_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, advice, made_by)
     select r.id, r.case_id, r.unit_id, 'hear', 'begun', 'advised', '2022-06-13', 'Disarankan dicabut.', 'sitting_minutes', '18/TPP/2022', 'approve', a.id
     from revocations.proceeding r, accounts.account a where r.id = $1 and a.username = 'pk.palembang' returning id`,
    [path.split('/').at(-1)],
  );
  for (const [who, name] of [
    [head, 'revoke_temporarily'],
    [head, 'report'],
    ['kanwil.sumsel', 'forward'],
    ['penyusun.ditjenpas', 'draft_decree'],
    ['pejabat.ditjenpas', 'sign_decree'],
  ] as const)
    await step(office, form, { browser: await office.as(who), path: `${path}/${name}` });
  return { ...client, path };
}

const carriesOut = async (path: string, fill: { held?: string[] } = {}) => {
  const browser = await office.as(head);
  return ledTo(browser, await step(office, form, { browser, path: `${path}/carry_out` }, fill));
};
const typedIn = async (path: string) => {
  const page = await (await office.as(head)).open(path);
  const controls = page.forms.flatMap((one) => one.controls);
  return (name: string) => controls.find((one) => one.name === name && (one.type !== 'radio' || one.checked))?.value;
};

test('whoever carries out the decree of a client who is held is led to where he is, filled in from the file', async () => {
  const { id, path } = await decreed('Rutan Kenari');
  const led = await carriesOut(path);
  expect(led).toBe(`/clients/${id}/at-large/closure?held=1`);
  const typed = await typedIn(led);
  expect([typed('step'), typed('institution'), typed('day')]).toEqual(['locate', 'Rutan Kenari', '10-06-2022']);
});

test('if he is out again, or nobody wrote that he is held, the proceeding is shown and the search begins', async () => {
  const unticked = await decreed('Rutan Kenari');
  expect(await carriesOut(unticked.path, { held: [] })).toBe(`${unticked.path}?saved=1`);
  const free = await decreed('');
  expect(await carriesOut(free.path)).toBe(`${free.path}?saved=1`);
  expect((await typedIn(`/clients/${free.id}/at-large/closure?held=1`))('institution')).toBe('');
});
