import { redirect } from '@sveltejs/kit';
import { may } from '#modules/access';
import { formatDate, formatNumber, formatNumericDate, formatShortMoment } from '#kernel/format';
import { m } from '#messages';
import {
  ClosingForm,
  CorrectionForm,
  kindsAbove,
  kindsBelow,
  isTier,
  ModulesForm,
  moduleWords,
  NextOfficerForm,
  realTodayAt,
  ServiceAreaForm,
  switchableModules,
  UnitForm,
  unitProblemWords,
  type Unit,
} from '#modules/units';
import {
  changeUnit,
  closeUnit,
  correctClosing,
  findNextOfficer,
  keepsHouse,
  listClosings,
  listNextOfficers,
  listProvinces,
  listServiceArea,
  listStaffAt,
  moduleSwitchesOf,
  nameNextOfficer,
  setModules,
  setServiceArea,
  unitsToBegin,
  unitToKeep,
} from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { showEndings } from '../../../endings.server.ts';
import { fieldsOf, unitOptions } from '../unit-page.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['unit:administer'] };

function idOf(params: { id: string }): number {
  if (!/^\d{1,9}$/.test(params.id)) throw new NotFound('not a unit');
  return Number(params.id);
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { unit, area, switches, closings, next, keeps, begins } = await locals.read(async (ctx) => {
    const unit = await unitToKeep(ctx, idOf(params));
    return {
      unit,
      area: await listServiceArea(ctx, unit.id),
      switches: await moduleSwitchesOf(ctx, unit.id),
      closings: await listClosings(ctx, unit.id),
      next: isTier(unit.type) ? await nextOfficerOf(ctx, unit) : undefined,
      keeps: await keepsHouse(ctx),
      begins: (await unitsToBegin(ctx)).has(unit.id),
    };
  });
  return {
    submissionId: newSubmissionId(),
    done: url.searchParams.get('done') ?? '',
    id: unit.id,
    code: unit.code,
    closed: unit.closedOn ? formatDate(unit.closedOn, locals.language) : '',
    closings: showEndings(closings, unit.zone, locals.language),
    today: formatNumericDate(realTodayAt(unit, new Date())),
    next: next && {
      now: next.now ? m.units_next_now({ name: next.now }) : m.units_next_nobody(),
      officers: next.officers,
      lines: next.named.map(({ id, officer, holdsFrom, reason, by, at }) => ({
        id,
        says: m.units_next_line({
          name: officer ?? m.units_next_everybody(),
          day: formatDate(holdsFrom, locals.language),
          reason,
          by: [by, formatShortMoment(at, unit.zone, locals.language)].filter(Boolean).join(' · '),
        }),
      })),
    },
    onlyData: !may(locals.actor!, 'unit:administer', { unitId: unit.id, unitPath: unit.path }),
    beginHref: begins ? `/admin/accounts/new?unit=${unit.id}` : undefined,
    addBelow: kindsBelow(unit.type).length > 0,
    addAbove: keeps && unit.parentId === null && kindsAbove(unit.type).length > 0,
    values: {
      name: unit.name,
      type: unit.type,
      class: unit.class ?? '',
      address: unit.address,
      areaCode: unit.areaCode ?? '',
      phone: unit.phone,
      zone: unit.zone,
      ledgerStartsOn: formatNumericDate(unit.ledgerStartsOn),
    } as Record<string, string>,
    workingDays: unit.workingDays.map(String),
    options: unitOptions(locals.language),
    area,
    provinces: await listProvinces(),
    modules: switchableModules.map((module) => ({ value: module, label: moduleWords[module]() })),
    modulesOn: switchableModules.filter((module) => switches[module] ?? true),
  };
};

/** Before whom what is late comes at this tier, and who of it may be named. */
async function nextOfficerOf(ctx: ReadCtx, unit: Unit) {
  const staff = await listStaffAt(ctx, unit.id, realTodayAt(unit, ctx.now));
  return {
    now: (await findNextOfficer(ctx, unit.id))?.name,
    named: await listNextOfficers(ctx, unit.id),
    officers: staff
      .filter(({ postings }) => postings.some(({ role, approved }) => approved && role === unit.type))
      .map(({ staffId, name }) => ({ value: staffId, label: name })),
  };
}

const fieldOf: Record<string, string> = { class_not_for_type: 'class', no_working_day: 'workingDays' };

export const actions: Actions = {
  fields: async ({ request, locals, params }) => {
    const form = await readForm(request, UnitForm);
    if (!form.ok) return sayFailure(form.failure, unitProblemWords, locals.language);
    const unitId = idOf(params);
    const answer = await locals.runOnce(form.submission, (ctx) =>
      changeUnit(ctx, { unitId, fields: fieldsOf(form.values) }),
    );
    if (answer.ok) redirect(303, `/settings/units/${unitId}?done=fields`);
    return sayRefusal(
      409,
      form.typed,
      { [fieldOf[answer.refusal] ?? '']: [answer.refusal] },
      unitProblemWords,
      locals.language,
    );
  },
  close: async ({ request, locals, params }) => {
    const { language } = locals;
    const form = await readForm(request, ClosingForm);
    if (!form.ok) return sayFailure(form.failure, unitProblemWords, language);
    const unitId = idOf(params);
    const { closedOn, closingReason: reason } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) => closeUnit(ctx, { unitId, closedOn, reason }));
    if (answer.ok) redirect(303, `/settings/units/${unitId}?done=closed`);
    const count = (number = 0) => formatNumber(number, language);
    const { clients, held, officers, below } = answer.still ?? {};
    const still = { clients: count(clients), held: count(held), officers: count(officers), below: count(below) };
    const words = { ...unitProblemWords, still_at_work: () => m.units_refusal_still_at_work(still) };
    const beside = answer.refusal === 'closes_in_future' ? 'closedOn' : '';
    return sayRefusal(409, form.typed, { [beside]: [answer.refusal] }, words, language);
  },
  correct: async ({ request, locals, params }) => {
    const form = await readForm(request, CorrectionForm);
    if (!form.ok) return sayFailure(form.failure, unitProblemWords, locals.language);
    const unitId = idOf(params);
    const reason = form.values.correctionReason;
    const answer = await locals.runOnce(form.submission, (ctx) => correctClosing(ctx, { unitId, reason }));
    if (answer.ok) redirect(303, `/settings/units/${unitId}?done=corrected`);
    return sayRefusal(409, form.typed, { '': [answer.refusal] }, unitProblemWords, locals.language);
  },
  area: async ({ request, locals, params }) => {
    const form = await readForm(request, ServiceAreaForm);
    if (!form.ok) return sayFailure(form.failure, unitProblemWords, locals.language);
    const unitId = idOf(params);
    const answer = await locals.runOnce(form.submission, (ctx) =>
      setServiceArea(ctx, { unitId, regencies: form.values.regencies }),
    );
    if (answer.ok) redirect(303, `/settings/units/${unitId}?done=area`);
    return sayRefusal(409, form.typed, { '': [answer.refusal] }, unitProblemWords, locals.language);
  },
  next: async ({ request, locals, params }) => {
    const form = await readForm(request, NextOfficerForm);
    if (!form.ok) return sayFailure(form.failure, unitProblemWords, locals.language);
    const unitId = idOf(params);
    const { officerId, holdsFrom, namingReason: reason } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) =>
      nameNextOfficer(ctx, { unitId, staffId: officerId ?? null, holdsFrom, reason }),
    );
    if (answer.ok) redirect(303, `/settings/units/${unitId}?done=next`);
    const beside = { already_past: 'holdsFrom', no_post_there: 'officerId', not_a_tier: '' }[answer.refusal];
    return sayRefusal(409, form.typed, { [beside]: [answer.refusal] }, unitProblemWords, locals.language);
  },
  modules: async ({ request, locals, params }) => {
    const form = await readForm(request, ModulesForm);
    if (!form.ok) return sayFailure(form.failure, unitProblemWords, locals.language);
    const unitId = idOf(params);
    const answer = await locals.runOnce(form.submission, (ctx) => setModules(ctx, { unitId, on: form.values.on }));
    if (answer.ok) redirect(303, `/settings/units/${unitId}?done=modules`);
    return sayRefusal(409, form.typed, { '': [answer.refusal] }, unitProblemWords, locals.language);
  },
};
