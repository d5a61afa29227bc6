import { expect, test } from 'vitest';
import { pinProblem } from './pin.ts';
import { plainDate as day } from './plain-date.ts';

test.each(['000000', '123456', '654321', '890123', '121212', '123123', '112233', '123321', '135791'])(
  '%s is too easy',
  (pin) => {
    expect(pinProblem(pin)).toBe('pin_too_easy');
  },
);

test.each(['130685', '850613', '061985', '198506'])('%s is the birth date of one born on 13 June 1985', (pin) => {
  expect(pinProblem(pin, day('1985-06-13'))).toBe('pin_is_birth_date');
  expect(pinProblem(pin)).toBeUndefined();
});

test('six digits that tell nothing will do', () => {
  expect(pinProblem('274918', day('1985-06-13'))).toBeUndefined();
  for (const pin of ['27491', '2749180', '27491a', '', '２７４９１８'])
    expect(pinProblem(pin)).toBe('pin_not_six_digits');
});
