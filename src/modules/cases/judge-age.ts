import { ageRangeOn, type PartialDate } from '#kernel/partial-date';
import type { PlainDate } from '#kernel/plain-date';
import type { AgeGroup, ClientKind } from './case.ts';
import { ageForKind } from './law.rules.ts';
import { no, type Verdict } from './rules.ts';

type Attempt = { kind: ClientKind; ageGroup: AgeGroup; receivedOn: PlainDate; ageChecked?: boolean };

/** May somebody born then be received under this kind? What is only unusual is taken once somebody says that he has checked it. */
export function judgeAge({ receivedOn, ageChecked, ...what }: Attempt, birth: PartialDate | undefined): Verdict {
  const age = birth && ageRangeOn(birth, receivedOn);
  const { result } = ageForKind.decide({ ...what, age });
  return result === 'fits' || (result === 'age_unusual' && ageChecked) ? { ok: true } : no(result);
}
