import * as v from 'valibot';
import {
  checkbox,
  choice,
  freeText,
  optionalChoice,
  optionalDate,
  optionalShortText,
  optionalText,
  optionalUuid,
  personName,
  shortText,
  typedDate,
  uuidField,
} from '#kernel/fields';
import type { PlainDate } from '#kernel/plain-date';
import { parseClockTime, type ClockTime } from '#kernel/zone';
import { answerFields, answersOf, media } from '#modules/check-ins';
import {
  absences,
  appointmentKinds,
  contactKinds,
  findings,
  happenings,
  kindTable,
  observationAnswers,
  observerKinds,
  sources,
  type Answers,
  type ContactKind,
} from './contact.ts';

/** What may be typed about contacts. Only its shape: whether it is allowed is for the rules to say. */
const submissionId = uuidField();

/** A time on the clock, or nothing. */
const optionalTime = () =>
  v.pipe(
    optionalShortText(20),
    v.rawTransform<string, ClockTime | ''>(({ dataset, addIssue, NEVER }) => {
      if (dataset.value === '') return '';
      const time = parseClockTime(dataset.value.replace(/^(\d)(?=[.:])/, '0$1').replace('.', ':'));
      if (time) return time;
      addIssue({ message: 'time_not_a_time' });
      return NEVER;
    }),
  );

export const BeginForm = v.object({
  submissionId,
  kind: optionalChoice(contactKinds),
  planned: optionalUuid(),
  corrects: optionalUuid(),
});

/** The pages of a recording, one question each; every one gives the answers that it holds. */
export function stepForm(kind: ContactKind, days: { today: PlainDate; evidenceUntil: PlainDate }) {
  const asAnswers = <T>(fields: v.GenericSchema<unknown, T>, of: (typed: T) => Answers) =>
    v.pipe(fields, v.transform(of));
  const { asksMedium } = kindTable[kind];
  return {
    reason: asAnswers(v.object({ changeReason: shortText(1000) }), (typed) => typed),
    when: asAnswers(
      v.object({
        happenedOn: typedDate({ latest: days.today }),
        happenedAt: optionalTime(),
        ...(asksMedium ? { medium: choice(media) } : { medium: optionalChoice(media) }),
        urgentReason: checkbox(),
      }),
      ({ medium, ...typed }) => ({ ...typed, ...(medium ? { medium } : {}) }),
    ),
    who: asAnswers(v.object({ observedBy: choice(observerKinds), toldBy: personName() }), (typed) => typed),
    finding: asAnswers(v.object({ source: choice(sources), finding: choice(findings) }), (typed) => typed),
    outcome: asAnswers(v.object({ happening: choice(happenings) }), (typed) => typed),
    absence: asAnswers(v.object({ absence: choice(absences) }), (typed) => typed),
    evidence: asAnswers(
      v.object({ evidenceUntil: typedDate({ earliest: days.today, latest: days.evidenceUntil }) }),
      (typed) => typed,
    ),
    talk: asAnswers(v.object({ note: freeText(12_000), followUp: optionalText(4000) }), (typed) => typed),
    /** Where nothing needs to be written: a call that only asked whether somebody is there, a search that found nothing. */
    talkOptional: asAnswers(v.object({ note: optionalText(12_000), followUp: optionalText(4000) }), (typed) => typed),
    told: asAnswers(v.object(answerFields), (typed) => ({ told: answersOf(typed) ?? {} })),
    next: asAnswers(
      v.pipe(
        v.object({
          next: choice(['none', ...appointmentKinds]),
          nextOn: optionalDate({ earliest: days.today }),
          nextTime: optionalTime(),
          nextPlace: optionalShortText(300),
          isTold: checkbox(),
        }),
        v.forward(
          v.check(({ next, nextOn }) => next === 'none' || nextOn !== undefined, 'date_missing'),
          ['nextOn'],
        ),
      ),
      ({ next, nextOn, nextTime, nextPlace, isTold }): Answers => {
        if (next === 'none' || !nextOn) return { next: 'none' };
        return { next: { kind: next, on: nextOn, time: nextTime, place: nextPlace, isTold } };
      },
    ),
  };
}

export const SendForm = v.object({ submissionId });
export const DropForm = v.object({ submissionId });
export const AskLateForm = v.object({ submissionId, reason: shortText(1000) });
export const LateForm = v.object({
  submissionId,
  lateId: uuidField(),
  decision: choice(['approved', 'refused']),
  note: optionalText(1000),
});

const planFields = (today: PlainDate) => ({
  submissionId,
  on: typedDate({ earliest: today }),
  time: optionalTime(),
  place: optionalShortText(300),
  purpose: optionalText(1000),
  isTold: checkbox(),
});
export function planForm(today: PlainDate) {
  return v.object({ kind: choice(contactKinds), ...planFields(today) });
}
export function moveForm(today: PlainDate) {
  return v.object({ plannedId: uuidField(), ...planFields(today), reason: optionalShortText(1000) });
}
export const CancelForm = v.object({ submissionId, plannedId: uuidField(), reason: shortText(1000) });
export const OrderForm = v.object({ submissionId, plannedId: uuidField(), to: choice(['up', 'down']) });

export const InviteForm = v.object({ submissionId, kind: choice(observerKinds), name: personName() });
export const RevokeForm = v.object({ submissionId, observerId: uuidField(), reason: shortText(500) });
export const DecideForm = v.object({
  submissionId,
  observationId: uuidField(),
  decision: choice(['confirmed', 'set_aside']),
  note: optionalText(2000),
});
/** Nobody is signed in, so nothing is claimed in anybody's name: the answer's own id makes a second press one answer. */
export const ObservationForm = v.object({
  answerId: uuidField(),
  seen: choice(observationAnswers.seen),
  livesThere: choice(observationAnswers.livesThere),
  occupied: choice(observationAnswers.occupied),
  concern: choice(observationAnswers.concern),
  words: optionalText(2000),
});
