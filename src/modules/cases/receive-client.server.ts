import type { PlainDate } from '#kernel/plain-date';
import { mustBeAllowed } from '#modules/access';
import { getUnit } from '#modules/units/server';
import { todayAt } from '#modules/units';
import { openTask } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { AgeGroup, ClientKind } from './case.ts';
import { tellOfBeginning } from './followers.server.ts';
import { judgeAge } from './judge-age.ts';
import { judgeReception, judgeReleaseGiven, ledgerStart, no, type Refused } from './rules.ts';
import { insertCase, lockPerson } from './reception.store.server.ts';
import { findCounsellor, insertAssignment, listCasesBarredFor } from './assignments.store.server.ts';

export type Reception = {
  personId: string;
  kind: ClientKind;
  ageGroup: AgeGroup;
  receivedOn: PlainDate;
  handoverNumber: string;
  handoverFrom: string;
  releasedOn?: PlainDate | undefined;
  releaseExpectedOn?: PlainDate | undefined;
  offence: string;
  offenceArticles: string;
  /** Only whoever may assign chooses; a counsellor who receives a client has the case until the section head says otherwise. */
  counsellorId?: string | undefined;
  /** Whoever receives has looked at the papers, because age and kind are unusual together. */
  ageChecked?: boolean;
};

/** Stage 1: somebody is handed over to the office. */
export async function receiveClient(ctx: Ctx, reception: Reception): Promise<{ ok: true; caseId: string } | Refused> {
  const person = await lockPerson(ctx, reception.personId);
  if (!person) throw new NotFound('person');
  const unit = await getUnit(ctx, person.unitId);
  const subject = { unitId: unit.id, unitPath: unit.path };
  mustBeAllowed(ctx.actor, 'case:receive', subject);
  const today = todayAt(unit, ctx.now);

  const verdict = judgeReception(reception, person, today);
  if (!verdict.ok) return verdict;
  const release = { releasedOn: reception.releasedOn ?? null, expectedOn: reception.releaseExpectedOn ?? null };
  const ofRelease = judgeReleaseGiven(reception.kind, release, today);
  if (!ofRelease.ok) return ofRelease;
  const ofAge = judgeAge(reception, person.birth);
  if (!ofAge.ok) return ofAge;

  const pkStaffId = await counsellorFor(ctx, reception, subject, today);
  if (typeof pkStaffId === 'object' && pkStaffId) return pkStaffId;

  const caseId = ctx.newId();
  await insertCase(ctx, {
    ...reception,
    id: caseId,
    unitId: unit.id,
    state: 'received',
    pkStaffId,
    // The minutes of the handover are the paper that says so.
    releaseDocument: release.releasedOn || release.expectedOn ? reception.handoverNumber : '',
    ledgerFrom: ledgerStart(unit.ledgerStartsOn, reception.receivedOn),
  });
  if (pkStaffId) {
    if ((await listCasesBarredFor(ctx.tx, pkStaffId, [caseId])).size > 0) return no('counsellor_excluded');
    const assignment = { staffId: pkStaffId, startsOn: reception.receivedOn, orderNumber: '', reason: '' };
    await insertAssignment(ctx, { id: caseId, unitId: unit.id }, assignment);
  } else {
    await openTask(ctx, { unitId: unit.id, caseId, kind: 'cases.assign', key: caseId, forRole: 'section_head' });
  }
  await openTask(ctx, {
    unitId: unit.id,
    caseId,
    kind: 'cases.register',
    key: caseId,
    forRole: 'pk',
    staffId: pkStaffId,
  });
  await tellOfBeginning(ctx, { unitId: unit.id, personId: reception.personId });
  ctx.journal({
    what: 'case.received',
    unitId: unit.id,
    caseId,
    personId: reception.personId,
    about: {
      kind: reception.kind,
      ageGroup: reception.ageGroup,
      receivedOn: reception.receivedOn,
      staffId: pkStaffId,
      ...(reception.ageChecked ? { ageChecked: true } : {}),
    },
  });
  return { ok: true, caseId };
}

async function counsellorFor(
  ctx: Ctx,
  reception: Reception,
  subject: { unitId: number; unitPath: number[] },
  today: PlainDate,
): Promise<string | null | Refused> {
  if (reception.counsellorId) {
    mustBeAllowed(ctx.actor, 'case:assign', subject);
    const counsellor = await findCounsellor(ctx.tx, reception.counsellorId, subject.unitId, today);
    return counsellor?.postedHere && !counsellor.hasLeft ? counsellor.staffId : no('not_a_counsellor_here');
  }
  const here = ctx.actor.postings.filter((posting) => posting.unitId === subject.unitId);
  const heads = here.some((posting) => posting.role === 'section_head' || posting.role === 'head_of_bapas');
  return !heads && here.some((posting) => posting.role === 'pk') ? ctx.actor.staffId : null;
}
