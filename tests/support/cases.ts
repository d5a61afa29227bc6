import { hasRelease, type AgeGroup, type CaseState, type ClientKind } from '#modules/cases';
import type { TestOffice } from './office.ts';

type Place = 'palembang' | 'musi' | 'kupang' | 'otherKanwil';
export type ClientScene = {
  at?: Place;
  name?: string;
  kind?: ClientKind;
  ageGroup?: AgeGroup;
  state?: CaseState;
  pk?: string | null;
  receivedOn?: string;
  guidanceStart?: string;
  guidanceEnd?: string;
  /** The first day of guidance, of whoever leaves an institution. */
  releasedOn?: string | null;
  releaseExpectedOn?: string;
  ledgerFrom?: string;
  registerLabel?: string | null;
  withBasis?: boolean;
};

let drawn = 0;

/** A person of an office, put there behind the application's back. */
export async function aPerson(
  office: TestOffice,
  { at = 'palembang', name }: { at?: Place; name?: string } = {},
): Promise<string> {
  const person = await office.owner
    .insertInto('people.person')
    .values({
      unit_id: office.units[at],
      name: name ?? `Klien Rekaan ${(drawn += 1)}`,
      birth_date: '1990-05-17',
      birth_precision: 'day',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return person.id;
}

/** A client of an office: received only, or under guidance with the rest as named. */
export async function aClient(
  office: TestOffice,
  scene: ClientScene = {},
): Promise<{ caseId: string; personId: string }> {
  const at = scene.at ?? 'palembang';
  const personId = await aPerson(office, { at, ...(scene.name ? { name: scene.name } : {}) });
  const state = scene.state ?? 'active';
  const received = scene.receivedOn ?? '2026-01-05';
  const kind = scene.kind ?? 'parole_pb';
  const guidanceStart = scene.guidanceStart ?? '2026-01-05';
  const one = await office.owner
    .insertInto('cases.client_case')
    .values({
      person_id: personId,
      unit_id: office.units[at],
      kind,
      age_group: scene.ageGroup ?? 'adult',
      guarded: scene.ageGroup === 'child',
      state,
      pk_staff_id: scene.pk ?? null,
      received_on: received,
      registered_on: state === 'received' ? null : received,
      register_label: scene.registerLabel ?? (state === 'received' ? null : `uji/${(drawn += 1)}`),
      guidance_start: guidanceStart,
      guidance_end: scene.guidanceEnd ?? '2027-01-05',
      released_on: scene.releasedOn === undefined && hasRelease(kind) ? guidanceStart : (scene.releasedOn ?? null),
      release_expected_on: scene.releaseExpectedOn ?? null,
      ledger_from: scene.ledgerFrom ?? null,
      ended_on: state === 'ended' || state === 'transferred' ? '2026-10-01' : null,
      end_reason: state === 'ended' ? 'period_completed' : state === 'transferred' ? 'transferred' : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (scene.withBasis ?? true)
    await office.owner
      .insertInto('cases.legal_basis')
      .values({
        case_id: one.id,
        unit_id: office.units[at],
        kind: 'sk_integrasi',
        number: 'PAS-1',
        dated: '2025-12-20',
        issuer: 'Ditjenpas',
      })
      .execute();
  if (scene.pk)
    await office.owner
      .insertInto('cases.assignment')
      .values({ case_id: one.id, unit_id: office.units[at], staff_id: scene.pk, starts_on: received })
      .execute();
  return { caseId: one.id, personId };
}
