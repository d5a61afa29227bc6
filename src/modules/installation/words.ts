import { m } from '#messages';
import type { AddressRefusal } from './address.rules.ts';

export const addressWords: Readonly<Record<AddressRefusal, () => string>> = {
  address_wrong: m.installation_address_wrong,
  address_not_web: m.installation_address_not_web,
  address_only_here: m.installation_address_only_here,
  address_has_more: m.installation_address_has_more,
  address_too_long: m.installation_address_too_long,
};

/** What browsers keep to a secure context, and so what is switched off without one. */
export const secureParts = [
  { id: 'camera', name: m.installation_part_camera },
  { id: 'position', name: m.installation_part_position },
  { id: 'passkeys', name: m.installation_part_passkeys },
] as const;

const all = m as unknown as Record<string, (() => string) | undefined>;

/** What a background job does, in words; one that has none yet is shown as it is written. */
export function nameOfJob(name: string): string {
  return all[`jobs_${name.replace(/[.-]/g, '_')}`]?.() ?? name;
}
