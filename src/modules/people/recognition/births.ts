import { compareBirths } from './compare.ts';
import { dayIn, isGuessed, monthIn, packBirth, yearIn } from './facts.ts';

/** Days that another office may have written for this one, each with how the two compare. */
export function birthsNear(birth: number): { birth: number; outcome: number }[] {
  const [year, month, day] = [yearIn(birth), monthIn(birth), dayIn(birth)];
  const days = new Set<number>([birth]);
  const wholeYear = (of: number) => {
    for (let m = 1; m <= 12; m++) for (let d = 1; d <= 31; d++) days.add(packBirth(of, m, d));
  };
  for (let other = Math.max(1, year - 2); other <= year + 2; other++) {
    days.add(packBirth(other, 0, 0));
    days.add(packBirth(other, 0, 0) | (1 << 24));
    days.add(packBirth(other, 1, 1));
    days.add(packBirth(other, 12, 31));
  }
  if (isGuessed(birth)) for (let other = year - 2; other <= year + 2; other++) wholeYear(other);
  else if (month === 0) wholeYear(year);
  else {
    days.add(packBirth(year, month, 0));
    for (let d = 1; d <= 31; d++) days.add(packBirth(year, month, d));
    if (day > 0) {
      for (let m = 1; m <= 12; m++) days.add(packBirth(year, m, day));
      if (day <= 12) days.add(packBirth(year, day, month));
      for (let other = Math.max(1, year - 99); other <= year + 99; other++) days.add(packBirth(other, month, day));
      if ((day === 1 && month === 1) || (day === 31 && month === 12)) wholeYear(year);
    }
  }
  return [...days].map((other) => ({ birth: other, outcome: compareBirths(birth, other) }));
}
