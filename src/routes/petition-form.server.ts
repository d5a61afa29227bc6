import type { PetitionRefusal } from '#modules/petitions';

/** Beside which field a refusal is said, in both forms of a petition. */
export const fieldOf: Partial<Record<PetitionRefusal, string>> = {
  client_missing: 'clientName',
  no_office: 'officeId',
  nobody_above: 'about',
  not_read_back: 'readBack',
  petitioner_missing: 'name',
  agency_missing: 'agency',
  anonymous_named: 'kind',
  day_in_future: 'receivedOn',
  file_too_big: 'file',
};

/** A browser sends an empty file without a name for a field left alone. */
export function isLeft(file: unknown): boolean {
  return !(file instanceof File) || (file.size === 0 && file.name === '');
}
