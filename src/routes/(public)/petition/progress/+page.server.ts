import { formatDate } from '#kernel/format';
import { CodeForm, endingWords, passedWords, refusalWords, stages, stageWords } from '#modules/petitions';
import { readProgress } from '#modules/petitions/server';
import { m } from '#messages';
import { readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { visitorOf } from '#web/visitor.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = {
  who: 'public',
  why: 'whoever holds the code of a receipt: no name, nothing of any file',
};

export const load: PageServerLoad = ({ setHeaders }) => {
  setHeaders({ 'Cache-Control': 'private, no-store', 'X-Robots-Tag': 'noindex' });
  return {};
};

/** By POST: a code in an address would stay in the history of a shared phone. */
export const actions: Actions = {
  default: async (event) => {
    const { language } = event.locals;
    const form = await readForm(event.request, CodeForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, language);
    const door = await readProgress(visitorOf(event), form.values.code);
    const words = {
      unknown: m.petitions_progress_unknown,
      wait: m.petitions_progress_wait,
    };
    if (door.state !== 'found')
      return sayRefusal(door.state === 'wait' ? 429 : 409, form.typed, { code: [door.state] }, words, language);
    const { office, receivedOn, stage, ending, endedOn, answer, passed } = door.progress;
    // Most petitions are decided by the office that examined them.
    const way = stages.filter((name) => name !== 'proposed' || stage === 'proposed');
    const at = way.indexOf(stage);
    return {
      found: {
        office,
        received: formatDate(receivedOn, language),
        stages: way.map((name, index) => ({
          name,
          label: stageWords[name](),
          is: index < at ? ('past' as const) : index === at ? ('now' as const) : ('ahead' as const),
        })),
        passed: passed ? passedWords[passed.as]({ day: formatDate(passed.on, language) }) : undefined,
        ending: ending ? endingWords[ending]() : undefined,
        ended: endedOn ? formatDate(endedOn, language) : undefined,
        answer,
      },
    };
  },
};
