import { error, redirect } from '@sveltejs/kit';
import { formatDate, formatNumericDate } from '#kernel/format';
import {
  askedFields,
  daysToAppear,
  draftForm,
  fieldsFrom,
  findLetterKind,
  getLetterKind,
  nameOfLetterKind,
  refusalWords,
  type AskedField,
} from '#modules/letters';
import { draftByHand, heldAmong, lastLetterOf, officeOf } from '#modules/letters/server';
import { reachCase } from '#modules/cases/server';
import { proceedingOfLetter } from '#modules/revocations/server';
import { getStaff, optionsOf } from '#modules/units/server';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { showCase } from '../../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['letter:draft'] };

/** The kind that the address names; whoever changed it is answered as for a page that is not there. */
function kindOf(url: URL): string {
  const kind = url.searchParams.get('kind') ?? 'letters.cover';
  if (findLetterKind(kind)?.apart !== undefined || !findLetterKind(kind)) error(404, m.errors_not_found());
  return kind;
}

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const kind = kindOf(url);
    const { header: _, ...shown } = await showCase(ctx, params.caseId, 'letters', locals.language);
    const held = (await heldAmong(ctx, kind, [params.caseId])).get(params.caseId);
    const begun = await beginnings(ctx, params.caseId, kind);
    const { asks, needs } = getLetterKind(kind);
    return {
      shown,
      kind,
      title: nameOfLetterKind(kind),
      about: (await proceedingOfLetter(ctx, { caseId: params.caseId, kind })) && m.letters_about_proceeding(),
      held: held && m.letters_held({ place: held.place }),
      submissionId: newSubmissionId(),
      fields: asks.map((field) => ({
        name: field,
        label: askedFields[field].name(),
        type: askedFields[field].type,
        optional: !needs.includes(field),
        value: begun[field] ?? '',
      })),
    };
  });

/** What is likely, for whoever need not change it: the day to appear, the place, the letter before. */
async function beginnings(ctx: ReadCtx, caseId: string, kind: string): Promise<Partial<Record<AskedField, string>>> {
  const one = await reachCase(ctx, caseId, 'letter:draft');
  const { head } = await officeOf(ctx, one.unitId);
  const options = await optionsOf(ctx.tx, one.unitId, daysToAppear, one.today);
  const before =
    kind === 'letters.summons-2' ? 'letters.summons-1' : kind === 'letters.summons-3' ? 'letters.summons-2' : null;
  const earlier = before ? await lastLetterOf(ctx, caseId, before) : undefined;
  const place = head.lines.at(-1) ?? '';
  return {
    appear_on: formatNumericDate(daysToAppear.decide({ dated: one.today }, options).result),
    appear_at: '09.00',
    appear_place: place,
    held_place: place,
    ...(ctx.actor.staffId && getLetterKind(kind).asks.includes('examiner_name')
      ? await examinerNow(ctx, ctx.actor.staffId)
      : {}),
    ...(earlier?.label && earlier.dated
      ? { earlier_letter: `Nomor ${earlier.label} tanggal ${formatDate(earlier.dated, 'id')}` }
      : {}),
  };
}

/** Whoever writes minutes by hand is likely to have examined. */
async function examinerNow(ctx: ReadCtx, staffId: string): Promise<Partial<Record<AskedField, string>>> {
  const { name, nip } = await getStaff(ctx, staffId);
  return { examiner_name: name, examiner_nip: nip ?? '', examiner_title: 'Pembimbing Kemasyarakatan' };
}

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    const kind = kindOf(url);
    const form = await readForm(request, draftForm(kind));
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const answer = await locals.runOnce(form.submission, async (ctx) => {
      const { zone } = await reachCase(ctx, params.caseId, 'letter:draft');
      const { enclosure, ...typed } = form.values;
      const concerns = await proceedingOfLetter(ctx, { caseId: params.caseId, kind });
      return draftByHand(ctx, {
        kind,
        ...(concerns ? { concerns } : {}),
        caseId: params.caseId,
        fields: fieldsFrom(kind, typed, zone),
        enclosure: String(enclosure),
      });
    });
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, refusalWords, locals.language);
    redirect(303, `/letters/${answer.letterId}?saved=1`);
  },
};
