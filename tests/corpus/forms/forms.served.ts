import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { badFieldTexts, type BadText } from '../bad-inputs.ts';
import { everything } from '../../support/width.ts';
import { judge } from './judge.ts';
import { jsonForms } from './json.ts';
import { listForms } from './list-forms.ts';
import { Office } from './office.ts';
import { readPage } from './page.ts';
import { fillIn, packed, put, target, type Filled, type Scene } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';
import { said } from './scenarios/steps.ts';

let office: Office;
beforeAll(async () => {
  const { url, data } = inject('office');
  office = await Office.at(url, data);
});
afterAll(() => office?.close());

test('every form of the application is tried, and none that is gone', () => {
  // A new form gets a line in scenarios/: who sends it, from which page, and what a sensible one says.
  expect([...Object.keys(scenarios), ...Object.keys(jsonForms)].sort()).toEqual(listForms());
});

/** In npm test each field meets one bad input, and each bad input some field: the next one on the list. */
let next = 0;
function badOnes(): readonly BadText[] {
  if (everything) return badFieldTexts;
  next += 1;
  return [badFieldTexts[next % badFieldTexts.length]!];
}

describe.each(Object.entries(scenarios))('%s', (name, scenario) => {
  test('what is filled in sensibly is taken; what is bad in any field is taken harmlessly or refused in words', async () => {
    const faults: string[] = [];
    const again = async () => {
      await office.newDay(); // every scene opens another client, and nobody may open hundreds in an hour
      return fillIn(office, name, scenario);
    };
    let filled: Filled & Scene = await again();
    const send = async (sent: Filled['sent']) => {
      await office.writes();
      const path = target(filled.browser, filled);
      const answer = await filled.browser.send({ method: 'POST', path, body: packed(filled.form, sent) });
      return { path, answer, writes: await office.writes() };
    };

    for (const field of filled.fields) {
      for (const bad of badOnes()) {
        const sent = filled.sent.map((pair): Filled['sent'][number] => [...pair]);
        put(sent, field.name, bad.value);
        const { path, answer, writes } = await send(sent);
        const verdict = judge({ name, scenario, filled, field, typed: bad.value, answer, path, writes });
        for (const fault of verdict.faults) faults.push(`${field.name} ← ${bad.group}: ${bad.name}: ${fault}`);
        if (verdict.outcome === 'done') {
          const to = answer.headers.location;
          if (to) {
            const page = await filled.browser.open(filled.browser.resolve(to, path));
            if (page.status !== 200)
              faults.push(`${field.name} ← ${bad.name}: afterwards ${page.path} answered ${page.status}`);
          }
          filled = await again();
        }
      }
    }

    filled = await again();
    const { answer, path } = await send(filled.sent);
    const verdict = judge({ name, scenario, filled, field: filled.fields[0]!, typed: '', answer, path, writes: [] });
    if (verdict.outcome !== 'done')
      faults.push(`what is filled in sensibly is not taken: ${answer.status} ${said(readPage(path, answer))}`);
    expect(faults).toEqual([]);
  });
});
