import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { formatMoment, formatNumber } from '#kernel/format';
import { dayAt } from '#kernel/zone';
import { dailyHeads, notePrinted } from '#modules/journal/server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure } from '#web/say-problems.server';
import { momentsOf, zoneOf } from '#modules/journal';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['verification:read'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const { language } = locals;
  const zone = zoneOf(locals.actor!);
  return locals.read(async (ctx) => {
    const today = dayAt(zone, ctx.now);
    const { from, until } = momentsOf(zone, today, today);
    const { heads, lines } = await dailyHeads(ctx, from!, until!);
    return {
      submissionId: newSubmissionId(),
      /** Paper lies in a folder among others: it says whose journal it is about. */
      unit: locals.actor!.postings[0]!.unitName,
      at: formatMoment(ctx.now, zone, language),
      heads,
      // In groups of eight, as two people compare them aloud.
      shown: { journal: grouped(heads.journal.head), access_log: grouped(heads.access_log.head) },
      lines: { journal: formatNumber(lines.journal, language), access_log: formatNumber(lines.access_log, language) },
      noted: url.searchParams.get('done') === 'printed',
    };
  });
};

const grouped = (hex: string) => hex.match(/.{8}/g)!.join(' ');

const head = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const number = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));
const PrintedForm = v.object({ journalNumber: number, journalHead: head, accessNumber: number, accessHead: head });

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await readForm(request, PrintedForm);
    if (!form.ok) return sayFailure(form.failure, {}, locals.language);
    const { journalNumber, journalHead, accessNumber, accessHead } = form.values;
    await locals.runOnce(form.submission, (ctx) =>
      notePrinted(ctx, {
        journal: { number: journalNumber, head: journalHead },
        access_log: { number: accessNumber, head: accessHead },
      }),
    );
    redirect(303, '/audit/daily?done=printed');
  },
};
