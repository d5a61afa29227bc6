import * as v from 'valibot';
import { uuidField } from '#kernel/fields';
import { formatNumber } from '#kernel/format';
import { issueCard, printCards } from '#modules/accounts/server';
import { deskDay, listCardClients, searchAtDesk } from '#modules/check-ins/server';
import { m } from '#messages';
import { NotFound } from '#platform/errors';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure } from '#web/say-problems.server';
import { cardsAtOnce, cardWords, listHolders, printCard, settleCard, sheetOf } from '../../cards.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['card:issue'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const typed = (url.searchParams.get('q') ?? '').slice(0, 200);
    const found = typed.trim() ? (await searchAtDesk(ctx, typed)).clients.map((one) => one.caseId) : null;
    const desk = await deskDay(ctx);
    const without = desk ? (await listCardClients(ctx, { unitId: desk.unitId, having: 'none' }, 1)).total : 0;
    const unused = desk ? (await listCardClients(ctx, { unitId: desk.unitId, having: 'unused' }, 1)).total : 0;
    return {
      typed,
      submissionId: newSubmissionId(),
      printSubmissionId: newSubmissionId(),
      office: m.check_ins_cards_office_lead({
        count: formatNumber(without, locals.language),
        most: String(cardsAtOnce),
      }),
      without,
      unused,
      holders: found ? await listHolders(ctx, (await listCardClients(ctx, { caseIds: found })).rows) : null,
    };
  });

const SubmissionForm = v.object({ submissionId: uuidField() });

export const actions: Actions = {
  one: settleCard,
  print: printCard,
  /** The next clients of the office that have none. */
  office: async ({ request, locals, url }) => {
    const form = await readForm(request, SubmissionForm);
    if (!form.ok) return sayFailure(form.failure, cardWords, locals.language);
    const answer = await locals.runOnce(form.submission, async (ctx) => {
      const desk = await deskDay(ctx);
      if (!desk) throw new NotFound('no desk');
      const { rows } = await listCardClients(ctx, { unitId: desk.unitId, having: 'none' }, cardsAtOnce);
      for (const one of rows) await issueCard(ctx, { of: one.of, holder: { kind: 'client', personId: one.personId } });
      return { ok: true as const, caseIds: rows.map((one) => one.caseId) };
    });
    return { cards: await locals.read((ctx) => sheetOf(ctx, answer.caseIds, url.origin)), newPin: null, said: null };
  },
  /** The clients' cards that nobody has used yet, all at once. */
  unused: async ({ request, locals, url }) => {
    const form = await readForm(request, SubmissionForm);
    if (!form.ok) return sayFailure(form.failure, cardWords, locals.language);
    const answer = await locals.runOnce(form.submission, async (ctx) => {
      const desk = await deskDay(ctx);
      const { rows } = desk
        ? await listCardClients(ctx, { unitId: desk.unitId, having: 'unused' }, cardsAtOnce)
        : { rows: [] };
      await printCards(
        ctx,
        rows.map((one) => one.of),
      );
      return { ok: true as const, caseIds: rows.map((one) => one.caseId) };
    });
    return { cards: await locals.read((ctx) => sheetOf(ctx, answer.caseIds, url.origin)), newPin: null, said: null };
  },
};
