import { formatDate } from '#kernel/format';
import { citation } from '#modules/rules';
import { groundTable, groundWords, LetterForm, routeWords, sourceWords, TakeBackForm } from '#modules/breaches';
import { draftAgain, takeBackProposal, type BreachInFull } from '#modules/breaches/server';
import { kindRow } from '#modules/cases';
import { dossierHref } from '#modules/dossiers';
import { stateWords as proceedingWords } from '#modules/revocations';
import { listProceedingsOf } from '#modules/revocations/server';
import type { Locale } from '#kernel/format';
import { inSentence } from '#kernel/text';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
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
      proposal:
        one.state === 'proposed_for_revocation'
          ? await proposalOf(ctx, one, routeWords[kindRow(header.kind).early](), language)
          : undefined,
      takeBackId: newSubmissionId(),
    };
  });

/** Where a proposal to revoke stands: begun, and then where that is; or not, and by when it should be. On which way is the law's for each kind. */
async function proposalOf(ctx: ReadCtx, one: BreachInFull, way: string, language: Locale) {
  const { lines, waiting } = await listProceedingsOf(ctx, one.caseId);
  const begun = lines.find(({ breachId }) => breachId === one.id);
  if (begun)
    return {
      title: m.breaches_begun_title(),
      text: m.breaches_begun_text({
        day: formatDate(begun.begunOn, language),
        state: inSentence(proceedingWords[begun.state]()),
      }),
      href: `/revocations/${begun.id}`,
      link: m.breaches_begun_open(),
      mayTakeBack: false,
    };
  return {
    title: m.breaches_to_begin_title(),
    text: m.breaches_to_begin_text({ day: one.endedOn ? formatDate(one.endedOn, language) : '–', route: way }),
    href: `/clients/${one.caseId}/revocations`,
    link: m.cases_nav_revocations(),
    mayTakeBack:
      one.may.proposeRevocation && waiting.some(({ breachId, dueOn }) => breachId === one.id && dueOn !== null),
  };
}

export const actions: Actions = {
  takeBack: (event) =>
    act(event, TakeBackForm, (ctx, { reason }, at) => takeBackProposal(ctx, { ...at, reason }), {
      to: () => `/clients/${event.params.caseId}/breaches/${event.params.breachId}?saved=1`,
      fieldOf: { reason_missing: 'reason' },
    }),
  draft: (event) =>
    act(event, LetterForm, (ctx, { ofId }, at) => draftAgain(ctx, { ...at, ofId }), {
      to: ({ letterId }) => `/letters/${letterId}`,
    }),
};
