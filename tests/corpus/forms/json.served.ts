import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { newId } from '#kernel/id';
import { everything, ofThisPart } from '../../support/width.ts';
import { badFieldTexts } from '../bad-inputs.ts';
import { faultsOfWrites } from './judge.ts';
import { jsonForms } from './json.ts';
import { Office } from './office.ts';
import { footprints } from './writes.ts';

let office: Office;
beforeAll(async () => {
  const { url, data } = inject('office');
  office = await Office.at(url, data);
});
afterAll(() => office?.close());

/** What is no text at all, where a text is expected. */
const notText: readonly unknown[] = [
  null,
  true,
  0,
  -0,
  1e21,
  2 ** 53,
  [],
  ['Siti'],
  [[]],
  {},
  { $ne: null },
  { __proto__: null, admin: true },
];
const badValues: readonly unknown[] = [...badFieldTexts.map(({ value }) => value), ...notText];

/** Each bad value in each field: alone where everything is walked, in npm test one in each field of the same body. */
function* badBodies(sensible: Record<string, unknown>): Generator<[what: string, body: Record<string, unknown>]> {
  const fields = Object.keys(sensible);
  const told = (field: string, value: unknown) => `${field} ← ${(JSON.stringify(value) ?? 'nothing').slice(0, 40)}`;
  for (const [at, value] of badValues.entries()) {
    if (everything) for (const field of fields) yield [told(field, value), { ...sensible, [field]: value }];
    else {
      const shift = Math.ceil(badValues.length / fields.length);
      const bad = fields.map((field, index) => [field, badValues[(at + index * shift) % badValues.length]] as const);
      yield [bad.map(([field, one]) => told(field, one)).join(', '), Object.fromEntries(bad)];
    }
  }
}

describe.each(ofThisPart(Object.entries(jsonForms)))('%s', (name, { scene, isApi }) => {
  test('what a program sends is taken harmlessly or refused, in words that a program understands', async () => {
    await office.newDay();
    const faults: string[] = [];
    const first = await scene(office);
    let at = first;
    const send = async (body: unknown) => {
      const { browser, path, headers } = at;
      await office.writes();
      const answer = await browser.send({
        method: 'POST',
        path,
        headers: {
          ...headers,
          accept: 'application/json',
          'content-type': 'application/json',
          ...(isApi ? { 'idempotency-key': newId() } : {}),
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const writes = await office.writes();
      // What was recorded once for a client may not be recorded twice on one day.
      if (answer.status === 200 && isApi) at = await scene(office);
      return { answer, writes };
    };
    const check = async (what: string, body: unknown, isTaken?: boolean) => {
      const { answer, writes } = await send(body);
      const type = answer.headers['content-type'] ?? '';
      const wrote = writes.filter(({ table }) => !footprints.includes(table));
      if (answer.status >= 500) faults.push(`${what}: answered ${answer.status}`);
      if (isTaken && answer.status !== 200)
        faults.push(`${what}: ${answer.status} ${answer.body.toString().slice(0, 200)}`);
      if (answer.status === 200) for (const fault of faultsOfWrites(writes)) faults.push(`${what}: ${fault}`);
      if (answer.status !== 200 && wrote.length > 0)
        faults.push(`${what}: refused, and yet ${wrote[0]!.how} on ${wrote[0]!.table}`);
      if (answer.status !== 200 && isApi && !type.startsWith('application/problem+json'))
        faults.push(`${what}: ${answer.status} as ${type}`);
      return answer;
    };

    await check('what is sensible', first.body, true);
    for (const [what, body] of badBodies(first.body)) await check(what, body);
    for (const more of [{ role: 'head_of_bapas' }, { unit_id: 999_999 }, { status: 'approved' }]) {
      const answer = await check(JSON.stringify(more), { ...first.body, ...more });
      if (isApi && answer.status !== 422) faults.push(`${name}: ${JSON.stringify(more)} is not refused`);
    }
    const open = JSON.stringify(first.body).slice(1);
    for (const body of [
      '',
      '{',
      'null',
      '[]',
      '"text"',
      `{"__proto__":{"admin":true},${open}`,
      `{"constructor":{"prototype":{"admin":true}},${open}`,
      `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
    ])
      await check(`the body ${body.slice(0, 30)}`, body);
    expect(faults).toEqual([]);
  });
});
