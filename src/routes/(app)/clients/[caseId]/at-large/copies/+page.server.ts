import { formatNumericDate, formatShortDate } from '#kernel/format';
import { addressees, addresseeWords, CopyForm, isRunning, ReceiptForm } from '#modules/at-large';
import { recordCopyReceipt, sendCopy } from '#modules/at-large/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { optionsOf } from '../../../shown.server.ts';
import { act } from '../act.server.ts';
import { showSearch } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['at_large:keep'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { search, may, header: _, ...page } = await showSearch(ctx, params.caseId, language);
    return {
      ...page,
      saved: url.searchParams.has('saved'),
      isOpen: search !== undefined && may.keep,
      maySend: search !== undefined && isRunning(search.state),
      today: search ? formatNumericDate(search.today) : '',
      missing: (search?.copiesMissing ?? []).map((one) => addresseeWords[one]()),
      first: search?.copiesMissing[0] ?? '',
      addressees: optionsOf(addresseeWords, addressees),
      copies: (search?.copies ?? []).map((copy) => ({
        id: copy.id,
        who: `${addresseeWords[copy.addressee]()}: ${copy.name}`,
        sent: m.at_large_copy_sent({ day: formatShortDate(copy.sentOn, language), number: copy.letterNumber || '–' }),
        received: copy.receivedOn
          ? m.at_large_copy_received({ day: formatShortDate(copy.receivedOn, language), name: copy.receivedBy })
          : undefined,
        submissionId: newSubmissionId(),
      })),
      submissionId: newSubmissionId(),
    };
  });

const here = (caseId: string) => () => `/clients/${caseId}/at-large/copies?saved=1`;

export const actions: Actions = {
  send: (event) =>
    act(event, CopyForm, (ctx, { submissionId: _, ...copy }, { id }) => sendCopy(ctx, { ...copy, caseId: id }), {
      to: here(event.params.caseId),
      fieldOf: { day_in_future: 'sentOn', day_before_decree: 'sentOn' },
    }),
  receive: (event) =>
    act(
      event,
      ReceiptForm,
      (ctx, { submissionId: _, ...receipt }, { id }) => recordCopyReceipt(ctx, { ...receipt, caseId: id }),
      {
        to: here(event.params.caseId),
        fieldOf: { day_in_future: 'receivedOn', day_before_sent: 'receivedOn', already_received: 'receivedOn' },
      },
    ),
};
