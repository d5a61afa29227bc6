import { formatDate, formatNumber, formatShortDate, formatShortMoment } from '#kernel/format';
import { addDays } from '#kernel/plain-date';
import { contactCounts, kindWords, observationAnswerWords, observerWords } from '#modules/contacts';
import { listOutstanding, listWaitingEvidence, listWaitingObservations } from '#modules/contacts/server';
import { exportHref } from '#modules/exports/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { shortDueWords } from '../../due.server.ts';
import { pagesOf, scopeOf } from '../today/list.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['contact:record'] };

const lists = ['due', 'evidence', 'observations'] as const;
type Row = Record<'name' | 'register' | 'pk' | 'what' | 'first' | 'second', string> & { id: string; href: string };

export const load: PageServerLoad = async ({ locals, url }) => {
  const { language } = locals;
  const { today, through, offset, limit, ...whose } = scopeOf(locals.actor!, url);
  const of = lists.find((one) => one === url.searchParams.get('of')) ?? 'due';
  const scope = { ...whose, offset, limit };
  // Overdue, set for today, or due by the end of the week: as the numbers of the home page open it.
  const due = url.searchParams.get('due');
  const last = due === 'past' ? addDays(today, -1) : through;
  const filter = due === 'today' ? { plannedOn: today } : { through: last };
  const { zone, unitId } = locals.actor!.postings[0]!;
  const day = (text: typeof today | null) => (text ? formatShortDate(text, language) : '');
  const shared = (row: {
    id: string;
    caseId: string;
    name: string;
    registerLabel: string | null;
    pkName: string | null;
  }) => ({
    id: row.id,
    name: row.name,
    register: row.registerLabel ?? '',
    pk: row.pkName ?? '',
  });
  return locals.read(async (ctx) => {
    const read = async (): Promise<{ total: number; rows: Row[] }> => {
      if (of === 'evidence') {
        const { rows, total } = await listWaitingEvidence(ctx, scope);
        return {
          total,
          rows: rows.map((row) => ({
            ...shared(row),
            href: `/clients/${row.caseId}/contacts#contact-${row.id}`,
            what: kindWords[row.kind](),
            first: day(row.happenedOn),
            second: day(row.evidenceUntil),
          })),
        };
      }
      if (of === 'observations') {
        const { rows, total } = await listWaitingObservations(ctx, scope);
        return {
          total,
          rows: rows.map((row) => ({
            ...shared(row),
            href: `/clients/${row.caseId}/contacts/observers`,
            what: `${row.observer} (${observerWords[row.observerKind]()})`,
            first: observationAnswerWords.concern[row.concern](),
            second: formatShortMoment(row.sentAt, zone, language),
          })),
        };
      }
      const { rows, total } = await listOutstanding(ctx, filter, scope);
      return {
        total,
        rows: rows.map((row) => ({
          ...shared(row),
          href: `/clients/${row.caseId}/contacts`,
          what: kindWords[row.kind](),
          first: shortDueWords({ dueOn: row.dueOn, dueCounts: contactCounts(row) }, language),
          second: day(row.plannedOn),
        })),
      };
    };
    const { total, rows } = await read();
    const heads = {
      due: [m.contacts_col_kind(), m.contacts_col_due(), m.contacts_col_planned()],
      evidence: [m.contacts_col_kind(), m.contacts_col_happened(), m.contacts_col_until()],
      observations: [m.contacts_col_observer(), m.contacts_col_concern(), m.contacts_col_sent()],
    }[of];
    const officer = 'pkStaffId' in whose ? whose.pkStaffId : undefined;
    const there = (list: string) => `/contacts?${new URLSearchParams({ of: list, ...(officer ? { officer } : {}) })}`;
    return {
      of,
      lead: m.contacts_list_lead({ day: formatDate(due === 'today' ? today : last, language) }),
      tabs: lists.map((list) => ({
        label: {
          due: m.contacts_list_due,
          evidence: m.contacts_list_evidence,
          observations: m.contacts_list_observations,
        }[list](),
        href: there(list),
        current: list === of,
      })),
      heads,
      empty: {
        due: m.contacts_list_none(),
        evidence: m.contacts_list_evidence_none(),
        observations: m.contacts_waiting_none(),
      }[of],
      exportHref:
        of === 'due'
          ? await exportHref(ctx, 'contacts-due', unitId, { officer, due: due ?? undefined })
          : of === 'evidence'
            ? await exportHref(ctx, 'contacts-evidence', unitId, { officer }, total)
            : await exportHref(ctx, 'observations', unitId, { officer }, total),
      summary: m.tasks_of({ count: formatNumber(total, language) }),
      ...pagesOf(url, offset, total),
      rows,
    };
  });
};
