import { formatDate } from '#kernel/format';
import { citation } from '#modules/rules';
import { groundTable, groundWords, LetterForm, routeWords, sourceWords } from '#modules/breaches';
import { draftAgain } from '#modules/breaches/server';
import { kindRow } from '#modules/cases';
import { dossierHref } from '#modules/dossiers';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../act.server.ts';
import { showBreach } from '../shown.server.ts';
import {
  adviceOf,
  aroundOf,
  entriesOf,
  examinationsOf,
  lettersOf,
  missesOf,
  movesOf,
  summonsesOf,
  visitsOf,
} from './file.server.ts';
import { nextOwner, tasksOf } from './tasks.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { breach: one, header, ...page } = await showBreach(ctx, params, language);
    const day = (on: typeof one.endedOn) => (on ? formatDate(on, language) : undefined);
    return {
      ...page,
      saved: url.searchParams.has('saved'),
      facts: [
        { label: m.breaches_source(), value: sourceWords[one.source]() },
        ...(one.contactId
          ? [
              {
                label: m.breaches_from_contact(),
                value: m.breaches_from_contact_see(),
                href: `${page.shown.base}/contacts#contact-${one.contactId}`,
              },
            ]
          : []),
        { label: m.breaches_known_on(), value: formatDate(one.openedOn, language) },
        { label: m.breaches_opened_by(), value: one.openedBy ?? m.breaches_by_system() },
        ...(one.note ? [{ label: m.breaches_note(), value: one.note }] : []),
        ...(one.alleged ? [{ label: m.breaches_alleged(), value: one.alleged }] : []),
        ...(one.custodyPlace
          ? [
              {
                label: m.breaches_custody(),
                value: [one.custodyPlace, day(one.custodySince)].filter(Boolean).join(', '),
              },
            ]
          : []),
        ...(one.counselling ? [{ label: m.breaches_counselling(), value: one.counselling }] : []),
        ...(one.followUpOn ? [{ label: m.breaches_follow_up(), value: day(one.followUpOn) }] : []),
      ],
      grounds: one.grounds.map((code) => ({
        code,
        name: groundWords[code](),
        sources: groundTable[code].sources.map(citation).join('; '),
      })),
      misses: await missesOf(ctx, one, language),
      around: await aroundOf(ctx, one, header.zone, language),
      evidence: entriesOf(one, 'evidence', language),
      alternatives: entriesOf(one, 'alternative', language),
      visits: visitsOf(one, language),
      advice: adviceOf(one, language),
      sittingWaits: one.sittingWaits,
      summonses: summonsesOf(one, language),
      examinations: examinationsOf(one, language),
      moves: movesOf(one, language),
      letters: lettersOf(one).map((letter) => ({ ...letter, submissionId: newSubmissionId() })),
      hasFile: one.state !== 'proposed',
      dossier: dossierHref(one.caseId, one.id),
      tasks: tasksOf(one, page.base),
      next: nextOwner(one, header.pkName, language),
      mayStop: one.may.decide && one.endedOn === null && one.state !== 'proposed',
      caseEnded: one.endedOn === null && !page.shown.state.open,
      /** What comes after a proposal to revoke happens elsewhere, and on which way is the law's for each kind of client. */
      outside: one.state === 'proposed_for_revocation' ? routeWords[kindRow(header.kind).early]() : undefined,
    };
  });

export const actions: Actions = {
  draft: (event) =>
    act(event, LetterForm, (ctx, { ofId }, at) => draftAgain(ctx, { ...at, ofId }), {
      to: ({ letterId }) => `/letters/${letterId}`,
    }),
};
