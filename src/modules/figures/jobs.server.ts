import type { JobWork } from '#platform/job';
import { keepMonths } from './keep.store.server.ts';

/** Offices that guide clients, and what stands above them. */
const types = ['ditjenpas', 'kanwil', 'bapas', 'pos_bapas'];

export const jobs = {
  /** Until it has run, whoever asks is counted for, as he is for a month that runs: it makes pages lighter and changes none. */
  'figures.keep-months': {
    when: [{ everyMinutes: 5 } as const],
    run: (work: JobWork) =>
      work.perUnits({ types }, async (ctx, units) => {
        await keepMonths(
          ctx,
          units.map((unit) => unit.id),
        );
      }),
  },
};
