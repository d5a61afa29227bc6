import { expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { sheetOf, standardLetterhead, type People } from './sheet.ts';
import './index.ts';

const head = standardLetterhead({ names: ['Bapas Kelas I Palembang'], address: '', phone: '', town: '' });
const text = { subject: 'Berita Acara', recipient: '', body: 'isi', copies: '', enclosure: '', nature: '' } as const;
const people: People = { clientName: 'Suharto Rekaan', counsellorName: 'Ratna Rekaan', counsellorNip: '1' };
const signers = (kind: string, more: Partial<People> = {}) =>
  sheetOf(kind, text, null, head, { ...people, ...more }, plainDate('2026-11-20')).signers.map(({ above, name }) => [
    above.at(-1),
    name,
  ]);

test('minutes have a line for whoever was heard, for whoever heard him and for everybody else who was there', () => {
  expect(signers('letters.examination')).toEqual([
    ['Yang diperiksa,', 'Suharto Rekaan'],
    ['Pemeriksa,', 'Ratna Rekaan'],
  ]);
  const others = [
    { name: 'Mardiah Rekaan', as: 'Penjamin' },
    { name: 'Tono Rekaan', as: '' },
  ];
  expect(signers('letters.examination', { examiner: { name: 'Kepala Seksi', nip: '2' }, present: others })).toEqual([
    ['Yang diperiksa,', 'Suharto Rekaan'],
    ['Pemeriksa,', 'Kepala Seksi'],
    ['Penjamin,', 'Mardiah Rekaan'],
    ['Yang hadir,', 'Tono Rekaan'],
  ]);
});
