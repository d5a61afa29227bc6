import { expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { typeset } from '#platform/typeset/typeset.server';
import './index.ts';
import { pictureOf } from './marks.server.ts';
import { layout, sheetOf } from './sheet.ts';
import { permit } from './standard/supervision.ts';

const text = {
  subject: permit.subject,
  recipient: '',
  body: permit.body,
  copies: '',
  enclosure: '',
  nature: '',
} as const;
const numbered = {
  label: '12/BAPAS/PK.05.04/XI/2026',
  dated: plainDate('2026-11-20'),
  signer: { title: 'Kepala Balai Pemasyarakatan Kelas I Palembang', name: 'Kepala Rekaan', nip: '199001012015031001' },
};
const head = {
  lines: ['Balai Pemasyarakatan'],
  address: [],
  place: 'Palembang',
  headTitle: 'Kepala',
  headName: '',
  headNip: '',
  logo: null,
};
const people = { clientName: '', counsellorName: '', counsellorNip: '' };
const mark = {
  picture: pictureOf('https://simpul.contoh/p/8KQ277HM8KQ277HM8KQ277HMABC'),
  code: '8KQ2-77HM-8KQ2-77HM-8KQ2-77HM-ABC',
  says: 'Keaslian dan masa berlaku izin ini dapat diperiksa dengan memindai kode ini.',
};
const set = (mine: typeof mark | null) =>
  typeset(layout, [sheetOf('letters.permit', text, numbered, head, people, numbered.dated, mine)]);

test('a letter that can be checked is a page with a code on it; one that cannot has none', async () => {
  const [plain] = await set(null);
  const [marked] = await set(mark);
  expect(marked!.toString('latin1')).toContain('<pdfaid:part>2</pdfaid:part>');
  // Some hundred dark squares are a few kilobytes, whatever else stands on the page.
  expect(marked!.length - plain!.length).toBeGreaterThan(1500);
});

test('the picture of an address is drawn of dark squares within its edge', () => {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(mark.picture)?.[1]);
  const squares = [...mark.picture.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => [Number(x), Number(y)]);
  expect(squares.length).toBeGreaterThan(200);
  for (const [x, y] of squares) {
    expect(Math.min(x!, y!)).toBeGreaterThanOrEqual(4);
    expect(Math.max(x!, y!)).toBeLessThan(size - 4);
  }
});
