import { mustBeAllowed } from '#modules/access';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { isRegency } from './areas.server.ts';
import { getUnit, listServiceArea, moduleSwitchesOf } from './queries.server.ts';
import {
  codeIsTaken,
  insertUnit,
  putModuleSwitch,
  replaceServiceArea,
  updateUnit,
  type UnitFields,
} from './store.server.ts';
import { switchableModules, type SwitchableModule, type Unit } from './unit.ts';

export type UnitRefusal = 'code_taken' | 'class_not_for_type' | 'no_working_day' | 'unknown_area' | 'no_such_module';
type Refused = { ok: false; refusal: UnitRefusal };

/** The asker's unit to administer; another office's answers like one that does not exist. */
export async function unitToAdminister(ctx: Pick<Ctx, 'tx' | 'actor'>, id: number): Promise<Unit> {
  const unit = await getUnit(ctx, id);
  mustBeAllowed(ctx.actor, 'unit:administer', { unitId: unit.id, unitPath: unit.path });
  return unit;
}

export async function changeUnit(
  ctx: Ctx,
  input: { unitId: number; fields: UnitFields },
): Promise<{ ok: true } | Refused> {
  const before = await unitToAdminister(ctx, input.unitId);
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
  const parent = await unitToAdminister(ctx, input.parentId);
  const refusal = judgeFields(input.fields);
  if (refusal) return { ok: false, refusal };
  if (await codeIsTaken(ctx.tx, input.code)) return { ok: false, refusal: 'code_taken' };
  const unitId = await insertUnit(ctx.tx, input.code, parent.id, input.fields);
  ctx.journal({ what: 'unit.added', unitId, about: { parentId: parent.id, type: input.fields.type } });
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
  const unit = await unitToAdminister(ctx, input.unitId);
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
