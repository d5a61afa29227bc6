import { formatDate, formatDay } from '#kernel/format';
import { groundWords } from '#modules/breaches';
import { readOwnBreaches } from '#modules/breaches/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { readOwn } from '../../own.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:report' };

const stands = {
  open: m.breaches_own_open,
  summoned: m.breaches_own_summoned,
  examined: m.breaches_own_examined,
  recommended: m.breaches_own_examined,
  reprimanded: m.breaches_own_reprimanded,
  proposed_for_revocation: m.breaches_own_proposed,
  closed_unfounded: m.breaches_own_unfounded,
  stopped: m.breaches_own_stopped,
} as const;

export const load: PageServerLoad = (event) =>
  readOwn(event, async (ctx) => {
    const { language } = event.locals;
    return {
      breaches: (await readOwnBreaches(ctx)).map((one) => {
        const call = one.summonses.findLast(({ outcome }) => outcome === null);
        return {
          id: one.id,
          since: m.breaches_own_since({ day: formatDate(one.openedOn, language) }),
          grounds: one.grounds.map((code) => groundWords[code]()),
          alleged: one.alleged,
          stands: stands[one.state as keyof typeof stands](),
          isOver: one.endedOn !== null,
          call: call && {
            day: formatDay(call.appearOn, language),
            time: call.appearAt.replace(':', '.'),
            place: call.place,
          },
          counselling: one.state === 'reprimanded' ? one.counselling : '',
          followUp: one.state === 'reprimanded' && one.followUpOn ? formatDay(one.followUpOn, language) : undefined,
        };
      }),
    };
  });
