import { redirect } from '@sveltejs/kit';
import { formatDate, formatMoment } from '#kernel/format';
import { holds } from '#modules/access';
import { openingReasonWords } from '#modules/cases';
import { ageWords, authorityWords, penaltyWords, releaseWords, stepWords } from '#modules/custody';
import { m } from '#messages';
import { NotFound } from '#platform/errors';
import type { RouteAccess } from '#web/route-access';
import { sayBasis, sayDocument, saySentence, sayRegister, scansOf, showStay } from '../shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['custody:read'] };

export const load: PageServerLoad = async (event) => {
  const { locals, params } = event;
  try {
    return await show(event);
  } catch (thrown) {
    // Out of reach and absent look alike; an auditor is asked for a reason in both cases.
    if (thrown instanceof NotFound && locals.actor && holds(locals.actor, 'journal:search'))
      redirect(303, `/custody/${params.stayId}/open`);
    throw thrown;
  }
};

const show = ({ locals, params, url }: Pick<Parameters<PageServerLoad>[0], 'locals' | 'params' | 'url'>) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { full, shown } = await showStay(ctx, params.stayId, url.pathname, language);
    const { stay, may } = full;
    const day = (on: Parameters<typeof formatDate>[0]) => formatDate(on, language);
    const period = (from: Parameters<typeof formatDate>[0], until: typeof from | null) =>
      until ? m.custody_period({ from: day(from), until: day(until) }) : m.custody_period_open({ from: day(from) });
    return {
      shown,
      saved: url.searchParams.has('saved'),
      facts: [
        { label: m.custody_admitted(), value: formatMoment(stay.admittedAt, stay.zone, language) },
        { label: m.custody_brought_from(), value: stay.broughtFrom },
        { label: m.custody_brought_by(), value: stay.broughtBy || undefined },
        { label: m.custody_age(), value: ageWords[stay.ageGroup]() },
        ...(stay.placeReason ? [{ label: m.custody_place_reason(), value: stay.placeReason }] : []),
        { label: m.custody_register(), value: sayRegister(stay.register) || undefined },
        ...(stay.endedOn ? [{ label: m.custody_ended_on(), value: day(stay.endedOn) }] : []),
      ],
      term: shown.term,
      noNumber: stay.registerLabel === null && stay.endedOn === null,
      health: stay.healthAlert
        ? full.care
          ? full.care.map(({ note, at }) => ({ note, at: formatMoment(at, stay.zone, language) }))
          : []
        : undefined,
      numbers: full.numbers.map((one) => ({
        id: one.id,
        label: one.label,
        register: sayRegister(one.register),
        given: day(one.givenOn),
        note: [
          ...(one.origin === 'imported' ? [m.custody_imported()] : []),
          ...(one.because ? [m.custody_because_said({ because: one.because })] : []),
        ].join(' '),
        voidReason: one.voidReason ?? undefined,
      })),
      bases: full.bases.map((one) => ({
        id: one.id,
        title: sayBasis(one, language),
        scans: scansOf(full.scans, one.id, language),
        authority: authorityWords[one.authority](),
        period: period(one.fromOn, one.untilOn),
        penalty: one.penalty
          ? [penaltyWords[one.penalty](), saySentence(one.sentence)].filter(Boolean).join(', ')
          : undefined,
        offence: one.offence || undefined,
      })),
      moves: full.moves.map((one) => ({
        id: one.id,
        what: stepWords[one.step](),
        day: day(one.day),
        document: sayDocument(one),
        scans: scansOf(full.scans, one.id, language),
        why: one.releaseReason ? releaseWords[one.releaseReason]() : undefined,
        where: one.toUnit ?? (one.place || undefined),
        reason: one.reason,
      })),
      property: full.property.map((one) => ({
        id: one.id,
        says: one.amount ? m.custody_thing({ item: one.item, amount: one.amount }) : one.item,
        returned: one.returnedOn
          ? m.custody_returned_said({ day: day(one.returnedOn), to: one.returnedTo })
          : m.custody_kept(),
      })),
      openings: full.openings.map((one) => ({
        id: one.id,
        says: m.custody_opening_said({
          by: one.by,
          at: formatMoment(one.at, stay.zone, language),
          code: openingReasonWords[one.code](),
        }),
        reason: one.reason,
        reviewed: one.reviewedAt
          ? m.cases_reviewed({
              who: [one.reviewedBy, formatMoment(one.reviewedAt, stay.zone, language)].filter(Boolean).join(' · '),
            })
          : undefined,
        review: one.review,
        // Whoever leads here reviews it where every opening waits.
        reviewHref:
          !one.reviewedAt && !one.mine && holds(ctx.actor, 'opening:review')
            ? `/audit/openings?opening=${one.id}`
            : undefined,
      })),
      // An auditor reads on where every line about this stay is.
      logs: holds(ctx.actor, 'journal:search')
        ? [
            { href: `/audit?case=${stay.personId}`, label: m.journal_tab_journal() },
            { href: `/audit?log=access_log&case=${stay.personId}`, label: m.journal_tab_access() },
          ]
        : [],
      steps: may.steps.map((step) => ({ href: `${shown.base}/step?take=${step}`, label: stepWords[step]() })),
    };
  });
