import { expect, test } from 'vitest';
import { oneForm } from './one-form.ts';

const refused = {
  typed: { guarantorId: 'a', endedOn: 'besok', reason: 'pindah' },
  problems: { endedOn: ['Tanggal itu tidak dapat dibaca.'] },
};

test('the refused form shows what was typed and where the summary leads', () => {
  const form = oneForm(refused, 'end-a', { guarantorId: 'a', endedOn: true });
  expect(form.isRefused).toBe(true);
  expect(form.value('endedOn', '13-06-2022')).toBe('besok');
  expect(form.error('endedOn')).toBe('Tanggal itu tidak dapat dibaca.');
  expect(form.id('endedOn')).toBeUndefined();
  expect(form.value('never', 'x')).toBe('');
  expect(form.isTicked('agreed', true)).toBe(false);
});

test.each([
  ['another row of the same kind', { guarantorId: 'b', endedOn: true }],
  ['another form of the same row', { guarantorId: 'a', confirmedOn: true }],
] as const)('%s stands as new, with ids of its own', (_, marks) => {
  const form = oneForm(refused, 'other', marks);
  expect(form.isRefused).toBe(false);
  expect(form.value('reason')).toBe('');
  expect(form.value('endedOn', '13-06-2022')).toBe('13-06-2022');
  expect(form.error('endedOn')).toBeUndefined();
  expect(form.id('reason')).toBe('other-reason');
  expect(form.isTicked('agreed', true)).toBe(true);
});

test('a page that nobody has sent anything to has only new forms', () => {
  expect(oneForm(null, 'x', {}).isRefused).toBe(false);
  expect(oneForm(undefined, 'x', { a: true }).values('kinds', ['b'])).toEqual(['b']);
});
