import type { UnitType } from './unit.ts';

/** Which kind of office may stand directly above which: the directorate general, its regional offices, their units, and the branches of a Bapas. */
export const standsUnder: Readonly<Record<UnitType, readonly UnitType[]>> = {
  ditjenpas: [],
  kanwil: ['ditjenpas'],
  bapas: ['kanwil', 'ditjenpas'],
  pos_bapas: ['bapas'],
  lapas: ['kanwil', 'ditjenpas'],
  rutan: ['kanwil', 'ditjenpas'],
  lpka: ['kanwil', 'ditjenpas'],
  lpas: ['kanwil', 'ditjenpas'],
  rupbasan: ['kanwil', 'ditjenpas'],
};

export function mayStandUnder(type: UnitType, above: UnitType): boolean {
  return standsUnder[type].includes(above);
}

/** What may be entered directly below an office of this kind. */
export function kindsBelow(above: UnitType): UnitType[] {
  return (Object.keys(standsUnder) as UnitType[]).filter((type) => mayStandUnder(type, above));
}

/** What may be put above an office that is the top so far; nothing above the directorate general. */
export function kindsAbove(below: UnitType): readonly UnitType[] {
  return standsUnder[below];
}
