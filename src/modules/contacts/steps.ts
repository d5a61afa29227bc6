import { kindTable, type Answers, type Draft } from './contact.ts';

/** One question a page, in this order; which are asked follows from the kind and from what was answered before. */
export const contactSteps = [
  'reason',
  'when',
  'who',
  'finding',
  'outcome',
  'absence',
  'evidence',
  'talk',
  'told',
  'next',
] as const;
export type ContactStep = (typeof contactSteps)[number];

export function isContactStep(text: string | null): text is ContactStep {
  return (contactSteps as readonly (string | null)[]).includes(text);
}

export function stepsOf({ kind, answers, correctsId }: Pick<Draft, 'kind' | 'answers' | 'correctsId'>): ContactStep[] {
  const { withClient, needsTalk } = kindTable[kind];
  const isChange = correctsId !== null;
  const kept = answers.happening === 'complied';
  const asked: Record<ContactStep, boolean> = {
    reason: isChange,
    // A changed outcome is of the same day, with the same people; only what became of it is told anew.
    when: !isChange,
    who: kind === 'observation' && !isChange,
    finding: kind === 'search',
    outcome: withClient,
    absence: withClient && answers.happening === 'absent',
    evidence: withClient && answers.happening === 'absent' && answers.absence === 'waiting',
    talk: !isChange || (kept && needsTalk) || !withClient,
    told: kept && needsTalk,
    next: withClient && !isChange,
  };
  return contactSteps.filter((step) => asked[step]);
}

function isAnswered(step: ContactStep, answers: Answers): boolean {
  switch (step) {
    case 'reason':
      return Boolean(answers.changeReason);
    case 'when':
      return answers.happenedOn !== undefined;
    case 'who':
      return answers.observedBy !== undefined;
    case 'finding':
      return answers.source !== undefined && answers.finding !== undefined;
    case 'outcome':
      return answers.happening !== undefined;
    case 'absence':
      return answers.absence !== undefined;
    case 'evidence':
      return answers.evidenceUntil !== undefined;
    case 'talk':
      return answers.note !== undefined;
    case 'told':
      return answers.told !== undefined;
    case 'next':
      return answers.next !== undefined;
  }
}

/** The first question without an answer; nothing when all have one. */
export function nextStep(draft: Pick<Draft, 'kind' | 'answers' | 'correctsId'>): ContactStep | undefined {
  return stepsOf(draft).find((step) => !isAnswered(step, draft.answers));
}

/** Whether something must be written on the page of the talk: what a report rests on, or what was found. */
export function mustWrite({ kind, answers }: Pick<Draft, 'kind' | 'answers'>): boolean {
  if (kind === 'search') return answers.finding !== undefined && answers.finding !== 'nothing';
  return kind === 'observation' || answers.happening !== 'complied' || kindTable[kind].needsTalk;
}
