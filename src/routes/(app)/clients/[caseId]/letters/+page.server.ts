import { formatShortDate } from '#kernel/format';
import { may } from '#modules/access';
import { getLetterKind, listLetterKinds, nameOfLetterKind, stateWords } from '#modules/letters';
import { listLettersOf } from '#modules/letters/server';
import { reachCase } from '#modules/cases/server';
import type { RouteAccess } from '#web/route-access';
import { showCase } from '../../shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['letter:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header: _, ...shown } = await showCase(ctx, params.caseId, 'letters', language);
    const { subject } = await reachCase(ctx, params.caseId, 'letter:read');
    return {
      shown,
      saved: url.searchParams.has('saved'),
      mayDraft: may(ctx.actor, 'letter:draft', subject),
      kinds: listLetterKinds()
        .filter((value) => !getLetterKind(value).apart)
        .map((value) => ({ value, label: nameOfLetterKind(value) })),
      letters: (await listLettersOf(ctx, params.caseId)).map((one) => ({
        id: one.id,
        href: `/letters/${one.id}`,
        subject: one.subject,
        kind: nameOfLetterKind(one.kind),
        state: stateWords[one.state](),
        tone: one.state,
        label: one.label ?? '',
        dated: one.dated ? formatShortDate(one.dated, language) : '',
        sent: one.sentOn ? formatShortDate(one.sentOn, language) : '',
        received: one.receivedOn ? formatShortDate(one.receivedOn, language) : '',
      })),
    };
  });
