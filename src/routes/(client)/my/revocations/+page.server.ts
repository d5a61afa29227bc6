import { formatDate, formatDay } from '#kernel/format';
import { listOwnLiftings } from '#modules/cases/server';
import { kindWords, ownStepWords, ownWords } from '#modules/revocations';
import { readOwnProceedings } from '#modules/revocations/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { readOwn } from '../../own.server.ts';
import { sayOwnLifting } from '../../lifting-words.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:report' };

export const load: PageServerLoad = (event) =>
  readOwn(event, async (ctx) => {
    const { language } = event.locals;
    const liftings = await listOwnLiftings(ctx);
    return {
      proceedings: (await readOwnProceedings(ctx)).map((one) => {
        const lifted =
          one.state === 'revoked' || one.state === 'cancelled'
            ? liftings.find(({ dated }) => one.decreeOn !== null && dated >= one.decreeOn)
            : undefined;
        const day = one.nextOn ? formatDay(one.nextOn, language) : undefined;
        return {
          id: one.id,
          what: kindWords[one.kind](),
          since: m.revocations_own_since({ day: formatDate(one.begunOn, language) }),
          // What he was told with a step stands there; here stands what he was told when it began.
          told: one.steps.some(({ told }) => told !== '') ? '' : one.told,
          steps: one.steps.flatMap(({ step, day: on, told }) => {
            const what = ownStepWords[step]?.();
            return what ? [{ day: formatDate(on, language), what, told }] : [];
          }),
          stands: lifted ? m.cases_own_lifted() : ownWords[one.state](),
          lifted: lifted && sayOwnLifting(lifted, language),
          isOver: one.endedOn !== null,
          decree:
            one.decreeNumber && one.decreeOn
              ? m.revocations_own_decree({ number: one.decreeNumber, day: formatDate(one.decreeOn, language) })
              : undefined,
          next:
            day &&
            (one.nextPlace
              ? m.revocations_own_next({ day, place: one.nextPlace })
              : m.revocations_own_next_no_place({ day })),
        };
      }),
    };
  });
