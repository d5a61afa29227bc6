import { expect, test } from 'vitest';
import { NotTypeset, typeset } from './typeset.server.ts';

const sheet = {
  title: 'Uji',
  office: 'Kantor Rekaan',
  day: [2026, 11, 20],
  form: 'letter',
  watermark: '',
  footer: '',
  head: { lines: ['Kantor Rekaan'], address: [], logo: '' },
  number: '1',
  dateline: 'Palembang',
  nature: '',
  enclosure: '',
  subject: 'Uji',
  heading: '',
  about: '',
  recipient: [],
  blocks: [{ kind: 'paragraph', continues: false, runs: [{ text: 'Isi surat.' }] }],
  signers: [{ above: ['Kepala,'], name: 'Rekaan', nip: '' }],
  copies: [],
};
const withText = (text: string) => ({ ...sheet, blocks: [{ ...sheet.blocks[0]!, runs: [{ text }] }] });
const set = (one: unknown, options = {}) => typeset('letter.typ', [one], options);

test('a sheet becomes a PDF/A page, and many become as many', async () => {
  const pages = await typeset('letter.typ', [sheet, withText('lain'), sheet]);
  expect(pages).toHaveLength(3);
  for (const page of pages) expect(page.toString('latin1')).toContain('<pdfaid:part>2</pdfaid:part>');
  expect(pages[0]!.equals(pages[2]!)).toBe(true);
});

test('what somebody wrote is never read as a program', async () => {
  for (const text of [
    '#read("/etc/passwd")',
    '#while true {}',
    '$ x^2 $',
    '@preview',
    '= judul',
    '`kode`',
    '\\u{202e}',
  ])
    expect((await set(withText(text)))[0]!.length).toBeGreaterThan(5000);
});

test('a sheet that takes too long ends alone, and the next one is set', async () => {
  const crowd = Array.from({ length: 200 }, (_, at) => withText(`${at} `.repeat(4000)));
  await expect(typeset('letter.typ', crowd, { milliseconds: 1 })).rejects.toThrow(NotTypeset);
  expect(await set(sheet)).toHaveLength(1);
});

test('a sheet that cannot be set says so, and reaches no file of the machine', async () => {
  await expect(set({ title: 'nothing else' })).rejects.toThrow(NotTypeset);
  for (const logo of ['/etc/passwd', '../../../../etc/passwd', 'logo'])
    await expect(set({ ...sheet, head: { ...sheet.head, logo } })).rejects.toThrow(NotTypeset);
  expect(await set(sheet)).toHaveLength(1);
});

test('orders that come together are all answered', async () => {
  const pages = await Promise.all([set(sheet), set({ title: 'bad' }).catch(() => 'refused'), set(sheet)]);
  expect(pages.map((one) => one === 'refused')).toEqual([false, true, false]);
});
