import * as v from 'valibot';
import { expect, test } from 'vitest';
import { PinForm } from './form.ts';

test('what is not six figures is not a try at a PIN; an easy one is, since it may be an old one', () => {
  const said = (pin: unknown) => {
    const read = v.safeParse(PinForm, { pin });
    return read.success ? read.output.pin : read.issues[0].message;
  };
  expect(said('')).toBe('required');
  for (const slip of ['12', '12345', '1234567', 'abcdef', '12345a']) expect(said(slip)).toBe('pin_not_six_digits');
  for (const pin of ['123456', '602817', '602 817', ' 602817 ']) expect(said(pin)).toBe(pin);
});
