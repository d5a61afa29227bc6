import type { OfficerStanding } from '#modules/figures/server';
import { m } from '#messages';

export const channelWords: Readonly<Record<string, () => string>> = {
  in_person: m.figures_channel_in_person,
  remote_call: m.figures_channel_remote_call,
  app: m.figures_channel_app,
  home_visit: m.figures_channel_home_visit,
  helper: m.figures_channel_helper,
  presence_call: m.figures_channel_presence_call,
};

/** The address of the list behind a number. */
export function listHref(unitId: number, list: Record<string, string>): string {
  return `/figures/list?${new URLSearchParams({ unit: String(unitId), ...list })}`;
}

export const standingWords: Readonly<Record<OfficerStanding, () => string>> = {
  active: m.figures_active,
  lent: m.figures_lent,
  rotating: m.figures_rotating,
  absent: m.figures_absent,
};

/** The address of the officers behind a number. */
export function officersHref(unitId: number, which: Record<string, string>): string {
  return `/figures/officers?${new URLSearchParams({ unit: String(unitId), ...which })}`;
}
