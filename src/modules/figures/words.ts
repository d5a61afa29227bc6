import { m } from '#messages';

/** What each part of a month's clients is called; together they are all of them. */
export const figureWords = {
  reported: m.figures_reported,
  missed: m.figures_missed,
  excused: m.figures_excused,
  open: m.figures_open,
  not_recorded: m.figures_not_recorded,
  nothing_owed: m.figures_nothing_owed,
  all: m.figures_clients,
} as const;
