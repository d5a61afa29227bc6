import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Strangers } from '../../access/strangers.ts';
import { badFieldTexts, filesToRefuse, type BadFile, type BadText } from '../bad-inputs.ts';
import { logOf } from '../../support/demo-office.ts';
import { everything, ofThisPart } from '../../support/width.ts';
import { jsonForms } from './json.ts';
import { formOf, listForms } from './list-forms.ts';
import { Office } from './office.ts';
import type { Field } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';
import { Trial, type Tried } from './trial.ts';

let office: Office;
let strangers: Strangers;
beforeAll(async () => {
  const { url, data } = inject('office');
  office = await Office.at(url, data);
  strangers = await Strangers.at(office);
});
afterAll(async () => {
  strangers?.close();
  await office?.close();
});

const readEvent = (line: string): Record<string, unknown> | undefined => {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
};

test('every form of the application is tried, and none that is gone', () => {
  // A new form gets a line in scenarios/: who sends it, from which page, and what a sensible one says.
  const tried = new Set([...Object.keys(scenarios), ...Object.keys(jsonForms)].map(formOf));
  expect([...tried].sort()).toEqual(listForms());
});

/** The entries that each type of field has still to meet in some form. */
const toMeet = new Map<string, BadText[]>();
const waiting = (type: string): BadText[] => {
  if (!toMeet.has(type)) toMeet.set(type, [...badFieldTexts]);
  return toMeet.get(type)!;
};
/** The next entry for a field; where its type has met them all, they come round again. */
let round = 0;
const nextFor = ({ type }: Field): BadText => waiting(type).shift() ?? badFieldTexts[round++ % badFieldTexts.length]!;
const aHandful = (fields: readonly Field[]): Tried[] => fields.map((field) => ({ field, bad: nextFor(field) }));
/** The files that a field must refuse: in npm test one, the next of its kind. */
const filesMet = new Map<BadFile['kind'], number>();
function filesFor(form: string, { name }: Field): BadFile[] {
  const kind = form.startsWith('/imports/') ? 'table' : name === 'photo' ? 'photo' : 'paper';
  const all = filesToRefuse(kind);
  if (everything) return all;
  const met = filesMet.get(kind) ?? 0;
  filesMet.set(kind, met + 1);
  return [all[met % all.length]!];
}
/** Which fields each form has that can be bad together. */
const fieldsOf = new Map<string, readonly Field[]>();

describe.each(ofThisPart(Object.entries(scenarios)))('%s', (name, scenario) => {
  test('what is filled in sensibly is taken; what is bad in any field is taken harmlessly or refused in words; nobody else may', async () => {
    const trial = await Trial.begin(office, name, scenario);
    // Here a few, because the scene is set; tests/access/http-forms sends each form as everybody.
    if (!everything) await trial.sendAs(strangers, strangers.aFew(name));
    if (everything)
      for (const field of trial.fields) for (const bad of badFieldTexts) await trial.send([{ field, bad }]);
    else {
      fieldsOf.set(name, trial.open);
      if (trial.open.length > 0) await trial.send(aHandful(trial.open));
      // Alone, because the first of them that is wrong would hide what becomes of the others.
      for (const field of trial.fields) if (!trial.open.includes(field)) await trial.send(aHandful([field]));
    }
    for (const field of trial.files) for (const bad of filesFor(name, field)) await trial.sendFile(field, bad);
    await trial.sendUnchosen();
    await trial.sendSensible();
    expect(trial.faults).toEqual([]);
  });
});

test('what is logged meanwhile is one event a line and names nobody', () => {
  const { data } = inject('office');
  const lines = readFileSync(logOf(data), 'utf8').split('\n');
  const events = lines.filter((line) => line.startsWith('{'));
  expect(events.length).toBeGreaterThan(500);
  const faults = events.flatMap((line) => {
    const event = readEvent(line);
    if (!event) return [`no event: ${line.slice(0, 200)}`];
    return /enari|1600001306850001|08120000000|alert\(1\)|DROP TABLE|etc.passwd/.test(line)
      ? [`names: ${line.slice(0, 300)}`]
      : [];
  });
  expect(faults).toEqual([]);
  // A line that somebody typed would stand there as one of its own.
  expect(lines.filter((line) => /INFO admin masuk|Set-Cookie/.test(line))).toEqual([]);
});

describe.skipIf(everything)('all forms together', () => {
  /** The form whose fields have most still to meet. */
  const lacking = (fields: readonly Field[]) =>
    new Set(fields.filter(({ type }) => waiting(type).length > 0).map(({ type }) => type)).size;
  const worst = () => [...fieldsOf].sort(([, a], [, b]) => lacking(b) - lacking(a))[0];

  test('each type of field has met every bad input', async () => {
    const faults: string[] = [];
    for (let one = worst(); one && lacking(one[1]) > 0; one = worst()) {
      const [name, fields] = one;
      const trial = await Trial.begin(office, name, scenarios[name]!);
      while (lacking(fields) > 0) await trial.send(aHandful(trial.open));
      faults.push(...trial.faults.map((fault) => `${name}: ${fault}`));
    }
    expect(faults).toEqual([]);
    const open = new Set([...fieldsOf.values()].flat().map(({ type }) => type));
    expect(open.size).toBeGreaterThan(9);
    expect([...open].filter((type) => waiting(type).length > 0)).toEqual([]);
  });
});
