import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { listForms } from '../corpus/forms/list-forms.ts';
import { jsonForms } from '../corpus/forms/json.ts';
import { Office } from '../corpus/forms/office.ts';
import { fillIn, packed, target } from '../corpus/forms/scenario.ts';
import { scenarios } from '../corpus/forms/scenarios/index.ts';
import { footprints } from '../corpus/forms/writes.ts';
import { everything, ofThisPart } from '../support/width.ts';
import { takenBy } from './form-acts.ts';
import { Strangers } from './strangers.ts';

/**
 * Every form of the application, filled in as its own people fill it in, is sent by everybody whom access.csv does not let do it: by
 * each role at the same office without clients, at its sister office, above it and elsewhere, by another client, a guarantor and
 * nobody, and from a page of another site. In npm test tests/corpus/forms sends each form as a few of them.
 */
let office: Office;
let strangers: Strangers;
beforeAll(async () => {
  if (!everything) return;
  const { url, data } = inject('office');
  office = await Office.at(url, data);
  strangers = await Strangers.at(office);
});
afterAll(async () => {
  if (strangers) console.log(`${strangers.sent} forms sent by strangers`);
  strangers?.close();
  await office?.close();
});

test('of every form it is written who may send it', () => {
  expect(Object.keys(takenBy).sort()).toEqual(listForms().filter((name) => !(name in jsonForms)));
});

describe.skipIf(!everything).each(ofThisPart(Object.entries(scenarios)))('%s', (name, scenario) => {
  test('is taken from nobody else, leaves nothing and tells nothing', async () => {
    await office.newDay();
    const filled = await fillIn(office, name, scenario);
    const faults: string[] = [];
    for (const one of strangers.of(name)) faults.push(...(await strangers.send(name, scenario, filled, one)));
    for (const origin of ['https://jahat.example', 'null']) {
      await office.writes();
      const { status } = await filled.browser.send({
        method: 'POST',
        path: target(filled.browser, filled),
        headers: { origin },
        body: packed(filled.form, filled.sent),
      });
      if (status !== 403) faults.push(`from ${origin} it is answered ${status}`);
      for (const { table, how } of await office.writes())
        if (!footprints.includes(table)) faults.push(`from ${origin} it leaves ${how} on ${table}`);
    }
    expect(faults).toEqual([]);
  });
});
