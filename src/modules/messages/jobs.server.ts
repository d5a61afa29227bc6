import type { Jobs } from '#platform/job';
import { unpark } from './outbox.store.server.ts';
import { sendWaiting } from './send.server.ts';

export const jobs: Jobs = {
  'messages.send': { when: [{ everyMinutes: 1 }], run: (work) => sendWaiting(work) },
  'messages.unpark': {
    run: async (work, { unitId }) => {
      await work.inUnit(Number(unitId), (ctx) => unpark(ctx, Number(unitId)));
    },
  },
};
