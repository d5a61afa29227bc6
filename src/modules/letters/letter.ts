import type { PlainDate } from '#kernel/plain-date';
import type { Action } from '#modules/access';

export const letterStates = [
  'draft',
  'proposed',
  'numbered',
  'signed',
  'sent',
  'received',
  'withdrawn',
  'void',
] as const;
export type LetterState = (typeof letterStates)[number];

/**
 * What may become of a letter. Read it aloud: a draft is handed in to whoever signs, who gives it back with a note or gives it its number; the
 * numbered page is signed, sent and received. A draft that is not wanted is withdrawn; what has a number becomes void and keeps it. The database
 * holds the same table (letters.steps).
 */
export const moves = {
  draft: { propose: 'proposed', number: 'numbered', withdraw: 'withdrawn' },
  proposed: { return: 'draft', number: 'numbered', withdraw: 'withdrawn' },
  numbered: { sign: 'signed', void: 'void' },
  signed: { send: 'sent', void: 'void' },
  sent: { receive: 'received', void: 'void' },
  received: {},
  withdrawn: {},
  void: {},
} as const satisfies Record<LetterState, Partial<Record<string, LetterState>>>;

type StepsOf<M> = M extends Record<string, infer Steps> ? (Steps extends unknown ? keyof Steps : never) : never;
export type LetterStep = StepsOf<typeof moves>;

/**
 * Who takes each step, on which document it stands, and where its reason is: in that document itself, or in words that whoever takes the step
 * writes down. Who may do an act the keeper of the letter's desk says (desks.server.ts).
 */
export const steps = {
  propose: { by: 'letter:draft', document: 'draft', reason: 'document' },
  return: { by: 'letter:sign', document: 'return_note', reason: 'written' },
  number: { by: 'letter:sign', document: 'numbered_page', reason: 'document' },
  sign: { by: 'letter:draft', document: 'signed_copy', reason: 'document' },
  send: { by: 'letter:draft', document: 'sending_note', reason: 'document' },
  receive: { by: 'letter:draft', document: 'receipt_note', reason: 'document' },
  withdraw: { by: 'letter:draft', document: 'closing_note', reason: 'written' },
  void: { by: 'letter:sign', document: 'closing_note', reason: 'written' },
} as const satisfies Record<LetterStep, { by: Action; document: string; reason: 'document' | 'written' }>;

/** Whether a step has its reason: one whose document says it needs no words beside it. */
export function isReasonSaid(step: LetterStep, written: string): boolean {
  return steps[step].reason === 'document' || written.trim().length >= 5;
}

export function nextState(state: LetterState, step: LetterStep): LetterState | undefined {
  return (moves[state] as Partial<Record<LetterStep, LetterState>>)[step];
}

/** Until it has its number, a letter's text may change; from then on it is what was signed. */
export const isOpen = (state: LetterState) => state === 'draft' || state === 'proposed';

export const natures = ['ordinary', 'urgent', 'secret'] as const;
export type Nature = (typeof natures)[number];
export const sendingWays = ['by_hand', 'post', 'courier', 'email', 'other'] as const;
export type SendingWay = (typeof sendingWays)[number];
export const signedWays = ['scanned', 'certified'] as const;
export type SignedWay = (typeof signedWays)[number];

/**
 * Whose letter it is: that of an office about its client, of a sitting of its observation team, or of a tier above about a proceeding
 * that came up to it.
 */
export const desks = ['case', 'sitting', 'kanwil', 'centre'] as const;
export type Desk = (typeof desks)[number];

/** Who signs a letter of a kind: whoever heads the unit, whoever presides, or the counsellor who writes down what was said before him. */
export const signerPosts = ['head', 'chair', 'counsellor'] as const;
export type SignerPost = (typeof signerPosts)[number];

/** What of a letter is written, and may be changed until it is numbered. */
export type LetterText = {
  subject: string;
  recipient: string;
  body: string;
  copies: string;
  enclosure: string;
  nature: Nature | '';
};

/** Who signed, as it stands below the text; kept with the letter, whatever becomes of the officer. */
export type Signer = { title: string; name: string; nip: string };

/** The thing of another module that a letter is about: a breach, a sitting, a permit. */
export type Concern = { thing: `${string}.${string}`; id: string };

/** What a module learns when one of its letters moves on. */
export type LetterMoved = {
  letterId: string;
  unitId: number;
  /** The client; a letter of a sitting has none. */
  caseId: string | null;
  kind: string;
  step: Extract<LetterStep, 'number' | 'sign' | 'send' | 'receive' | 'withdraw' | 'void'>;
  concerns: Concern | null;
  /** Its number; a draft that was withdrawn had none. */
  label: string;
  /** The day of the number, the signature, the sending or the receipt, or on which it ended otherwise. */
  day: PlainDate;
};

export type Refusal =
  | 'wrong_state'
  | 'wording_wrong'
  | 'fields_missing'
  | 'number_taken'
  | 'number_wrong'
  | 'not_typeset'
  | 'day_in_future'
  | 'day_before'
  | 'file_refused'
  | 'not_signed_electronically'
  | 'reason_missing'
  | 'nobody_chosen'
  | 'client_held'
  | 'too_many'
  | 'pattern_wrong'
  | 'series_begun'
  | 'already_received'
  | 'not_decided'
  | 'not_handed_in'
  | 'logo_wrong';
export type Refused = { ok: false; refusal: Refusal };
export const no = (refusal: Refusal): Refused => ({ ok: false, refusal });
