import { formatDate, formatMoment, formatNumericDate, formatNumber } from '#kernel/format';
import { phaseBoundaries } from '#kernel/guidance-phase';
import {
  MilestoneForm,
  milestoneNames,
  milestoneWords,
  originWords,
  PeriodForm,
  phaseWords,
  ReleaseForm,
  ReturnMilestoneForm,
} from '#modules/cases';
import {
  editMilestone,
  getCaseFacts,
  listDecidedEnds,
  listMilestonesOf,
  listReleases,
  returnMilestone,
  setPeriod,
  setRelease,
} from '#modules/cases/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { optionsOf, sayRelease, showCase } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header, ...shown } = await showCase(ctx, params.caseId, 'period', language);
    const facts = await getCaseFacts(ctx, params.caseId);
    const typed = (day: Parameters<typeof formatNumericDate>[0] | null) => (day ? formatNumericDate(day) : '');
    const { guidanceStart: start, guidanceEnd: end } = header;
    const limits = start && end ? phaseBoundaries(start, end) : undefined;
    const { release } = facts;
    return {
      shown,
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      milestoneId: newSubmissionId(),
      returnId: newSubmissionId(),
      longer: facts.longer,
      releaseId: newSubmissionId(),
      release: release && {
        says: sayRelease(release, language),
        isKnown: release.on !== null || release.expectedOn !== null,
        document: release.document,
        // What was written first replaced nothing.
        history: (await listReleases(ctx, params.caseId)).slice(0, -1).map((line) => ({
          id: line.id,
          says: m.cases_release_changed({
            before: sayRelease({ on: line.before.releasedOn, expectedOn: line.before.expectedOn }, language),
            after: sayRelease({ on: line.after.releasedOn, expectedOn: line.after.expectedOn }, language),
          }),
          why: [formatMoment(line.at, header.zone, language), line.by, line.reason].filter(Boolean).join(' · '),
        })),
        on: typed(release.on),
        expectedOn: typed(release.expectedOn),
      },
      values: {
        start: typed(start),
        end: typed(end),
        firstDetainedOn: typed(facts.firstDetainedOn),
        years: facts.sentence ? String(facts.sentence.years) : '',
        months: facts.sentence ? String(facts.sentence.months) : '',
        days: facts.sentence ? String(facts.sentence.days) : '',
        remissionDays: String(facts.remissionDays),
        offence: facts.offence,
        offenceArticles: facts.offenceArticles,
      },
      phases: limits
        ? [
            { label: phaseWords.initial(), value: formatDate(limits.initialFrom, language) },
            { label: phaseWords.advanced(), value: formatDate(limits.advancedFrom, language) },
            { label: phaseWords.final(), value: formatDate(limits.finalFrom, language) },
            { label: phaseWords.aftercare(), value: formatDate(limits.aftercareFrom, language) },
          ]
        : [],
      decidedEnds: (await listDecidedEnds(ctx, params.caseId)).map((one) => ({
        id: one.id,
        says: m.cases_decided_end({
          before: one.before ? formatDate(one.before, language) : '–',
          after: formatDate(one.after, language),
        }),
        by: m.cases_decided_end_by({
          issuer: one.issuer,
          number: one.documentNumber,
          day: formatDate(one.day, language),
          moment: formatMoment(one.at, header.zone, language),
          by: one.by ?? '–',
        }),
      })),
      milestones: (await listMilestonesOf(ctx, params.caseId)).map((one) => ({
        name: one.name,
        label: milestoneWords[one.name](),
        day: formatDate(one.day, language),
        origin: originWords[one.origin](),
        edited: one.origin !== 'computed',
        why: [one.reason, one.reason ? one.setBy : null].filter(Boolean).join(' · '),
      })),
      remission: formatNumber(facts.remissionDays, language),
      names: optionsOf(milestoneWords, milestoneNames),
      mayWrite: header.may['case:write'] && shown.state.open,
    };
  });

export const actions: Actions = {
  period: (event) =>
    act(
      event,
      PeriodForm,
      (ctx, { submissionId: _, years, months, days, ...input }, caseId) =>
        setPeriod(ctx, {
          ...input,
          caseId,
          firstDetainedOn: input.firstDetainedOn ?? null,
          remissionDays: input.remissionDays ?? 0,
          sentence:
            years === undefined && months === undefined && days === undefined
              ? null
              : { years: years ?? 0, months: months ?? 0, days: days ?? 0 },
        }),
      { fieldOf: { period_upside_down: 'end' } },
    ),
  release: (event) =>
    act(
      event,
      ReleaseForm,
      (ctx, { version, document, releaseReason: reason, ...typed }, caseId) =>
        setRelease(ctx, {
          caseId,
          version,
          document,
          reason,
          releasedOn: typed.releasedOn ?? null,
          expectedOn: typed.expectedOn ?? null,
        }),
      {
        fieldOf: {
          day_in_future: 'releasedOn',
          release_missing: 'releasedOn',
          release_twice: 'expectedOn',
          release_document_missing: 'document',
          note_missing: 'releaseReason',
        },
      },
    ),
  milestone: (event) =>
    act(
      event,
      MilestoneForm,
      (ctx, { submissionId: _, ...input }, caseId) => editMilestone(ctx, { ...input, caseId }),
      {
        fieldOf: { note_missing: 'reason' },
      },
    ),
  computed: (event) =>
    act(
      event,
      ReturnMilestoneForm,
      (ctx, { submissionId: _, returnReason: reason, ...input }, caseId) =>
        returnMilestone(ctx, { ...input, reason, caseId }),
      { fieldOf: { note_missing: 'returnReason' } },
    ),
};
