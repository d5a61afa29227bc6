import { isUuid } from '#kernel/id';
import type { PlainDate } from '#kernel/plain-date';
import { grants, mustBeAllowed } from '#modules/access';
import { todayAt } from '#modules/units';
import { getUnit, listStaffAt } from '#modules/units/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { no, type Refused } from './rules.ts';
import type { Duty } from './sitting.ts';
import { endMemberRow, insertMember, listMembers, lockMember, lockMembers } from './store.server.ts';

export type MemberInput = {
  unitId: number;
  /** An officer of the office; else somebody from outside, by name and post. */
  staffId: string | null;
  outsideName?: string;
  outsidePost?: string;
  duty: Duty;
  startsOn: PlainDate;
  endsOn: PlainDate | null;
  basis: string;
};

/** The head says who sits, from when to when; nobody sits twice at once, and one presides. */
export async function addMember(ctx: Ctx, input: MemberInput): Promise<{ ok: true; memberId: string } | Refused> {
  const office = await getUnit(ctx, input.unitId);
  mustBeAllowed(ctx.actor, 'sitting:set_members', { unitId: office.id, unitPath: office.path });
  if (input.endsOn !== null && input.endsOn < input.startsOn) return no('period_upside_down');
  await lockMembers(ctx.tx, office.id);
  const { outsideName = '', outsidePost = '' } = input;
  const isOutsider = input.staffId === null;
  if (isOutsider && (outsideName === '' || outsidePost === '')) return no('nobody_named');
  if (isOutsider && input.duty !== 'member') return no('outsider_presides');
  if (!isOutsider && (outsideName !== '' || outsidePost !== '')) return no('one_of_both');
  const eligible = isOutsider ? [] : await listEligible(ctx, office.id, todayAt(office, ctx.now));
  if (!isOutsider && !eligible.some((one) => one.staffId === input.staffId)) return no('not_posted_here');
  const meanwhile = (await listMembers(ctx.tx, office.id)).filter(
    (one) => one.startsOn <= (input.endsOn ?? one.startsOn) && (one.endsOn ?? input.startsOn) >= input.startsOn,
  );
  const isSame = (one: (typeof meanwhile)[number]) =>
    isOutsider ? one.isOutsider && one.name === outsideName && one.post === outsidePost : one.staffId === input.staffId;
  if (meanwhile.some(isSame)) return no('member_twice');
  if (input.duty === 'chair' && meanwhile.some((one) => one.duty === 'chair')) return no('chair_twice');
  const memberId = ctx.newId();
  const staffId = input.staffId ?? ctx.newId();
  const { unitId, duty, startsOn, endsOn, basis } = input;
  const member = { id: memberId, unitId, staffId, duty, startsOn, endsOn, basis, isOutsider };
  await insertMember(ctx, { ...member, name: outsideName, post: outsidePost });
  ctx.journal({
    what: 'sitting.member-added',
    unitId: office.id,
    about: { memberId, staffId, duty: input.duty, from: input.startsOn, until: input.endsOn },
  });
  return { ok: true, memberId };
}

export async function endMember(
  ctx: Ctx,
  input: { memberId: string; endsOn: PlainDate },
): Promise<{ ok: true } | Refused> {
  const member = isUuid(input.memberId) ? await lockMember(ctx.tx, input.memberId) : undefined;
  if (!member) throw new NotFound('member');
  const office = await getUnit(ctx, member.unitId);
  mustBeAllowed(ctx.actor, 'sitting:set_members', { unitId: office.id, unitPath: office.path });
  if (input.endsOn < member.startsOn) return no('period_upside_down');
  if (member.endsOn !== null && member.endsOn <= input.endsOn) return no('already_ended');
  await endMemberRow(ctx, member.id, input.endsOn);
  ctx.journal({
    what: 'sitting.member-ended',
    unitId: office.id,
    about: { memberId: member.id, staffId: member.staffId, duty: member.duty, until: input.endsOn },
  });
  return { ok: true };
}

/** Officers of the office whose post lets them read what sittings hear. */
export async function listEligible(
  ctx: ReadCtx,
  unitId: number,
  day: PlainDate,
): Promise<{ staffId: string; name: string }[]> {
  const staff = await listStaffAt(ctx, unitId, day);
  return staff
    .filter((one) =>
      one.postings.some(
        ({ role, approved }) =>
          approved && grants[role]?.['sitting:read'] !== undefined && role !== 'kanwil' && role !== 'auditor',
      ),
    )
    .map(({ staffId, name }) => ({ staffId, name }));
}
