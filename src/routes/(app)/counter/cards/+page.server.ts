import * as v from 'valibot';
import { choice, uuidField } from '#kernel/fields';
import { formatNumber } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { issueCards, printSheet } from '#modules/accounts/server';
import { deskDay, listCardClients, listCardSheets, searchAtDesk } from '#modules/check-ins/server';
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
    const sheets = desk ? await listCardSheets(ctx, desk.unitId) : [];
    const sum = (of: 'none' | 'unprinted' | 'printed') => sheets.reduce((total, sheet) => total + sheet[of], 0);
    const number = (value: number) => formatNumber(value, locals.language);
    return {
      typed,
      submissionId: newSubmissionId(),
      without: sum('none'),
      office: m.check_ins_cards_office_lead({ count: number(sum('none')) }),
      printed: { done: sum('printed'), all: sum('printed') + sum('unprinted') },
      sheets: sheets
        .filter((sheet) => sheet.unprinted + sheet.printed > 0)
        .map((sheet) => ({
          id: sheet.pkStaffId ?? '',
          name: sheet.pkName ?? m.check_ins_cards_nobody(),
          waiting: number(sheet.unprinted),
          printed: number(sheet.printed),
          prints: [
            ...(sheet.unprinted > 0
              ? [
                  {
                    having: 'unprinted',
                    label: m.check_ins_cards_sheet_print({ count: number(Math.min(cardsAtOnce, sheet.unprinted)) }),
                    submissionId: newSubmissionId(),
                  },
                ]
              : []),
            ...(sheet.printed > 0
              ? [{ having: 'printed', label: m.check_ins_cards_again(), submissionId: newSubmissionId() }]
              : []),
          ],
        })),
      holders: found ? await listHolders(ctx, (await listCardClients(ctx, { caseIds: found })).rows) : null,
    };
  });

/** Larger than any office. */
const wholeOffice = 100_000;
const SubmissionForm = v.object({ submissionId: uuidField() });
const SheetForm = v.object({
  submissionId: uuidField(),
  /** Whose clients; empty: of those whom nobody guides. */
  of: v.optional(v.string(), ''),
  having: choice(['unprinted', 'printed']),
});

export const actions: Actions = {
  one: settleCard,
  print: printCard,
  /** Everybody in the office who has none, at once. */
  office: async ({ request, locals }) => {
    const form = await readForm(request, SubmissionForm);
    if (!form.ok) return sayFailure(form.failure, cardWords, locals.language);
    const answer = await locals.runOnce(form.submission, async (ctx) => {
      const desk = await deskDay(ctx);
      if (!desk) throw new NotFound('no desk');
      const { rows } = await listCardClients(ctx, { unitId: desk.unitId, having: 'none' }, wholeOffice);
      return issueCards(ctx, rows);
    });
    const said = m.check_ins_cards_issued({ count: formatNumber(answer.issued, locals.language) });
    return { cards: null, newPin: null, said };
  },
  /**
   * The next sheet of a counsellor, or the last one again. Which cards it holds is part of the stored answer, so that a page that is loaded
   * again shows the same sheet and not the next; what is on them is derived anew and never stored.
   */
  sheet: async ({ request, locals, url }) => {
    const form = await readForm(request, SheetForm);
    if (!form.ok) return sayFailure(form.failure, cardWords, locals.language);
    const { of, having } = form.values;
    const answer = await locals.runOnce(form.submission, async (ctx) => {
      const desk = await deskDay(ctx);
      if (!desk) throw new NotFound('no desk');
      const { unitId } = desk;
      return printSheet(ctx, unitId, async () => {
        const { rows } = await listCardClients(ctx, { unitId, having, of: isUuid(of) ? of : null }, cardsAtOnce);
        return rows.map((one) => one.of);
      });
    });
    return { cards: await locals.read((ctx) => sheetOf(ctx, answer.caseIds, url.origin)), newPin: null, said: null };
  },
};
