import type { Jobs } from '#platform/job';
import { forgetOld } from './tidy.store.server.ts';

export const jobs: Jobs = {
  'accounts.tidy': {
    when: [{ zone: 'Asia/Jakarta', at: '03:10' }],
    async run(work) {
      // The rows belong to no unit, so once under any unit's session is enough.
      let done = false;
      await work.perUnit({}, async (ctx) => {
        if (done) return;
        done = true;
        await forgetOld(ctx.tx);
      });
    },
  },
};
