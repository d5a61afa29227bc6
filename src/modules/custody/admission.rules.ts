import { ageRangeOn, type PartialDate } from '#kernel/partial-date';
import type { PlainDate } from '#kernel/plain-date';
import { instantAt, type ClockTime, type Zone } from '#kernel/zone';
import { todayAt } from '#modules/units';
import { register as registerRule, rightPlace } from './law.rules.ts';
import { ageGroupOf, judgeBasis, judgeRegister, no, type CustodyRefused } from './rules.ts';
import { isCustodyType, type AgeGroup, type Basis, type Register } from './stay.ts';

/** What is written down when somebody comes in, without who he is. */
export type AdmissionFacts = {
  admittedOn: PlainDate;
  admittedAt: ClockTime;
  broughtFrom: string;
  broughtBy: string;
  noPapers: boolean;
  nameRefused: boolean;
  ageSaid: AgeGroup | null;
  placeReason: string;
  basis: Basis;
  register: Register | null;
  because: string;
  /** A number that a paper book gave before; empty where the next one is to be given. */
  importedLabel: string;
};

/** Where and when it is judged; `inDemo` where a demo clock stands. */
export type Gate = { type: string; zone: Zone; today: PlainDate; now: Date; inDemo: boolean };
export function gateOf(unit: { type: string; zone: Zone; demoToday: PlainDate | null }, now: Date): Gate {
  return { type: unit.type, zone: unit.zone, today: todayAt(unit, now), now, inDemo: unit.demoToday !== null };
}

export type AdmissionVerdict = {
  ok: true;
  at: Date;
  age: AgeGroup;
  fits: boolean;
  register: Register;
  because: string;
};

/**
 * May somebody of this birth come in like this? The same for one at the gate and for a row of a list. A child in a place for adults, or the
 * other way round, is admitted with a reason.
 */
export function judgeAdmission(
  gate: Gate,
  birth: PartialDate | null,
  input: AdmissionFacts,
): AdmissionVerdict | CustodyRefused {
  if (!isCustodyType(gate.type)) return no('not_an_institution');
  const at = instantAt(gate.zone, input.admittedOn, input.admittedAt);
  if (input.admittedOn > gate.today) return no('day_in_future');
  // Where a demo clock stands, the hours of its day are all past.
  if (!gate.inDemo && at > gate.now) return no('moment_in_future');

  const paper = judgeBasis(input.basis, gate.today);
  if (!paper.ok) return paper;
  const chosen = judgeRegister(registerRule.decide(input.basis).result, input.register, input.because);
  if (!chosen.ok) return chosen;

  const age = ageGroupOf(birth ? ageRangeOn(birth, input.admittedOn) : undefined, input.ageSaid);
  if (!age) return no('age_missing');
  const place = rightPlace.decide({ type: gate.type, age, convicted: input.basis.kind === 'verdict' }).result;
  if (!place.fits && input.placeReason.length < 5) return no('place_reason_missing');
  return { ok: true, at, age, fits: place.fits, register: chosen.register, because: chosen.because };
}
