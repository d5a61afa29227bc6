import { formatNumber, formatShortMoment } from '#kernel/format';
import { parseRecordDate } from '#kernel/plain-date';
import { contactKinds, kindWords, outcomes, outcomeWords, type ContactKind, type Outcome } from '#modules/contacts';
import { readContacts } from '#modules/contacts/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { daysShown, scheduledShown } from '../../../contact-shown.server.ts';
import { optionsOf, showCase } from '../../shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['contact:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header: _, ...shown } = await showCase(ctx, params.caseId, 'contacts', language);
    const asked = (name: string) => url.searchParams.get(name);
    const kind = contactKinds.find((one) => one === asked('kind'));
    const outcome = outcomes.find((one) => one === asked('outcome'));
    const before = parseRecordDate(asked('before') ?? '');
    const contacts = await readContacts(ctx, params.caseId, { kind, outcome, before });
    const { zone, today } = contacts;
    const here = (over: Record<string, string | undefined>) => {
      const there = Object.entries({ kind, outcome, before, ...over }).filter(([, value]) => value) as [
        string,
        string,
      ][];
      return there.length > 0 ? `?${new URLSearchParams(there)}` : url.pathname;
    };
    return {
      shown,
      saved: url.searchParams.has('saved'),
      lateSent: url.searchParams.has('late'),
      may: contacts.may,
      submissionId: newSubmissionId(),
      schedule: contacts.schedule.map((one) => ({
        ...scheduledShown(one, zone, today, language),
        submissionId: newSubmissionId(),
      })),
      days: daysShown(contacts.history, contacts, language).map((day) => ({
        ...day,
        contacts: day.contacts.map((one) => ({
          ...one,
          breachHref:
            contacts.may.openBreach && one.mayBeBreach ? `${shown.base}/breaches/new?contact=${one.id}` : undefined,
          submissionId: newSubmissionId(),
        })),
      })),
      older: contacts.more ? here({ before: contacts.history.at(-1)!.happenedOn }) : undefined,
      drafts: contacts.drafts.map((one) => ({
        id: one.id,
        line: m.contacts_draft_line({
          kind: kindWords[one.kind](),
          moment: formatShortMoment(one.savedAt, zone, language),
        }),
      })),
      observations: contacts.waitingObservations
        ? m.contacts_waiting_observations({ count: formatNumber(contacts.waitingObservations, language) })
        : '',
      late: contacts.waitingLate
        ? m.contacts_waiting_late({ count: formatNumber(contacts.waitingLate, language) })
        : '',
      filter: {
        kind: kind ?? ('' as ContactKind | ''),
        outcome: outcome ?? ('' as Outcome | ''),
        kinds: optionsOf(kindWords, contactKinds),
        outcomes: optionsOf(outcomeWords, outcomes),
        active: [
          ...(kind ? [{ label: kindWords[kind](), removeHref: here({ kind: undefined }) }] : []),
          ...(outcome ? [{ label: outcomeWords[outcome](), removeHref: here({ outcome: undefined }) }] : []),
        ],
      },
    };
  });
