import { formatDate, formatDay, formatNumber, formatNumericDate, type Locale } from '#kernel/format';
import { addDays } from '#kernel/plain-date';
import { media, mediumWords } from '#modules/check-ins';
import {
  absences,
  absenceWords,
  appointmentKinds,
  findings,
  findingWords,
  happenings,
  happeningWords,
  kindTable,
  kindWords,
  mustWrite,
  observerKinds,
  observerWords,
  outcomeWords,
  sources,
  sourceWords,
  stepsOf,
  type ContactStep,
} from '#modules/contacts';
import { limitsOf, readOld, type DraftAtHand } from '#modules/contacts/server';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { questionsShown } from '../../../../ledger-shown.server.ts';
import { optionsOf } from '../../../shown.server.ts';

const ask: Readonly<Record<ContactStep, () => string>> = {
  reason: m.contacts_ask_reason,
  when: m.contacts_ask_when,
  who: m.contacts_ask_who,
  finding: m.contacts_ask_finding,
  outcome: m.contacts_ask_outcome,
  absence: m.contacts_ask_absence,
  evidence: m.contacts_ask_evidence,
  talk: m.contacts_ask_talk,
  told: m.contacts_ask_told,
  next: m.contacts_ask_next,
};

/** One question with what was answered to it before. */
export async function questionOf(ctx: ReadCtx, { draft, of }: DraftAtHand, step: ContactStep, language: Locale) {
  const { answers } = draft;
  const steps = stepsOf(draft);
  const at = steps.indexOf(step);
  const limits = await limitsOf(ctx, of);
  const old = draft.correctsId ? await readOld(ctx, of.id, draft.correctsId) : undefined;
  const next = answers.next === 'none' ? undefined : answers.next;
  const { talk, talkHint } = talkWords(draft);
  const typed: Record<string, string> = {
    changeReason: answers.changeReason ?? '',
    happenedOn: formatNumericDate(answers.happenedOn ?? of.today),
    happenedAt: answers.happenedAt ?? '',
    medium: answers.medium ?? '',
    urgentReason: answers.urgentReason ? 'on' : '',
    observedBy: answers.observedBy ?? '',
    toldBy: answers.toldBy ?? '',
    source: answers.source ?? '',
    finding: answers.finding ?? '',
    happening: answers.happening ?? '',
    absence: answers.absence ?? '',
    evidenceUntil: formatNumericDate(answers.evidenceUntil ?? limits.evidenceUntil),
    note: answers.note ?? '',
    followUp: answers.followUp ?? '',
    next: answers.next ? (next?.kind ?? 'none') : '',
    nextOn: next ? formatNumericDate(next.on) : '',
    nextTime: next?.time ?? '',
    nextPlace: next?.place ?? '',
    isTold: !answers.next || next?.isTold ? 'on' : '',
  };
  for (const [name, value] of Object.entries(answers.told ?? {})) {
    if (typeof value === 'string') typed[name] = value;
    else for (const [question, note] of Object.entries(value)) typed[`${question}Note`] = note;
  }
  return {
    step,
    title: step === 'talk' ? talk : ask[step](),
    kind: kindWords[draft.kind](),
    of: old
      ? m.contacts_ask_reason_of({
          kind: kindWords[old.kind](),
          day: formatDay(old.happenedOn, language),
          outcome: old.outcome ? outcomeWords[old.outcome]() : '',
        })
      : '',
    typed,
    place: { step: at + 1, steps: steps.length + 1, back: at > 0 ? steps[at - 1] : undefined },
    today: {
      latest: of.today,
      today: formatNumericDate(of.today),
      yesterday: formatNumericDate(addDays(of.today, -1)),
    },
    asksMedium: kindTable[draft.kind].asksMedium,
    asksUrgent: draft.kind === 'call',
    mustWrite: mustWrite(draft),
    talkHint,
    whenHint: m.contacts_when_hint({ days: formatNumber(limits.backDays, language) }),
    evidenceHint: m.contacts_evidence_hint({ day: formatDate(limits.evidenceUntil, language) }),
    evidenceLatest: limits.evidenceUntil,
    media: optionsOf(mediumWords, media),
    observers: optionsOf(observerWords, observerKinds),
    sources: optionsOf(sourceWords, sources),
    findings: optionsOf(findingWords, findings),
    happenings: optionsOf(happeningWords, happenings),
    absences: optionsOf(absenceWords, absences),
    nexts: [{ value: 'none', label: m.contacts_next_none() }, ...optionsOf(kindWords, appointmentKinds)],
    questions: step === 'told' ? questionsShown() : [],
  };
}

function talkWords({ kind, answers }: DraftAtHand['draft']) {
  if (kind === 'search') return { talk: m.contacts_ask_talk_searched(), talkHint: m.contacts_talk_hint_search() };
  if (kind === 'observation') return { talk: m.contacts_ask_talk_observed(), talkHint: '' };
  if (answers.happening === 'complied') return { talk: m.contacts_ask_talk(), talkHint: m.contacts_talk_hint() };
  return { talk: m.contacts_ask_talk_absent(), talkHint: m.contacts_talk_hint_absent() };
}
