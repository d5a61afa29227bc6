import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeCsv } from '#platform/tables/write-csv';
import type { Browser } from '../corpus/forms/browser.ts';
import { Office } from '../corpus/forms/office.ts';
import { untouched } from '../corpus/forms/page.ts';

let office: Office;
beforeAll(async () => {
  const { url, data } = inject('office');
  office = await Office.at(url, data);
});
afterAll(() => office?.close());

/** Long enough that the work is seen under way. */
const ROWS = 2500;
type Progress = { value: number; max: number; text: string; done: boolean };

function aList(): Uint8Array {
  const stamp = Date.now().toString(36);
  const letters = (at: number) => [...String(at)].map((digit) => 'bcdfghjkmn'[Number(digit)]).join('o');
  const heads = ['Nama', 'Tanggal lahir', 'Jenis kelamin', 'Jenis bimbingan', 'Nomor register', 'Tanggal terima'];
  return writeCsv({
    name: 'Klien',
    columns: heads.map((header) => ({ header, kind: 'text' })),
    rows: Array.from({ length: ROWS }, (_, at) => [
      `Maju${letters(at)} Rekaan${letters(at)}`,
      `${String((at % 27) + 1).padStart(2, '0')}-03-${1960 + (at % 40)}`,
      'L',
      'PB',
      `M-${stamp}-${at}/2021`,
      '02-03-2021',
    ]),
  });
}

test('an import goes on while nobody looks: whoever leaves the page finds it further than he left it, until it is done', async () => {
  const browser = await office.as('kepala.gili');
  const blank = await browser.open('/imports/new');
  const form = blank.forms.find(({ controls }) => controls.some(({ type }) => type === 'file'))!;
  const sent = new FormData();
  for (const [name, value] of untouched(form)) sent.append(name, value);
  const field = form.controls.find(({ type }) => type === 'file')!.name;
  sent.set(field, new File([aList() as BlobPart], 'maju.csv', { type: 'text/csv' }));
  const answer = await browser.send({
    method: 'POST',
    path: browser.resolve(form.action || blank.path, blank.path),
    body: sent,
  });
  expect(answer.status).toBe(303);
  const place = browser.resolve(answer.headers.location!, blank.path);

  const seen = await watch(browser, place, ({ done }) => done);
  // Somewhere between nothing and everything, and never back.
  const under = seen.filter(({ value, max, done }) => !done && max === ROWS && value > 0 && value < max);
  expect(under.length).toBeGreaterThan(0);
  expect(seen.filter(({ max }) => max === ROWS).map(({ value }) => value)).toEqual(
    seen
      .filter(({ max }) => max === ROWS)
      .map(({ value }) => value)
      .toSorted((a, b) => a - b),
  );
  expect(under[0]!.text).toMatch(/\d/);
  const judged = await browser.open(place);
  expect(judged.words.join(' ')).toContain('Hasil pemeriksaan');
}, 180_000);

/** Looks, goes away to other work, and comes back, until it is over. */
async function watch(browser: Browser, place: string, isOver: (progress: Progress) => boolean): Promise<Progress[]> {
  const seen: Progress[] = [];
  for (;;) {
    const { status, body } = await browser.send({ path: `${place}/progress` });
    expect(status).toBe(200);
    const now = JSON.parse(body.toString('utf8')) as Progress;
    seen.push(now);
    if (isOver(now)) return seen;
    // The page itself carries the same bar, for whoever has no script, and loads itself again.
    if (seen.length === 2) expect((await browser.open(place)).html).toMatch(/<progress|Hasil pemeriksaan/);
    await (seen.length % 3 === 0 ? browser.open('/today') : sleep(30));
  }
}
