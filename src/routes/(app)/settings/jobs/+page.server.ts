import { redirect } from '@sveltejs/kit';
import { formatNumber, formatShortMoment } from '#kernel/format';
import { exportHref } from '#modules/exports/server';
import { LeaveJobForm, nameOfJob, RetryJobForm } from '#modules/installation';
import { leaveParkedJob, listParkedJobs, retryParkedJob } from '#modules/installation/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['backup:read'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const { language } = locals;
  const zone = locals.actor!.postings[0]?.zone ?? 'Asia/Jakarta';
  const { jobs, maySettle, href } = await locals.read(async (ctx) => {
    const parked = await listParkedJobs(ctx);
    return {
      ...parked,
      href: await exportHref(ctx, 'parked-jobs', ctx.actor.postings[0]!.unitId, {}, parked.jobs.length),
    };
  });
  return {
    submissionId: newSubmissionId(),
    done: url.searchParams.get('done'),
    maySettle,
    exportHref: href,
    jobs: jobs.map((job) => ({
      id: job.id,
      name: nameOfJob(job.name),
      added: formatShortMoment(job.addedAt, zone, language),
      tried: formatShortMoment(job.triedAt, zone, language),
      tries: formatNumber(job.tries, language),
      number: job.number,
    })),
  };
};

const words = { reason_missing: m.jobs_reason_missing };

export const actions: Actions = {
  retry: async ({ request, locals }) => {
    const form = await readForm(request, RetryJobForm);
    if (!form.ok) return sayFailure(form.failure, words, locals.language);
    await locals.runOnce(form.submission, (ctx) => retryParkedJob(ctx, form.values));
    redirect(303, '/settings/jobs?done=retry');
  },
  leave: async ({ request, locals }) => {
    const form = await readForm(request, LeaveJobForm);
    if (!form.ok) return sayFailure(form.failure, words, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => leaveParkedJob(ctx, form.values));
    if (!answer.ok) return sayRefusal(409, form.typed, { reason: [answer.refusal] }, words, locals.language);
    redirect(303, '/settings/jobs?done=leave');
  },
};
