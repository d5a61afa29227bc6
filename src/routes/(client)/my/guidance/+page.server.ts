import { formatDate } from '#kernel/format';
import type { GuidancePhase } from '#kernel/guidance-phase';
import { inSentence } from '#kernel/text';
import { endReasonWords, kindWords, phaseWords, stateWords } from '#modules/cases';
import { listOwnDecisions, readOwnCase } from '#modules/cases/server';
import type { RouteAccess } from '#web/route-access';
import { readOwn } from '../../own.server.ts';
import { showOwnDecision } from './own-decision.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:report' };

export const load: PageServerLoad = (event) =>
  readOwn(event, async (ctx) => {
    const { language } = event.locals;
    const own = await readOwnCase(ctx);
    const day = (date: typeof own.guidanceStart) => (date ? formatDate(date, language) : null);
    const { phases } = own;
    const begins = phases && {
      initial: phases.initialFrom,
      advanced: phases.advancedFrom,
      final: phases.finalFrom,
      aftercare: phases.aftercareFrom,
    };
    return {
      state: stateWords[own.state]() + (own.endReason ? ` (${inSentence(endReasonWords[own.endReason]())})` : ''),
      kind: kindWords[own.kind](),
      register: own.registerLabel,
      receivedOn: day(own.receivedOn),
      start: day(own.guidanceStart),
      end: day(own.guidanceEnd),
      endedOn: day(own.endedOn),
      phase: own.phase && !own.endedOn ? phaseWords[own.phase]() : null,
      phases: begins
        ? (Object.entries(begins) as [GuidancePhase, typeof phases.initialFrom][]).map(([phase, from]) => ({
            phase,
            name: phaseWords[phase](),
            from: formatDate(from, language),
            isNow: phase === own.phase && !own.endedOn,
          }))
        : [],
      decisions: (await listOwnDecisions(ctx)).map((one) => showOwnDecision(one, own.today, language)),
    };
  });
