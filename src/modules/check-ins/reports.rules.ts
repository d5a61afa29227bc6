import { addMonths, daysBetween, type PlainDate } from '#kernel/plain-date';
import { optionsInForce, rule } from '#kernel/rule';
import { grades } from './ledger.ts';
import type { Channel, Days, Grade, Medium, ObligationState, ReviewOutcome, Standing } from './ledger.ts';
import type { ChosenOptions, Supervision } from './obligations.rules.ts';

type ChannelFacts = {
  channel: Channel;
  medium: Medium | null;
  talked: boolean;
  urgentReason: boolean;
  /** The client is away with leave on that day. */
  travelling: boolean;
};

/** With fewer letters nothing was talked about that guides anybody. */
export const fewestLetters = 20;

/** Which reports fulfil what is owed. */
export const channelCounts = rule({
  id: 'check-ins.channels',
  says: 'check_ins_rule_channels',
  sources: [
    { law: 'se-pas-20-pr-01-01-2020', article: 'check_ins_source_from_afar', standing: 'uncertain' },
    { law: 'simpul', article: 'check_ins_source_other_channels', standing: 'ours' },
  ],
  valid: { from: '1999-05-19' as PlainDate },
  options: {
    home_visit: { standard: true, oneOf: [true, false], setBy: 'head_of_bapas' },
    remote_call: {
      standard: 'allowed' as 'allowed' | 'if_urgent' | 'not_allowed',
      oneOf: ['allowed', 'if_urgent', 'not_allowed'],
      setBy: 'head_of_bapas',
    },
    call_on_journey: { standard: true as boolean, oneOf: [true, false], setBy: 'head_of_bapas' },
    app: { standard: true, oneOf: [true, false], setBy: 'head_of_bapas' },
    helper: { standard: true, oneOf: [true, false], setBy: 'head_of_bapas' },
  },
  judge: ({ channel, talked, urgentReason, travelling }: ChannelFacts, options): boolean => {
    switch (channel) {
      case 'in_person':
        return true;
      case 'home_visit':
        return options.home_visit && talked;
      case 'remote_call':
        return (
          talked &&
          (options.remote_call === 'allowed' ||
            (options.remote_call === 'if_urgent' && urgentReason) ||
            (options.call_on_journey && travelling))
        );
      case 'app':
        return options.app;
      case 'helper':
        return options.helper;
      case 'presence_call':
        return false;
    }
  },
});

/** Whose word it rests on; web evidence is a claim and never better than C (security T2). */
export const evidenceGrade = rule({
  id: 'check-ins.evidence-grade',
  says: 'check_ins_rule_grade',
  sources: [{ law: 'simpul', article: 'check_ins_source_grades', standing: 'ours' }],
  valid: { from: '1999-05-19' as PlainDate },
  judge: (facts: { channel: Channel; medium: Medium | null; photo: boolean; challenge: boolean }): Grade => {
    switch (facts.channel) {
      case 'in_person':
      case 'home_visit':
        return 'A';
      case 'remote_call':
        return facts.medium === 'video' ? 'B' : 'D';
      case 'app':
        return facts.photo && facts.challenge ? 'C' : 'D';
      case 'helper':
      case 'presence_call':
        return 'D';
    }
  },
});

const leastGrade = { standard: 'D' as Grade, oneOf: grades, setBy: 'head_of_bapas' } as const;

/** How good the evidence of a report must be for this client: what his plan says, or what the office asks of his risk, whichever is more. */
export const minimumGrade = rule({
  id: 'check-ins.minimum-grade',
  says: 'check_ins_rule_minimum_grade',
  sources: [{ law: 'simpul', article: 'check_ins_source_least_evidence', standing: 'ours' }],
  valid: { from: '1999-05-19' as PlainDate },
  options: { risk_low: leastGrade, risk_moderate: leastGrade, risk_high: leastGrade, risk_very_high: leastGrade },
  judge: (facts: { plan: Grade; risk: Supervision['risk'] }, options): Grade => {
    const ofRisk = facts.risk ? options[`risk_${facts.risk}`] : 'D';
    return reaches(facts.plan, ofRisk) ? facts.plan : ofRisk;
  },
});

/** True when a grade is at least as good as the plan asks: A is the best. */
export function reaches(grade: Grade, wanted: Grade): boolean {
  return grade <= wanted;
}

/** Reports through these wait for an officer's review before they fulfil anything. */
export function needsReview(channel: Channel): boolean {
  return channel === 'app' || channel === 'helper';
}

/** How far back anyone may date a report; further back takes the section head. */
export const backDating = rule({
  id: 'check-ins.back-dating',
  says: 'check_ins_rule_back_dating',
  sources: [{ law: 'simpul', article: 'check_ins_source_back_dating', standing: 'ours' }],
  valid: { from: '1999-05-19' as PlainDate },
  options: { days: { standard: 3, min: 0, max: 7, setBy: 'head_of_bapas' } },
  judge: (facts: { happenedOn: PlainDate; today: PlainDate }, { days }): 'fine' | 'needs_section_head' =>
    daysBetween(facts.happenedOn, facts.today) > days ? 'needs_section_head' : 'fine',
});

/** How long whoever recorded something may take it back in one step; later it takes the counsellor and a reason. */
export const undoWindow = rule({
  id: 'check-ins.undo',
  says: 'check_ins_rule_undo',
  sources: [{ law: 'simpul', article: 'check_ins_source_undo', standing: 'ours' }],
  valid: { from: '1999-05-19' as PlainDate },
  options: { minutes: { standard: 15, min: 1, max: 60, setBy: 'head_of_bapas' } },
  judge: (facts: { recordedAt: Date; now: Date; byHimself: boolean }, { minutes }): boolean =>
    facts.byHimself && facts.now.getTime() - facts.recordedAt.getTime() <= minutes * 60_000,
});

export const photoAsked = rule({
  id: 'check-ins.photo',
  says: 'check_ins_rule_photo',
  sources: [{ law: 'simpul', article: 'check_ins_source_photo', standing: 'ours' }],
  valid: { from: '1999-05-19' as PlainDate },
  options: {
    photo: { standard: 'asked' as 'asked' | 'not_asked', oneOf: ['asked', 'not_asked'], setBy: 'head_of_bapas' },
    position: {
      standard: 'optional' as 'optional' | 'not_asked',
      oneOf: ['optional', 'not_asked'],
      setBy: 'head_of_bapas',
    },
  },
  judge: (_: null, options) => options,
});

/** The challenge of a photo holds for ten minutes and once. */
export const challengeMinutes = 10;
export function challengeHolds(challenge: { madeAt: Date; usedAt: Date | null }, now: Date): boolean {
  const age = now.getTime() - challenge.madeAt.getTime();
  return challenge.usedAt === null && age >= 0 && age <= challengeMinutes * 60_000;
}

export type ReportRefusal =
  'in_the_future' | 'before_reception' | 'supervision_ended' | 'too_long_ago' | 'already_waiting' | 'same_day';

/** May a report of this day be recorded at all? `today` is the day at the client's office. */
export function judgeDay(
  attempt: { happenedOn: PlainDate },
  of: { receivedOn: PlainDate; endedOn: PlainDate | null },
  today: PlainDate,
  chosen: ChosenOptions,
  mayRecordLate: boolean,
): { ok: true } | { ok: false; refusal: ReportRefusal } {
  if (attempt.happenedOn > today) return { ok: false, refusal: 'in_the_future' };
  if (attempt.happenedOn < of.receivedOn) return { ok: false, refusal: 'before_reception' };
  if (of.endedOn && attempt.happenedOn > of.endedOn) return { ok: false, refusal: 'supervision_ended' };
  const far = backDating.decide({ happenedOn: attempt.happenedOn, today }, chosen[backDating.id]).result;
  if (far === 'needs_section_head' && !mayRecordLate) return { ok: false, refusal: 'too_long_ago' };
  return { ok: true };
}

/** A report as the ledger weighs it: voided ones are not given. */
export type Report = {
  id: string;
  channel: Channel;
  happenedOn: PlainDate;
  recordedAt: Date;
  counts: boolean;
  review: ReviewOutcome | null;
  /** The period it was expressly recorded for although it came after it. */
  lateFor: string | null;
};
export type PeriodFacts = Days & {
  id: string;
  state: ObligationState;
  excused: boolean;
  ledgerFrom: PlainDate;
};
export type PeriodVerdict = {
  state: ObligationState;
  fulfilledBy: string | null;
  /** True when the report that fulfils it came after its last day. */
  late: boolean;
  standings: Map<string, Standing>;
};

/**
 * What a period comes to, given every report that concerns it. The same answer whoever asks and in whatever order things were recorded;
 * signs, flags and scores are not among the facts, so they cannot change it.
 */
export function judgePeriod(period: PeriodFacts, reports: readonly Report[], today: PlainDate): PeriodVerdict {
  const standings = new Map<string, Standing>();
  const concerned = reports
    .filter((one) => one.lateFor === period.id || (one.lateFor === null && within(one.happenedOn, period)))
    .sort((a, b) =>
      a.happenedOn < b.happenedOn
        ? -1
        : a.happenedOn > b.happenedOn
          ? 1
          : a.recordedAt.getTime() - b.recordedAt.getTime() || (a.id < b.id ? -1 : 1),
    );
  const standingOf = (one: Report): Standing => (within(one.happenedOn, period) ? 'on_time' : 'late');
  for (const one of concerned) standings.set(one.id, one.channel === 'presence_call' ? 'presence_only' : 'extra');

  const inForce = period.state === 'lifted' ? [] : concerned.filter((one) => one.counts);
  const accepted = inForce.find(isAccepted);
  const pending = inForce.find((one) => needsReview(one.channel) && one.review === null);
  const chosen = accepted ?? pending;
  if (chosen) standings.set(chosen.id, standingOf(chosen));

  const state = ((): ObligationState => {
    if (period.state === 'lifted') return 'lifted';
    if (accepted) return 'fulfilled';
    if (pending && standingOf(pending) === 'on_time') return 'submitted';
    if (period.excused) return 'excused';
    if (period.from < period.ledgerFrom || period.state === 'not_recorded') return 'not_recorded';
    return period.through < today ? 'missed' : 'scheduled';
  })();
  return {
    state,
    fulfilledBy: accepted?.id ?? null,
    late: accepted ? standingOf(accepted) === 'late' : false,
    standings,
  };
}

function isAccepted(one: Report): boolean {
  if (!needsReview(one.channel)) return one.review !== 'not_the_person';
  return one.review === 'accepted' || one.review === 'accepted_with_concern';
}

function within(day: PlainDate, period: Days): boolean {
  return period.from <= day && day <= period.through;
}

/** How many of the last reports an officer took face to face; shown, never enforced: rights and duties are explained in person. */
export const inPersonShare = rule({
  id: 'check-ins.in-person-share',
  says: 'check_ins_rule_in_person_share',
  sources: [{ law: 'simpul', article: 'check_ins_source_face_to_face', standing: 'ours' }],
  valid: { from: '1999-05-19' as PlainDate },
  options: {
    one_in: { standard: 3, min: 1, max: 12, setBy: 'head_of_bapas' },
    one_in_high: { standard: 1, min: 1, max: 12, setBy: 'head_of_bapas' },
  },
  judge: (facts: { fulfilledBy: readonly Channel[]; risk: Supervision['risk'] }, options) => {
    const { fulfilledBy, risk } = facts;
    const oneIn = risk === 'high' || risk === 'very_high' ? options.one_in_high : options.one_in;
    const inPerson = fulfilledBy.filter((channel) => channel === 'in_person' || channel === 'home_visit').length;
    const of = fulfilledBy.length;
    return { inPerson, of, oneIn, below: of >= oneIn && inPerson * oneIn < of };
  },
});

/** Over which months the share looks. */
export function shareSince(today: PlainDate): PlainDate {
  return addMonths(today, -12);
}

export function undoMinutes(chosen: ChosenOptions): number {
  return optionsInForce(undoWindow.options, chosen[undoWindow.id] ?? {}).minutes;
}
