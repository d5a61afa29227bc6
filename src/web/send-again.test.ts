import { expect, test } from 'vitest';
import { sendAgain } from './send-again.server.ts';

function aForm(fields: [string, string | File][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}
const note: [string, string][] = [
  ['submissionId', '0197f0a0-0000-7000-8000-000000000001'],
  ['note', 'Klien bercerita\ntentang pekerjaannya.'],
  ['kinds[]', 'a'],
  ['kinds[]', 'b'],
];

test('what was typed is sent again as it was, with the id of its submission', () => {
  const untouched = aForm([...note, ['photo', new File([], '')]]);
  expect(sendAgain(untouched, '/clients/1/notes')).toEqual({ action: '/clients/1/notes', fields: note });
});

test('nothing is offered where a part is missing: a password, a code, a file, more than a page can carry', () => {
  expect(sendAgain(aForm([...note, ['password', 'rahasia']]), '/')).toBeUndefined();
  expect(sendAgain(aForm([...note, ['pin', '602817']]), '/')).toBeUndefined();
  expect(sendAgain(aForm([...note, ['photo', new File(['x'], 'foto.jpg')]]), '/')).toBeUndefined();
  expect(sendAgain(aForm([['note', 'x'.repeat(200_001)]]), '/')).toBeUndefined();
  expect(sendAgain(aForm([]), '/')).toBeUndefined();
  expect(sendAgain(undefined, '/')).toBeUndefined();
});
