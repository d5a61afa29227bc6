import { formatDate, formatNumericDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { groundCodes, groundWords, openedByOfficer, OpenBreachForm, sourceWords } from '#modules/breaches';
import { openBreach } from '#modules/breaches/server';
import { kindWords } from '#modules/contacts';
import { readContact } from '#modules/contacts/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { optionsOf, showCase } from '../../../shown.server.ts';
import { act } from '../act.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['breach:handle'] };

/** Opened from a contact, a finding or a noted offence, it begins with what is known of that. */
export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { header, ...shown } = await showCase(ctx, params.caseId, 'breaches', locals.language);
    const contactId = url.searchParams.get('contact');
    const from = contactId && isUuid(contactId) ? await readContact(ctx, params.caseId, contactId) : undefined;
    const isOffence = url.searchParams.get('about') === 'offence' || from?.finding === 'found';
    return {
      contactId: from?.id ?? '',
      from: from && [kindWords[from.kind](), formatDate(from.happenedOn, locals.language)].join(', '),
      typical: {
        source: isOffence ? 'offence_notice' : 'officer',
        grounds: isOffence ? ['new_offence'] : [],
        openedOn: formatNumericDate(from?.happenedOn ?? header.today),
        note: from?.note ?? '',
      },
      shown,
      submissionId: newSubmissionId(),
      sources: optionsOf(sourceWords, openedByOfficer),
      grounds: optionsOf(groundWords, groundCodes),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      OpenBreachForm,
      (ctx, { submissionId: _, ...input }, { caseId }) => openBreach(ctx, { ...input, caseId }),
      {
        to: ({ breachId }) => `/clients/${event.params.caseId}/breaches/${breachId}`,
        fieldOf: {
          ground_missing: 'grounds',
          day_in_future: 'openedOn',
          day_before_reception: 'openedOn',
          custody_place_missing: 'custodyPlace',
          already_open: '',
        },
      },
    ),
};
