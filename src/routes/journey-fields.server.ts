import { purposes, purposeWords, scopes, scopeWords, type PermitRefusal } from '#modules/permits';
import { listProvinces } from '#modules/units/server';

/** What the form for a journey offers, for officers and for clients; only whoever is on parole is offered to go abroad. */
export async function journeyChoices(mayAbroad: boolean) {
  return {
    scopes: scopes
      .filter((one) => one === 'within' || mayAbroad)
      .map((value) => ({ value, label: scopeWords[value]() })),
    purposes: purposes.map((value) => ({ value, label: purposeWords[value]() })),
    areas: (await listProvinces()).map(({ name, regencies }) => ({
      label: name,
      options: regencies.map((one) => ({ value: one.code, label: one.name })),
    })),
  };
}
export type JourneyChoices = Awaited<ReturnType<typeof journeyChoices>>;

/** Beside which field of that form a refusal stands. */
export const besideJourney: Partial<Record<PermitRefusal, string>> = {
  not_on_parole: 'scope',
  begins_in_past: 'fromOn',
  overlaps: 'fromOn',
  until_before_from: 'untilOn',
  too_long: 'untilOn',
  after_guidance: 'untilOn',
  purpose_not_named: 'purpose',
  area_missing: 'areaCode',
  area_unknown: 'areaCode',
  country_missing: 'country',
};
