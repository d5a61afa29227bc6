import { isUuid } from '#kernel/id';
import type { Ctx } from '#platform/ctx';
import type { Job, JobUnit, JobWork } from '#platform/job';
import { chaseUnread, deliverNotice, fallWithNotice, tellGuideOfLeaving } from './deliver.server.ts';

const ofOne =
  (what: (ctx: Ctx, unit: JobUnit, noticeId: string, rest: { news: unknown }) => Promise<void>) =>
  async (work: JobWork, { unitId, noticeId, news }: Record<string, unknown>): Promise<void> => {
    if (typeof unitId === 'number' && isUuid(noticeId))
      await work.inUnit(unitId, (ctx, unit) => what(ctx, unit, noticeId, { news }));
  };

export const jobs = {
  'notices.deliver': { soon: true, run: ofOne(deliverNotice) },
  'notices.fall': { soon: true, run: ofOne(fallWithNotice) },
  'notices.leave': { soon: true, run: ofOne(tellGuideOfLeaving) },
  'notices.chase': {
    when: [{ everyMinutes: 15 }],
    run: (work: JobWork) => work.perUnit({ types: ['bapas', 'pos_bapas'] }, chaseUnread),
  },
} as const satisfies Record<string, Job>;
