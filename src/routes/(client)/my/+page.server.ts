import { formatDate, formatDay, formatDays } from '#kernel/format';
import { readOwnBreaches } from '#modules/breaches/server';
import { readOwnProceedings } from '#modules/revocations/server';
import { relationWords } from '#modules/cases';
import { findOwnPromise, listOwnConditions, listOwnLiftings, readOwnCase } from '#modules/cases/server';
import { readLedger, readOwnReport } from '#modules/check-ins/server';
import { kindTable, kindWords, sayTime, type ContactKind } from '#modules/contacts';
import { listOwnAppointments } from '#modules/contacts/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { sayCondition } from '../condition-words.ts';
import { sayFigures, sayPeriod } from '../ledger-words.server.ts';
import { sayOwnLifting } from '../lifting-words.ts';
import { readOwn } from '../own.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:read' };

/** In plain words, as the client reads it. */
const ownWords: Readonly<Record<ContactKind, () => string>> = {
  home_visit: m.contacts_own_home_visit,
  office_talk: m.contacts_own_office_talk,
  call: m.contacts_own_call,
  presence_call: m.contacts_own_call,
  // Never told to a client; a kind that came here all the same is named as it is.
  observation: kindWords.observation,
  search: kindWords.search,
};

/** The last half year; the rest is one step away. */
const SHOWN = 6;

export const load: PageServerLoad = async (event) => {
  const { language } = event.locals;
  const done = event.url.searchParams.get('done');
  return readOwn(event, async (ctx, card) => {
    const own = await readOwnCase(ctx);
    const ledger = await readLedger(ctx, own.caseId);
    const next = ledger.summary.next;
    const isOpen = own.state === 'received' || own.state === 'active';
    const shared = {
      done: done === 'pin' || done === 'sent' ? done : null,
      name: own.name,
      counsellor: own.counsellor,
      office: own.office,
      next:
        next && isOpen
          ? { by: formatDay(next.through, language), days: formatDays(next.from, next.through, language) }
          : null,
    };
    if (card.kind === 'guarantor') {
      const [conditions, promise] = [await listOwnConditions(ctx), await findOwnPromise(ctx)];
      return {
        ...shared,
        kind: 'guarantor' as const,
        relation: promise ? relationWords[promise.relation]() : null,
        signedOn: promise?.signedOn ? formatDate(promise.signedOn, language) : null,
        confirmedOn: promise?.confirmedOn ? formatDate(promise.confirmedOn, language) : null,
        conditions: conditions.map((one) => ({ id: one.id, text: sayCondition(one) })),
      };
    }
    const report = await readOwnReport(ctx);
    const appointments = await listOwnAppointments(ctx, own.caseId, ledger.today);
    const breaches = await readOwnBreaches(ctx);
    const lifting = (await listOwnLiftings(ctx)).at(-1);
    const call = breaches.flatMap(({ summonses }) => summonses).findLast(({ outcome }) => outcome === null);
    const current = ledger.periods.find((one) => one.from <= ledger.today && ledger.today <= one.through);
    const { summary } = ledger;
    return {
      ...shared,
      kind: 'client' as const,
      lifted: lifting && own.endReason === null ? sayOwnLifting(lifting, language) : undefined,
      hasBreaches: breaches.length > 0,
      hasProceedings: (await readOwnProceedings(ctx)).length > 0,
      called: call ? { day: formatDay(call.appearOn, language), time: call.appearAt.replace(':', '.') } : null,
      situation: own.state === 'paused' ? ('paused' as const) : isOpen ? ('open' as const) : ('ended' as const),
      paused: own.pausedSince
        ? own.pausedBecause === 'temporary_revocation'
          ? m.client_home_rests_revoked({ day: formatDate(own.pausedSince, language) })
          : m.client_home_paused({ day: formatDate(own.pausedSince, language) })
        : null,
      current: current
        ? {
            days: formatDays(current.from, current.through, language),
            isDone: current.state === 'fulfilled',
            isWaiting: current.state === 'submitted',
          }
        : null,
      appointments: appointments.map((one) => ({
        id: one.id,
        day: formatDay(one.on, language),
        time: sayTime(one.time, ledger.zone),
        what: ownWords[one.kind](),
        place:
          one.place ||
          (kindTable[one.kind].onTheRoad
            ? m.contacts_own_at_home()
            : kindTable[one.kind].asksMedium
              ? m.contacts_own_by_call()
              : m.contacts_own_at_office({ office: own.office.name })),
      })),
      mayReport: report.closed === null,
      hasBegun: report.draft !== null && Object.keys(report.draft.answers).length > 0,
      figures: sayFigures(summary, language),
      hasUnrecorded: summary.notRecorded > 0,
      periods: ledger.periods
        .filter((one) => one.from <= ledger.today)
        .slice(0, SHOWN)
        .map((one) => sayPeriod(one, language)),
    };
  });
};
