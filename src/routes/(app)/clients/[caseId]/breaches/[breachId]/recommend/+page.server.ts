import { presencesIn } from '#kernel/presences';
import { breachOptions, optionWords, RecommendForm } from '#modules/breaches';
import { recommend } from '#modules/breaches/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { optionsOf } from '../../../../shown.server.ts';
import { act } from '../../act.server.ts';
import { showBreach } from '../../shown.server.ts';
import { entriesOf } from '../file.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['breach:handle'] };

export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { breach: one, header, ...page } = await showBreach(ctx, params, locals.language);
    const returned = one.moves.findLast(({ step }) => step === 'send_back');
    return {
      ...page,
      isOpen: one.state === 'examined' && one.may.handle,
      submissionId: newSubmissionId(),
      asksPresence: header.ageGroup === 'child',
      options: optionsOf(optionWords, breachOptions),
      alternatives: entriesOf(one, 'alternative', locals.language),
      returned: returned && one.moves.at(-1) === returned ? returned.reason : undefined,
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      RecommendForm,
      (ctx, { submissionId: _, ...input }, at) => recommend(ctx, { ...input, ...at, presences: presencesIn(input) }),
      {
        to: () => `/clients/${event.params.caseId}/breaches/${event.params.breachId}?saved=1`,
        fieldOf: {
          presence_missing: 'guardianNote',
          reason_missing: 'reason',
          counselling_missing: 'counselling',
          evidence_missing: 'option',
          alternative_missing: 'option',
        },
      },
    ),
};
