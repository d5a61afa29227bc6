import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { optionalShortText } from '#kernel/fields';
import { formatFileSize, formatMoment, formatShortMoment } from '#kernel/format';
import { runKindWords, runStateWords, sayRun } from '#modules/backups';
import { askForBackup, askForDrill, backupStatus, setBackupSettings, type Run } from '#modules/backups/server';
import { exportHref } from '#modules/exports/server';
import { checkpointSettings, setCheckpointSettings } from '#modules/journal/server';
import { m, type Locale } from '#messages';
import { application } from '#web/application.server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import type { Zone } from '#kernel/zone';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['backup:read'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const { language } = locals;
  const actor = locals.actor!;
  const zone = actor.postings[0]?.zone ?? 'Asia/Jakarta';
  return locals.read(async (ctx) => {
    const status = await backupStatus(ctx);
    const checkpoints = await checkpointSettings(ctx);
    const moment = (at: Date | string | null | undefined) =>
      at ? formatMoment(new Date(at), zone, language) : m.backups_never();
    const reach = status.lastBackup?.facts['logUntil'];
    return {
      submissionId: newSubmissionId(),
      exportHref: await exportHref(ctx, 'backup-runs', actor.postings[0]!.unitId, {}, status.runs.length),
      mayChange: actor.postings.some((posting) => posting.role === 'office_admin'),
      facts: [
        { label: m.backups_last(), value: moment(status.lastBackup?.startedAt) },
        { label: m.backups_reach(), value: moment(typeof reach === 'string' ? reach : undefined) },
        { label: m.backups_last_drill(), value: moment(status.lastDrill?.startedAt) },
        { label: m.backups_destination(), value: status.disk.destination },
        ...(status.lastElsewhere
          ? [
              {
                label: m.backups_last_elsewhere(),
                value: `${moment(status.lastElsewhere.startedAt)}, ${status.lastElsewhere.destination}`,
              },
            ]
          : []),
        {
          label: m.backups_free(),
          value: status.disk.freeBytes === null ? '' : formatFileSize(status.disk.freeBytes, language),
        },
      ],
      hasFailed: status.hasFailed && !status.isDemo,
      isNotRestorable: status.isNotRestorable && !status.isDemo,
      isLate: status.isLate && !status.isDemo,
      isUnproved: status.isUnproved && !status.isDemo,
      sameDisk: status.disk.sameDisk && !status.isDemo,
      isDemo: status.isDemo,
      runsNow: status.runsNow,
      asked: url.searchParams.get('done') === 'asked',
      saved: url.searchParams.get('done') === 'saved',
      settings: {
        destination: status.settings.destination,
        days: String(status.settings.days),
        weeks: String(status.settings.weeks),
      },
      checkpoints: {
        folder: checkpoints.folder ?? '',
        email: checkpoints.email ?? '',
        printed: checkpoints.printed,
        none: !checkpoints.folder && !checkpoints.email && !checkpoints.printed,
      },
      runs: status.runs.map((run) => shown(run, zone, language)),
    };
  });
};

function shown(run: Run, zone: Zone, language: Locale) {
  return {
    key: run.id,
    kind: runKindWords[run.kind](),
    started: formatShortMoment(run.startedAt, zone, language),
    state: run.state,
    stateWords: runStateWords[run.state](),
    bytes: run.bytes === null ? '' : formatFileSize(run.bytes, language),
    detail: sayRun(run, language),
  };
}

const count = (min: number, max: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.regex(/^\d{1,2}$/, 'backups_problem_number_needed'),
    v.transform(Number),
    v.minValue(min, 'backups_problem_number_needed'),
    v.maxValue(max, 'backups_problem_number_needed'),
  );
const SettingsForm = v.object({
  destination: v.optional(optionalShortText(300), ''),
  days: count(2, 60),
  weeks: count(0, 60),
});
const CheckpointForm = v.object({
  folder: v.optional(optionalShortText(300), ''),
  email: v.optional(v.pipe(optionalShortText(200), v.regex(/^$|^[^\s@]+@[^\s@]+$/, 'journal_problem_email')), ''),
  printed: v.optional(v.string()),
});

const words = {
  destination_not_absolute: m.backups_refusal_destination_not_absolute,
  destination_inside_data: m.backups_refusal_destination_inside_data,
  folder_not_absolute: m.journal_refusal_folder_not_absolute,
  inside_data_folder: m.journal_refusal_inside_data_folder,
  backups_problem_number_needed: m.backups_problem_number_needed,
  journal_problem_email: m.journal_problem_email,
};
const Nothing = v.object({});

export const actions: Actions = {
  now: async ({ request, locals }) => {
    const form = await readForm(request, Nothing);
    if (!form.ok) return sayFailure(form.failure, words, locals.language);
    await locals.runOnce(form.submission, askForBackup);
    redirect(303, '/settings/backups?done=asked');
  },
  drill: async ({ request, locals }) => {
    const form = await readForm(request, Nothing);
    if (!form.ok) return sayFailure(form.failure, words, locals.language);
    await locals.runOnce(form.submission, askForDrill);
    redirect(303, '/settings/backups?done=asked');
  },
  settings: async ({ request, locals }) => {
    const form = await readForm(request, SettingsForm);
    if (!form.ok) return sayFailure(form.failure, words, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => setBackupSettings(ctx, form.values));
    if (!answer.ok) return sayRefusal(409, form.typed, { destination: [answer.refusal] }, words, locals.language);
    redirect(303, '/settings/backups?done=saved');
  },
  checkpoints: async ({ request, locals }) => {
    const form = await readForm(request, CheckpointForm);
    if (!form.ok) return sayFailure(form.failure, words, locals.language);
    const { folder, email, printed } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) =>
      setCheckpointSettings(
        ctx,
        { ...(folder ? { folder } : {}), ...(email ? { email } : {}), printed: printed !== undefined },
        application().folder.path,
      ),
    );
    if (!answer.ok) return sayRefusal(409, form.typed, { folder: [answer.refusal] }, words, locals.language);
    redirect(303, '/settings/backups?done=saved');
  },
};
