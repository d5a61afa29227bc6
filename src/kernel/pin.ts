import type { PlainDate } from './plain-date.ts';

export type PinProblem = 'pin_not_six_digits' | 'pin_too_easy' | 'pin_is_birth_date';

/** As it is compared: a phone may put a space into it, or write its figures in another way. */
export function plainPin(typed: string): string {
  return typed.normalize('NFKC').replace(/\s/g, '');
}

/** Six digits that someone who saw the person's papers, or tries the usual ones first, does not guess. */
export function pinProblem(pin: string, birth?: PlainDate): PinProblem | undefined {
  if (!/^\d{6}$/.test(pin)) return 'pin_not_six_digits';
  if (isEasy(pin)) return 'pin_too_easy';
  return birth && birthForms(birth).includes(pin) ? 'pin_is_birth_date' : undefined;
}

/** One digit, a pair or a triple over and over (111111, 121212, 123123), halves that mirror (123321), pairs of twins (112233), a run up or down. */
function isEasy(pin: string): boolean {
  if (/^(\d{1,3})\1+$/.test(pin) || /^(\d)\1(\d)\2(\d)\3$/.test(pin)) return true;
  if (pin.slice(0, 3) === [...pin.slice(3)].reverse().join('')) return true;
  const steps = new Set([...pin].slice(1).map((digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10));
  return steps.size === 1;
}

function birthForms(birth: PlainDate): string[] {
  const [year, month, day] = [birth.slice(0, 4), birth.slice(5, 7), birth.slice(8, 10)];
  const short = year.slice(2);
  return [
    day + month + short,
    short + month + day,
    month + day + short,
    month + year,
    year + month,
    day + year,
    year + day,
  ];
}
