import { formatNumber } from '#kernel/format';
import { presencesIn } from '#kernel/presences';
import { dossierHref } from '#modules/dossiers';
import {
  HearForm,
  itemKindWords,
  recommendations,
  recommendationWords,
  ways,
  wayWords,
  type ItemKind,
} from '#modules/tpp';
import { hearItem, noteLook, voters } from '#modules/tpp/server';
import { m } from '#messages';
import { NotFound } from '#platform/errors';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { warnOf, warnOfPerson } from '../../../../away/shown.server.ts';
import { act } from '../../../act.server.ts';
import { sayPresences } from '../../../../presences.server.ts';
import { showSitting } from '../../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['sitting:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const shown = await showSitting(ctx, params.sittingId, language);
    const { items, sitting, attendees } = shown;
    const at = items.findIndex((one) => one.id === params.itemId);
    const item = items[at];
    if (!item) throw new NotFound('item');
    noteLook(ctx, item);
    const entitled = voters(shown, item.presenterId);
    const link = (one: (typeof items)[number] | undefined) => (one ? `${shown.base}/items/${one.id}` : undefined);
    const left = items.filter((one) => one.recommendation === null && one.id !== item.id);
    return {
      base: shown.base,
      unitId: sitting.unitId,
      sittingTitle: shown.title,
      title: m.tpp_item_title({
        place: formatNumber(at + 1, language),
        total: formatNumber(items.length, language),
        name: item.name,
      }),
      saved: url.searchParams.has('saved'),
      // Whoever sits and does not reach the client knows the name that stands here.
      away: item.personId
        ? await warnOfPerson(ctx, item.personId, language, item.name)
        : await warnOf(ctx, { name: item.name }, language),
      submissionId: newSubmissionId(),
      version: item.version,
      mayHear: shown.mayKeep && sitting.state === 'held',
      previous: link(items[at - 1]),
      next: link(items[at + 1]),
      left: formatNumber(left.length, language),
      isDone: left.length === 0 && item.recommendation !== null,
      href: item.mayOpen ? item.href : undefined,
      dossier: item.mayOpen ? dossierOf(item) : undefined,
      isDeferred: item.isDeferred,
      facts: [
        { label: m.tpp_matter(), value: itemKindWords[item.kind]() },
        { label: m.tpp_facts(), value: item.facts },
        { label: m.cases_col_number(), value: item.registerLabel ?? undefined },
        { label: m.tpp_presenter(), value: item.presenter ?? undefined },
      ],
      presenterSits: item.presenterId !== null && attendees.some((one) => one.staffId === item.presenterId),
      presenter: item.presenter,
      voters: entitled.map((one) => ({ value: one.staffId, label: one.name })),
      asksPresence: item.callsPeople,
      recorded: {
        recommendation: item.recommendation ?? '',
        reasons: item.reasons,
        way: item.way ?? 'consensus',
        votesFor: item.votes ? String(item.votes.for) : '',
        votesAgainst: item.votes ? String(item.votes.against) : '',
        votesAbstained: item.votes ? String(item.votes.abstained) : '',
        presence: {
          guardianPresent: yesOrNo(item.guardianPresent),
          guardianNote: item.guardianNote,
          companionPresent: yesOrNo(item.companionPresent),
          companionNote: item.companionNote,
        },
        dissents: item.dissents.map((one) => ({
          ...one,
          name: attendees.find(({ staffId }) => staffId === one.staffId)?.name ?? '–',
        })),
      },
      said: item.recommendation
        ? [
            { label: m.tpp_recommendation(), value: recommendationWords[item.recommendation]() },
            {
              label: m.tpp_way(),
              value:
                item.votes && item.way === 'votes'
                  ? m.tpp_votes_line({
                      for: formatNumber(item.votes.for, language),
                      against: formatNumber(item.votes.against, language),
                      abstained: formatNumber(item.votes.abstained, language),
                    })
                  : wayWords.consensus(),
            },
            { label: m.tpp_reasons(), value: item.reasons },
            ...sayPresences(item).map((value) => ({ label: m.tpp_called(), value })),
          ]
        : [],
      recommendations: recommendations.map((value) => ({ value, label: recommendationWords[value]() })),
      ways: ways.map((value) => ({ value, label: wayWords[value]() })),
    };
  });

const yesOrNo = (present: boolean | null) => (present === null ? '' : present ? 'yes' : 'no');

/** What a breach, or the revocation that follows from one, is decided on; other matters have no such page. */
function dossierOf({ kind, caseId, subjectId }: { kind: ItemKind; caseId: string; subjectId: string }) {
  if (kind === 'breach') return dossierHref(caseId, subjectId);
  return kind === 'revocation' ? dossierHref(caseId) : undefined;
}

export const actions: Actions = {
  default: async (event) => {
    const next = await event.locals.read(async (ctx) => {
      const { items } = await showSitting(ctx, event.params.sittingId, event.locals.language);
      const at = items.findIndex((one) => one.id === event.params.itemId);
      const after = [...items.slice(at + 1), ...items.slice(0, Math.max(0, at))];
      return after.find((one) => one.recommendation === null)?.id;
    });
    return act(
      event,
      HearForm,
      (ctx, typed) =>
        hearItem(ctx, {
          itemId: event.params.itemId,
          version: typed.version,
          recommendation: typed.recommendation,
          reasons: typed.reasons,
          way: typed.way,
          votes:
            typed.votesFor === undefined && typed.votesAgainst === undefined && typed.votesAbstained === undefined
              ? null
              : {
                  for: typed.votesFor ?? 0,
                  against: typed.votesAgainst ?? 0,
                  abstained: typed.votesAbstained ?? 0,
                },
          dissents: [
            { staffId: typed.dissenter1 ?? '', reason: typed.dissent1 },
            { staffId: typed.dissenter2 ?? '', reason: typed.dissent2 },
            { staffId: typed.dissenter3 ?? '', reason: typed.dissent3 },
          ].filter((one) => one.staffId !== '' || one.reason !== ''),
          presences: presencesIn(typed),
        }),
      next
        ? `/sittings/${event.params.sittingId}/items/${next}?saved=1`
        : `/sittings/${event.params.sittingId}?saved=1`,
      {
        presence_missing: 'guardianNote',
        votes_missing: 'votesFor',
        too_many_votes: 'votesFor',
        votes_say_otherwise: 'votesFor',
        more_dissents_than_votes: 'votesAgainst',
        dissent_needs_votes: 'way',
        dissent_incomplete: 'dissenter1',
        dissent_twice: 'dissenter1',
        not_present: 'dissenter1',
        presenter_votes_not: 'dissenter1',
      },
    );
  },
};
