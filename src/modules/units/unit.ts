import type { PlainDate, Weekday } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';

export const unitTypes = [
  'ditjenpas',
  'kanwil',
  'bapas',
  'pos_bapas',
  'lapas',
  'rutan',
  'lpka',
  'lpas',
  'rupbasan',
] as const;
export type UnitType = (typeof unitTypes)[number];

/** The tiers above the offices, which decide on what comes up to them. */
export function isTier(type: UnitType): type is 'kanwil' | 'ditjenpas' {
  return type === 'kanwil' || type === 'ditjenpas';
}

export const unitClasses = ['I', 'II', 'IIA', 'IIB', 'III'] as const;
export type UnitClass = (typeof unitClasses)[number];

/** The parts of Simpul that an office may switch off; the ground (units, accounts, people) is always there. */
/** What an office may do without. The ledger is not among it: one that stood still would open with misses that nobody made. */
export const switchableModules = ['messages', 'imports', 'exports', 'figures'] as const;
export type SwitchableModule = (typeof switchableModules)[number];

export type Unit = {
  id: number;
  code: string;
  name: string;
  type: UnitType;
  class: UnitClass | null;
  parentId: number | null;
  /** From the top of the tree to the unit itself. */
  path: number[];
  address: string;
  areaCode: string | null;
  phone: string;
  zone: Zone;
  workingDays: Weekday[];
  ledgerStartsOn: PlainDate;
  demoToday: PlainDate | null;
  closedOn: PlainDate | null;
};

/** A unit in a list of the tree: how far below the top of the list it stands. */
export type UnitInTree = Pick<
  Unit,
  'id' | 'code' | 'name' | 'type' | 'class' | 'parentId' | 'path' | 'zone' | 'closedOn'
> & { depth: number };

export type Holiday = { id: string; day: PlainDate; name: string; unitId: number | null };

export const grades = ['pk_ahli_utama', 'pk_ahli_madya', 'pk_ahli_muda', 'pk_ahli_pertama', 'apk'] as const;
export type Grade = (typeof grades)[number];

export const postingKinds = ['permanent', 'secondment', 'rotation', 'acting'] as const;
export type PostingKind = (typeof postingKinds)[number];

/** The last two: lent to, or rotating at, an office that does not use Simpul here; elsewhere in Simpul that is a posting. */
export const absenceKinds = ['leave', 'sick', 'training', 'other', 'secondment', 'rotation'] as const;
export type AbsenceKind = (typeof absenceKinds)[number];

export const sections = ['adult', 'child'] as const;
export type Section = (typeof sections)[number];
