import { formatPhone, type Phone } from '#kernel/phone';
import { FamilyForm, RemoveForm, relationWords } from '#modules/people';
import { addFamilyMember, listFamily, removeFamilyMember } from '#modules/people/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../details.server.ts';
import { optionsOf, showPerson } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:read_specific'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const shown = await showPerson(ctx, params.personId, url.pathname, locals.language);
    const family = await listFamily(ctx, params.personId);
    return {
      shown,
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      relations: optionsOf(relationWords),
      family: family.map((member) => ({
        id: member.id,
        name: member.name,
        relation: relationWords[member.relation](),
        facts: [
          member.birthYear && String(member.birthYear),
          member.occupation,
          member.phone && formatPhone(member.phone as Phone),
          member.address,
        ]
          .filter(Boolean)
          .join(' · '),
        note: member.note,
        submissionId: newSubmissionId(),
      })),
    };
  });

export const actions: Actions = {
  add: (event) =>
    act(event, FamilyForm, (ctx, { submissionId: _, phone, birthYear, ...member }, personId) =>
      addFamilyMember(ctx, { personId, ...member, phone: phone ?? '', birthYear: birthYear ?? null }),
    ),
  remove: (event) =>
    act(event, RemoveForm, (ctx, { id, reason }, personId) => removeFamilyMember(ctx, { personId, id, reason })),
};
