import { holds } from '#modules/access';
import type { UnitType } from '#modules/units';
import type { Actor } from '#platform/actor';
import { admissions } from './admissions/kind.ts';
import { clients } from './clients/kind.ts';
import { columnsOf, type ImportKind, type ListKind } from './kind.ts';

export const kinds: Readonly<Record<ImportKind, ListKind>> = { clients, admissions };

/** The kind of list that an office of this type has; an office has one at most. */
export function kindOfUnit(type: UnitType): ListKind | undefined {
  return Object.values(kinds).find(({ unitTypes }) => unitTypes.includes(type));
}

/** Every column that some list may have, for the form in which they are settled. */
export const allColumns: readonly string[] = [...new Set(Object.values(kinds).flatMap(columnsOf))];

/** The kinds of list that somebody may bring somewhere. */
export function kindsFor(actor: Actor): ListKind[] {
  return Object.values(kinds).filter(({ action }) => holds(actor, action));
}

/** The kind that an address names, as far as the asker has it; else his first. */
export function kindAsked(actor: Actor, named: string | null): ListKind {
  const own = kindsFor(actor);
  return own.find(({ id }) => id === named) ?? own[0]!;
}
