import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { educationWords, fieldWords, maritalWords, nikSourceWords, religionWords, sexWords } from '#modules/people';
import { Office } from '../corpus/forms/office.ts';
import { readPage } from '../corpus/forms/page.ts';
import { packed, put, target, fillIn } from '../corpus/forms/scenario.ts';
import { scenarios } from '../corpus/forms/scenarios/index.ts';
import { head, ledTo, said as saidOf, step } from '../corpus/forms/scenarios/steps.ts';

let office: Office;
beforeAll(async () => {
  const { url, data } = inject('office');
  office = await Office.at(url, data);
});
afterAll(() => office?.close());

/** What is typed into each field of a person, and how its history says it. */
const typed: Readonly<Record<string, { typed: string; said?: string }>> = {
  name: { typed: 'Kenari Sudah Berganti' },
  nik: { typed: '1671014102800000' },
  nikSource: { typed: 'document', said: nikSourceWords.document() },
  sex: { typed: 'female', said: sexWords.female() },
  birthPlace: { typed: 'Lubuklinggau' },
  birth: { typed: '01-02-1980', said: '1 Februari 1980' },
  motherName: { typed: 'Ibu Kenari' },
  fatherName: { typed: 'Ayah Kenari' },
  religion: { typed: 'hindu', said: religionWords.hindu() },
  maritalState: { typed: 'widowed', said: maritalWords.widowed() },
  education: { typed: 'diploma', said: educationWords.diploma() },
  occupation: { typed: 'Penjahit' },
  workplace: { typed: 'Pasar Enam Belas' },
  nationality: { typed: 'MY' },
  marks: { typed: 'Bekas luka di dagu' },
  titleBefore: { typed: 'Hj.' },
  titleAfter: { typed: 'S.Pd.' },
  deceasedOn: { typed: '10-06-2022', said: '10 Juni 2022' },
};

test('every field of a person that was changed stands in the history with what it became, who changed it and why', async () => {
  const browser = await office.as(head);
  const person = ledTo(
    browser,
    await step(
      office,
      '/people/new default',
      { browser, path: '/people/new' },
      {
        ...scenarios['/people/new default']!.fill,
      },
    ),
  ).split(/[?#]/)[0]!;
  const edit = await fillIn(office, '/people/[personId]/edit default', {
    scene: async () => ({ browser, path: `${person}/edit` }),
  });
  const asked = edit.fields.map(({ name }) => name).filter((name) => name !== 'version' && name !== 'reason');
  expect(asked.sort()).toEqual(Object.keys(typed).sort());
  for (const [field, { typed: value }] of Object.entries(typed)) put(edit.sent, field, value);
  put(edit.sent, 'reason', 'Disesuaikan dengan KTP yang dibawa klien.');
  const answer = await browser.send({
    method: 'POST',
    path: target(browser, edit),
    body: packed(edit.form, edit.sent),
  });
  expect(answer.status, saidOf(readPage(person, answer))).toBe(303);

  for (const [field, { typed: value, said = value }] of Object.entries(typed)) {
    const { html } = await browser.open(`${person}/history?field=${field}`);
    const lines = html.split('<tbody')[1]!.split('<tr').slice(1);
    const line = lines.find((one) => one.includes('Disesuaikan dengan KTP'));
    expect(line, field).toContain(said);
    expect(line, field).toContain((fieldWords as Record<string, () => string>)[field]!());
    // Nothing of another field stands between them.
    expect(lines.length, field).toBeLessThanOrEqual(2);
  }
});
