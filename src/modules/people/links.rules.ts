/** Where a link between two records stands. `open`: somebody was found and nobody has said anything yet. */
export const linkStates = ['open', 'unsure', 'proposed', 'linked', 'not_same', 'undone'] as const;
export type LinkState = (typeof linkStates)[number];
export const linkAnswers = ['same', 'not_same', 'unsure', 'approve', 'refuse', 'undo'] as const;
export type LinkAnswer = (typeof linkAnswers)[number];
/** Why something is open about who somebody is. */
export const questionWhys = ['candidate', 'unsure', 'proposed', 'circle', 'niks', 'births', 'stays'] as const;
export type QuestionWhy = (typeof questionWhys)[number];
/** What may be said to a likeness, in the order in which it is asked. */
export const likenessAnswers = ['same', 'not_same', 'unsure'] as const satisfies readonly LinkAnswer[];
export type LikenessAnswer = (typeof likenessAnswers)[number];

/** Where an answer leads. `same` waits for a second person where the link needs two (DESIGN 11.13). */
export const moves: Readonly<Record<LinkState, Readonly<Partial<Record<LinkAnswer, LinkState>>>>> = {
  open: { same: 'linked', not_same: 'not_same', unsure: 'unsure' },
  unsure: { same: 'linked', not_same: 'not_same' },
  proposed: { approve: 'linked', refuse: 'undone', undo: 'undone' },
  linked: { undo: 'undone' },
  not_same: { undo: 'undone' },
  undone: { same: 'linked', not_same: 'not_same', unsure: 'unsure' },
};

export type LinkToJudge = { state: LinkState; needsTwo: boolean; proposedBy: string | null };
export type Decider = { accountId: string; leads: boolean };
export type LinkRefusal = 'not_now' | 'own_proposal' | 'only_leaders';
export type LinkVerdict = { ok: true; next: LinkState } | { ok: false; refusal: LinkRefusal };

/** May this answer be given now, by this person, and where does it lead? The database judges the same once more. */
export function judgeLink(link: LinkToJudge, answer: LinkAnswer, by: Decider): LinkVerdict {
  const next = moves[link.state][answer];
  if (!next) return { ok: false, refusal: 'not_now' };
  const isOwn = link.proposedBy === by.accountId;
  if (answer === 'approve' || answer === 'refuse') {
    if (isOwn) return { ok: false, refusal: 'own_proposal' };
    if (!by.leads) return { ok: false, refusal: 'only_leaders' };
  }
  if (answer === 'undo' && !by.leads) {
    const byOne = link.state === 'not_same' || (link.state === 'proposed' ? isOwn : !link.needsTwo);
    if (!byOne) return { ok: false, refusal: 'only_leaders' };
  }
  return { ok: true, next: answer === 'same' && link.needsTwo ? 'proposed' : next };
}

/** Which answers somebody may give to a link now, for the page that offers them. */
export function answersTo(link: LinkToJudge, by: Decider): LinkAnswer[] {
  return linkAnswers.filter((answer) => judgeLink(link, answer, by).ok);
}
