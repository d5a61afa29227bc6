import { formatDate, formatNumericDate } from '#kernel/format';
import { may } from '#modules/access';
import { duties, dutyWords, EndMemberForm, MemberForm, quorum } from '#modules/tpp';
import { addMember, endMember, listEligible, readMembers } from '#modules/tpp/server';
import { choiceWords } from '#modules/rules';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../act.server.ts';
import { officeAsked } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['sitting:read'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { unitId } = await officeAsked(ctx, url);
    const { members, today, chosen } = await readMembers(ctx, unitId);
    const maySet = may(ctx.actor, 'sitting:set_members', { unitId });
    return {
      unitId,
      maySet,
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      today: formatNumericDate(today),
      quorum: m.tpp_quorum_now({
        share: choiceWords(quorum.options.share, chosen.share, { code: '', year: 0 }),
        least: String(chosen.least),
        chair: chosen.chair ? m.tpp_quorum_chair() : m.tpp_quorum_no_chair(),
      }),
      staff: maySet
        ? (await listEligible(ctx, unitId, today)).map((one) => ({ value: one.staffId, label: one.name }))
        : [],
      duties: duties.map((value) => ({ value, label: dutyWords[value]() })),
      rows: members.map((one) => ({
        id: one.id,
        name: one.post ? `${one.name}, ${one.post}` : one.name,
        duty: dutyWords[one.duty](),
        from: formatDate(one.startsOn, language),
        until: one.endsOn ? formatDate(one.endsOn, language) : m.tpp_until_further(),
        basis: one.basis,
        sitsNow: one.sitsNow,
        mayEnd: maySet && (one.endsOn === null || one.endsOn > today),
        submissionId: newSubmissionId(),
      })),
    };
  });

export const actions: Actions = {
  add: (event) =>
    act(
      event,
      MemberForm,
      (ctx, { submissionId: _, endsOn, staffId, ...input }) =>
        addMember(ctx, { ...input, staffId: staffId ?? null, endsOn: endsOn ?? null }),
      () => `/sittings/members?${new URLSearchParams({ unit: event.url.searchParams.get('unit') ?? '', saved: '1' })}`,
      {
        nobody_named: 'staffId',
        one_of_both: 'staffId',
        outsider_presides: 'duty',
        member_twice: 'staffId',
        not_posted_here: 'staffId',
        chair_twice: 'duty',
        period_upside_down: 'endsOn',
      },
    ),
  end: (event) =>
    act(
      event,
      EndMemberForm,
      (ctx, { memberId, endsOn }) => endMember(ctx, { memberId, endsOn }),
      () => `/sittings/members?${new URLSearchParams({ unit: event.url.searchParams.get('unit') ?? '', saved: '1' })}`,
      { period_upside_down: 'endsOn', already_ended: 'endsOn' },
    ),
};
