import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatPhone, phoneEnding, readPhone, whatsappLink } from './phone.ts';

const read = (value: string | number) => {
  const result = readPhone(value);
  return result.ok ? `${result.phone} ${result.kind}` : result.problem;
};

test.each([
  ['0812-3456-7890', '+6281234567890 mobile'],
  ['+62 812 3456 7890', '+6281234567890 mobile'],
  ['62812 3456 7890', '+6281234567890 mobile'],
  ['0062 812 3456 7890', '+6281234567890 mobile'],
  ['+62 0812 3456 7890', '+6281234567890 mobile'],
  [81234567890, '+6281234567890 mobile'],
  ["'081234567890", '+6281234567890 mobile'],
  ['HP: 0812.3456.7890', '+6281234567890 mobile'],
  ['０８１２３４５６７８９０', '+6281234567890 mobile'],
  ['(021) 555 1234', '+62215551234 landline'],
  ['0711-356789', '+62711356789 landline'],
  ['0370 621 234', '+62370621234 landline'],
  ['+60 12-345 6789', '+60123456789 foreign'],
])('%s is %s', (typed, expected) => {
  expect(read(typed)).toBe(expected);
});

test.each([
  ['', 'phone_missing'],
  ['-', 'phone_not_digits'],
  ['tidak punya', 'phone_not_digits'],
  ['0812345', 'phone_too_short'],
  ['110', 'phone_too_short'],
  ['08123456789012345', 'phone_too_long'],
  ['081234567890 / 085612345678', 'phone_several'],
  ['081234567890, 0856-1234-5678', 'phone_several'],
  ['0812x3456789', 'phone_not_digits'],
  ['+1 23', 'phone_too_short'],
  ['8,12346E+10', 'phone_not_digits'],
])('%s is refused as %s', (typed, problem) => {
  expect(read(typed)).toBe(problem);
});

test('a number is shown as people read it, and opens a chat where it can', () => {
  const mobile = readPhone('081234567890');
  const landline = readPhone('0215551234');
  if (!mobile.ok || !landline.ok) throw new Error('unread');

  expect(formatPhone(mobile.phone)).toBe('0812-3456-7890');
  expect(formatPhone(landline.phone)).toBe('(021) 555 1234');
  expect(whatsappLink(mobile.phone)).toBe('https://wa.me/6281234567890');
  expect(whatsappLink(landline.phone)).toBeUndefined();
  expect(phoneEnding(mobile.phone)).toBe('•••• 7890');
});

test('what was read is read again from its own writing', () => {
  const national = fc.stringMatching(/^0(8[1-9]\d{7,10}|21\d{7}|711\d{6})$/);
  fc.assert(
    fc.property(national, (typed) => {
      const first = readPhone(typed);
      if (!first.ok) throw new Error(`${typed} is unread`);
      expect(readPhone(first.phone)).toEqual(first);
      expect(readPhone(formatPhone(first.phone))).toEqual(first);
    }),
  );
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (typed) => void readPhone(typed)));
});
