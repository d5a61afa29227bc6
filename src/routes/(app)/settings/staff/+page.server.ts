import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { uuidField } from '#kernel/fields';
import { formatDate, formatNumber } from '#kernel/format';
import { may, unitsWhere } from '#modules/access';
import { accountProblemWords, UnlockDayForm } from '#modules/accounts';
import { listAccounts, unlockDay } from '#modules/accounts/server';
import { exportHref } from '#modules/exports/server';
import {
  AbsenceForm,
  absenceKindWords,
  gradeWords,
  officerStateWords,
  todayAt,
  unitProblemWords,
  type AbsenceKind,
} from '#modules/units';
import {
  getUnit,
  listAbsences,
  listStaffAt,
  listUnitsUnder,
  officersOf,
  setAbsence,
  withdrawAbsence,
} from '#modules/units/server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['absence:set', 'budget:release'] };

const words = { ...unitProblemWords, ...accountProblemWords };

export const load: PageServerLoad = async ({ locals, url }) => {
  const actor = locals.actor!;
  return locals.read(async (ctx) => {
    const units = await listUnitsUnder(
      ctx,
      [...unitsWhere(actor, 'absence:set'), ...unitsWhere(actor, 'budget:release')].map(({ unitId }) => unitId),
    );
    const asked = Number(url.searchParams.get('unit'));
    const unit = await getUnit(ctx, (units.find(({ id }) => id === asked) ?? units[0])?.id ?? -1);
    const today = todayAt(unit, new Date());
    const officers = await officersOf(ctx, unit.id, today);
    const staff = await listStaffAt(ctx, unit.id, today);
    const absences = await listAbsences(ctx, unit.id, today);
    const accounts = may(actor, 'budget:release', { unitId: unit.id })
      ? await listAccounts(ctx, [unit.id], { limit: 200 })
      : [];
    const date = (day: Parameters<typeof formatDate>[0]) => formatDate(day, locals.language);
    return {
      submissionId: newSubmissionId(),
      done: url.searchParams.get('done') ?? '',
      exportHref: await exportHref(ctx, 'staff', unit.id),
      units: units.map(({ id, name }) => ({ value: String(id), label: name })),
      unit: { id: unit.id, name: unit.name },
      setsAbsences: may(actor, 'absence:set', { unitId: unit.id, unitPath: unit.path }),
      today: date(today),
      all: formatNumber(officers.all, locals.language),
      active: formatNumber(officers.active, locals.language),
      officers: officers.officers.map((officer) => ({
        id: officer.staffId,
        name: officer.name,
        grade: officer.grade ? gradeWords[officer.grade]() : '',
        state: officerStateWords[officer.state](),
        isActive: officer.state === 'active',
      })),
      absences: absences.map((absence) => ({
        id: absence.id,
        name: absence.staffName,
        kind: absenceKindWords[absence.kind](),
        from: date(absence.startsOn),
        until: date(absence.endsOn),
        substitute: absence.substituteName ?? '',
      })),
      staff: staff.map(({ staffId, name }) => ({ value: staffId, label: name })),
      kinds: (Object.keys(absenceKindWords) as AbsenceKind[]).map((kind) => ({
        value: kind,
        label: absenceKindWords[kind](),
      })),
      unlockable: accounts
        .filter(({ id }) => id !== actor.accountId)
        .map(({ id, name }) => ({ value: id, label: name })),
    };
  });
};

const fieldOf: Record<string, string> = {
  ends_before_it_starts: 'endsOn',
  own_substitute: 'substituteId',
  already_absent: 'startsOn',
};
const back = (url: URL, done: string) =>
  `/settings/staff?${new URLSearchParams({ unit: url.searchParams.get('unit') ?? '', done })}`;

export const actions: Actions = {
  add: async ({ request, locals, url }) => {
    const form = await readForm(request, AbsenceForm);
    if (!form.ok) return sayFailure(form.failure, words, locals.language);
    const { substituteId, ...absence } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) =>
      setAbsence(ctx, { ...absence, substituteId: substituteId ?? null }),
    );
    if (answer.ok) redirect(303, back(url, 'added'));
    return sayRefusal(409, form.typed, { [fieldOf[answer.refusal] ?? '']: [answer.refusal] }, words, locals.language);
  },
  withdraw: async ({ request, locals, url }) => {
    const form = await readForm(request, v.object({ absenceId: uuidField() }));
    if (!form.ok) return sayFailure(form.failure, words, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => withdrawAbsence(ctx, form.values));
    if (answer.ok) redirect(303, back(url, 'withdrawn'));
    return sayRefusal(409, form.typed, { '': [answer.refusal] }, words, locals.language);
  },
  unlock: async ({ request, locals, url }) => {
    const form = await readForm(request, UnlockDayForm);
    if (!form.ok) return sayFailure(form.failure, words, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => unlockDay(ctx, form.values));
    if (answer.ok) redirect(303, back(url, 'unlocked'));
    return sayRefusal(409, form.typed, { '': [answer.refusal] }, words, locals.language);
  },
};
