import { may, mustBeAllowed } from '#modules/access';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { isRegency } from './areas.server.ts';
import { getUnit, keepsHouse, listServiceArea, mustKeepHouse, nobodyWorksAt } from './queries.server.ts';
import { moduleSwitchesOf } from './options.queries.server.ts';
import {
  codeIsTaken,
  insertUnit,
  putAbove,
  putModuleSwitch,
  replaceServiceArea,
  updateUnit,
  type UnitFields,
} from './store.server.ts';
import { mayStandUnder } from './tree.rules.ts';
import { switchableModules, type SwitchableModule, type Unit } from './unit.ts';

export type UnitRefusal =
  | 'code_taken'
  | 'class_not_for_type'
  | 'no_working_day'
  | 'unknown_area'
  | 'no_such_module'
  | 'not_below_that'
  | 'not_above_that'
  | 'has_one_above';
type Refused = { ok: false; refusal: UnitRefusal };

/** The asker's unit to administer; another office's answers like one that does not exist. */
export async function unitToAdminister(ctx: Pick<Ctx, 'tx' | 'actor'>, id: number): Promise<Unit> {
  const unit = await getUnit(ctx, id);
  mustBeAllowed(ctx.actor, 'unit:administer', { unitId: unit.id, unitPath: unit.path });
  return unit;
}

/**
 * A unit whose entry in the tree the asker keeps: one that he administers, or one that is only data (nobody works there, nobody
 * administers it), for whoever keeps the house. A new installation enters its Kanwil and its sister offices so.
 */
export async function unitToKeep(ctx: Pick<Ctx, 'tx' | 'actor'>, id: number): Promise<Unit> {
  const unit = await getUnit(ctx, id);
  const subject = { unitId: unit.id, unitPath: unit.path };
  if (may(ctx.actor, 'unit:administer', subject)) return unit;
  const isData = (await keepsHouse(ctx)) && (await nobodyWorksAt(ctx, [unit.id])).has(unit.id);
  if (!isData) mustBeAllowed(ctx.actor, 'unit:administer', subject);
  return unit;
}

/** The top of a tree, to be given an office above it, by whoever keeps the house. */
export async function topToPutUnder(ctx: Pick<Ctx, 'tx' | 'actor'>, id: number): Promise<Unit> {
  const unit = await unitToKeep(ctx, id);
  await mustKeepHouse(ctx);
  return unit;
}

export async function changeUnit(
  ctx: Ctx,
  input: { unitId: number; fields: UnitFields },
): Promise<{ ok: true } | Refused> {
  const before = await unitToKeep(ctx, input.unitId);
  const refusal = judgeFields(input.fields);
  if (refusal) return { ok: false, refusal };
  if (!(await updateUnit(ctx.tx, before.id, input.fields))) throw new NotFound('unit out of reach');
  const changed = (Object.keys(input.fields) as (keyof UnitFields)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(input.fields[name]),
  );
  ctx.journal({ what: 'unit.changed', unitId: before.id, about: { fields: changed } });
  return { ok: true };
}

export async function addUnit(
  ctx: Ctx,
  input: { parentId: number; code: string; fields: UnitFields },
): Promise<{ ok: true; unitId: number } | Refused> {
  const parent = await unitToKeep(ctx, input.parentId);
  const refusal = judgeFields(input.fields);
  if (refusal) return { ok: false, refusal };
  if (!mayStandUnder(input.fields.type, parent.type)) return { ok: false, refusal: 'not_below_that' };
  if (await codeIsTaken(ctx.tx, input.code)) return { ok: false, refusal: 'code_taken' };
  const unitId = await insertUnit(ctx.tx, input.code, parent.id, input.fields);
  ctx.journal({ what: 'unit.added', unitId, about: { parentId: parent.id, type: input.fields.type } });
  return { ok: true, unitId };
}

/** Puts a new unit above the one that is the top so far, with everything that stands below it. */
export async function addUnitAbove(
  ctx: Ctx,
  input: { belowId: number; code: string; fields: UnitFields },
): Promise<{ ok: true; unitId: number } | Refused> {
  const below = await topToPutUnder(ctx, input.belowId);
  const refusal = judgeFields(input.fields);
  if (refusal) return { ok: false, refusal };
  if (below.parentId !== null) return { ok: false, refusal: 'has_one_above' };
  if (!mayStandUnder(below.type, input.fields.type)) return { ok: false, refusal: 'not_above_that' };
  if (await codeIsTaken(ctx.tx, input.code)) return { ok: false, refusal: 'code_taken' };
  const unitId = await insertUnit(ctx.tx, input.code, null, input.fields);
  if (!(await putAbove(ctx.tx, unitId, below.id))) return { ok: false, refusal: 'has_one_above' };
  ctx.journal({ what: 'unit.put-above', unitId, about: { childId: below.id, type: input.fields.type } });
  return { ok: true, unitId };
}

/** Bapas are of class I or II only (glossary 1); which classes the others have is not settled. */
function judgeFields(fields: UnitFields): UnitRefusal | undefined {
  if (fields.type === 'bapas' && fields.class && fields.class !== 'I' && fields.class !== 'II')
    return 'class_not_for_type';
  return fields.workingDays.length === 0 ? 'no_working_day' : undefined;
}

export async function setServiceArea(
  ctx: Ctx,
  input: { unitId: number; regencies: readonly string[] },
): Promise<{ ok: true } | Refused> {
  const unit = await unitToKeep(ctx, input.unitId);
  const wanted = new Set(input.regencies);
  for (const code of wanted) if (!(await isRegency(code))) return { ok: false, refusal: 'unknown_area' };
  const now = new Set(await listServiceArea(ctx, unit.id));
  const add = [...wanted].filter((code) => !now.has(code));
  const remove = [...now].filter((code) => !wanted.has(code));
  await replaceServiceArea(ctx.tx, unit.id, add, remove);
  if (add.length + remove.length > 0)
    ctx.journal({ what: 'unit.service-area-changed', unitId: unit.id, about: { add, remove } });
  return { ok: true };
}

/** Sets the switches of all modules at once, as the page sends them; only what changed is written. */
export async function setModules(
  ctx: Ctx,
  input: { unitId: number; on: readonly SwitchableModule[] },
): Promise<{ ok: true } | Refused> {
  const unit = await unitToAdminister(ctx, input.unitId);
  const before = await moduleSwitchesOf(ctx, unit.id);
  for (const module of switchableModules) {
    const isOn = input.on.includes(module);
    if ((before[module] ?? true) === isOn) continue;
    await putModuleSwitch(ctx.tx, unit.id, module, isOn, ctx.actor.accountId);
    ctx.journal({ what: 'unit.module-switched', unitId: unit.id, about: { module, isOn } });
  }
  return { ok: true };
}
