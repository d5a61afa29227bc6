import type { PlainDate } from '#kernel/plain-date';
import { questions, type Answers, type Grade, type Question } from './ledger.ts';
import type { Position } from './signs.rules.ts';

/** What an office asks for beside the questions. */
export type Asked = { photo: boolean; position: boolean };

/** One page each, in this order; the photo comes last because the number in it holds for ten minutes. */
export const reportSteps = [...questions, 'position', 'photo'] as const;
export type ReportStep = (typeof reportSteps)[number];

/** A report that has been begun and not sent. */
export type Draft = {
  id: string;
  answers: Answers;
  position: Position | null;
  positionChoice: 'given' | 'declined' | null;
  photoChoice: 'taken' | 'declined' | null;
  /** The number for the photo that is being taken or was taken, with the moment it was given out. */
  challenge: { id: string; number: string; madeAt: Date; isUsed: boolean } | null;
  savedAt: Date;
};

export function stepsOf(asked: Asked): ReportStep[] {
  return reportSteps.filter((step) => (step === 'photo' ? asked.photo : step === 'position' ? asked.position : true));
}

export function isReportStep(text: string): text is ReportStep {
  return (reportSteps as readonly string[]).includes(text);
}

/** The first page that has no answer yet; nothing when all have. */
export function nextStep(draft: Draft | null, asked: Asked): ReportStep | undefined {
  return stepsOf(asked).find((step) => !isAnswered(draft, step));
}

function isAnswered(draft: Draft | null, step: ReportStep): boolean {
  if (!draft) return false;
  if (step === 'photo') return draft.photoChoice !== null;
  if (step === 'position') return draft.positionChoice !== null;
  return draft.answers[step] !== undefined;
}

/** Answers that mean nothing without a word: where to, which number, what happened. */
const needsWords: Readonly<Record<Question, readonly string[]>> = {
  address: ['changed'],
  phone: ['changed'],
  work: ['changed'],
  family: ['changed'],
  problem: ['told'],
};
export function asksForWords(question: Question, answer: string): boolean {
  return needsWords[question].includes(answer);
}

/** Puts one answer beside those given before; an empty note takes an old one away. */
export function withAnswer(answers: Answers, question: Question, answer: string, note: string): Answers {
  const { notes = {}, ...rest } = answers;
  const { [question]: _, ...otherNotes } = notes;
  const kept = note ? { ...otherNotes, [question]: note } : otherNotes;
  return { ...rest, [question]: answer, ...(Object.keys(kept).length > 0 ? { notes: kept } : {}) } as Answers;
}

/** What the start of a report says before anything is asked. */
export type OwnReport = {
  today: PlainDate;
  asked: Asked;
  draft: Draft | null;
  minimumGrade: Grade;
  /** Nobody can report just now, and why. */
  closed: 'already_waiting' | 'supervision_ended' | 'before_reception' | null;
};
