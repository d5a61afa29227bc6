import { formatShortMoment } from '#kernel/format';
import { openingReasonWords, openingWords, ReviewOpeningForm } from '#modules/cases';
import { listWhoOpened, reviewOpening } from '#modules/cases/server';
import { whatWords } from '#modules/journal/server';
import { sayRoles } from '#modules/units';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { showCase } from '../../shown.server.ts';
import { visitsOf } from './visits.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_log'] };

/** The pages that `showCase` was asked for, and what else leaves a line about a file. */
const pageWords: Readonly<Record<string, () => string>> = {
  overview: m.cases_nav_overview,
  'check-ins': m.cases_nav_check_ins,
  notes: m.cases_nav_notes,
  legal: m.cases_nav_legal,
  period: m.cases_nav_period,
  conditions: m.cases_nav_conditions,
  contract: m.cases_contract_title,
  guarantor: m.cases_nav_guarantor,
  assignment: m.cases_nav_assignment,
  documents: m.cases_nav_documents,
  history: m.cases_nav_history,
  register: m.cases_register_title,
  pause: m.cases_pause_title,
  ending: m.cases_ending_title,
  transfer: m.cases_transfer_title,
  card: m.cases_card_title,
  'opened-by': m.cases_opened_by_title,
  'file.opened': m.cases_page_file,
};

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header, ...shown } = await showCase(ctx, params.caseId, 'opened-by', language);
    const { lines, openings } = await listWhoOpened(ctx, params.caseId);
    return {
      shown,
      saved: url.searchParams.has('saved'),
      mayReview: header.may['access_log:search'],
      openings: openings.map((one) => ({
        id: one.id,
        who: one.by ?? '–',
        way: openingWords[one.kind](),
        code: openingReasonWords[one.code](),
        reason: one.reason,
        when: formatShortMoment(one.openedAt, header.zone, language),
        review: one.review,
        reviewed: one.reviewedAt
          ? [one.reviewedBy, formatShortMoment(one.reviewedAt, header.zone, language)].filter(Boolean).join(' · ')
          : undefined,
        mine: one.mine,
        submissionId: newSubmissionId(),
      })),
      lines: visitsOf(lines).map((one) => ({
        id: one.id,
        when: formatShortMoment(one.from, header.zone, language),
        who: one.by ?? m.cases_by_system(),
        role: sayRoles(one.role ?? ''),
        pages: [...new Set(one.pages.map((page) => pageWords[page]?.() ?? whatWords(page)))].join(', '),
      })),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(event, ReviewOpeningForm, (ctx, { openingId, review }) => reviewOpening(ctx, { openingId, review })),
};
