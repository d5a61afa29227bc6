import { plainDate } from '#kernel/plain-date';
import type { BreachState } from '#modules/breaches';
import type { ProceedingStep } from '#modules/revocations';
import type { TestOffice } from './office.ts';

type Standing = { unitId: number; state: BreachState; due_on: string; due_counts: 'calendar' | 'working' };
/** A breach as it stands, put there behind the application's back: the head has proposed a revocation, unless something else is said. */
export async function aProposedBreach(
  office: TestOffice,
  caseId: string,
  { unitId = office.units.palembang, state = 'proposed_for_revocation', ...over }: Partial<Standing> = {},
): Promise<string> {
  const { id } = await office.owner
    .insertInto('breaches.breach')
    .values({
      case_id: caseId,
      unit_id: unitId,
      state,
      source: 'officer',
      opened_on: '2026-11-02',
      ended_on: state === 'proposed_for_revocation' ? '2026-11-10' : null,
      note: 'tiga kali tidak melapor',
      ...over,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** What a counsellor sends in to begin the revocation of an adult, with no haste. */
export const aBeginning = (caseId: string, breachId: string | undefined) => ({
  caseId,
  kind: 'revocation' as const,
  breachId,
  reason: 'tidak melapor tiga kali berturut-turut',
  told: 'Saudara diusulkan dicabut bimbingannya.',
  urgent: false,
  danger: '',
  finding: undefined,
  documentNumber: '',
  presences: undefined,
});

/** A step of a proceeding as somebody sends it in who says no more than every step asks for. */
export const aStep = (proceedingId: string, step: ProceedingStep) => ({
  proceedingId,
  step,
  day: plainDate('2026-11-20'),
  reason: 'alasan yang cukup panjang',
  documentNumber: '',
  issuer: '',
  advice: undefined,
  told: 'Keputusan ini disampaikan kepada Saudara.',
  counselling: 'melapor setiap hari Senin',
  notProven: false,
  nextOn: undefined,
  nextPlace: '',
  newEnd: undefined,
  presences: undefined,
});
