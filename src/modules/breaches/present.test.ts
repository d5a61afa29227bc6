import { expect, test } from 'vitest';
import { othersPresent } from './present.ts';

const heard = {
  person: '',
  clientName: 'Suharto Rekaan',
  inAbsence: false,
  examiner: { name: 'Ratna Rekaan, S.Sos.' },
};
const present = 'Suharto Rekaan\nRatna Rekaan, S.Sos.\n\nMardiah Rekaan (penjamin)\nTono Rekaan';

test('everybody who was there signs, once, and as what he was there', () => {
  expect(othersPresent({ ...heard, present })).toEqual([
    { name: 'Mardiah Rekaan', as: 'Penjamin' },
    { name: 'Tono Rekaan', as: '' },
  ]);
  // A witness was heard: the client was there besides.
  expect(othersPresent({ ...heard, present, person: 'Tono Rekaan' })).toEqual([
    { name: 'Suharto Rekaan', as: '' },
    { name: 'Mardiah Rekaan', as: 'Penjamin' },
  ]);
  expect(othersPresent({ ...heard, present, inAbsence: true }).map(({ name }) => name)).not.toContain('Suharto Rekaan');
});
