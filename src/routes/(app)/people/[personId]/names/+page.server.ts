import { AliasForm, RemoveForm, aliasWords } from '#modules/people';
import { addAlias, listAliases, removeAlias } from '#modules/people/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../details.server.ts';
import { optionsOf, showPerson } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => ({
    shown: await showPerson(ctx, params.personId, url.pathname, locals.language),
    saved: url.searchParams.has('saved'),
    submissionId: newSubmissionId(),
    kinds: optionsOf(aliasWords),
    aliases: (await listAliases(ctx, params.personId)).map((alias) => ({
      ...alias,
      kindWord: aliasWords[alias.kind](),
      submissionId: newSubmissionId(),
    })),
  }));

export const actions: Actions = {
  add: (event) => act(event, AliasForm, (ctx, { name, kind }, personId) => addAlias(ctx, { personId, name, kind })),
  remove: (event) =>
    act(event, RemoveForm, (ctx, { id, reason }, personId) => removeAlias(ctx, { personId, id, reason })),
};
