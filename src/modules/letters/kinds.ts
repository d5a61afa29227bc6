import type { Source } from '#kernel/rule';
import type { UnitType } from '#modules/units';
import { recordFieldsAt, type AskedField } from './fields.ts';
import type { Desk, Nature, SignerPost } from './letter.ts';

/**
 * The shape of the page. `letter`: number, subject and addressee above the text. `titled`: its subject as a heading with the number
 * below (orders, permits, minutes). `decision`: the same with what it decides about.
 */
export type LetterForm = 'letter' | 'titled' | 'decision';
/** Who signs below: the signer alone, client and examiner, another who was heard and the examiner, or secretary and chair of a sitting. */
export type Signatures = 'signer' | 'examination' | 'hearing' | 'sitting';

/** One kind of letter, as the module that drafts it describes it. Its words are Indonesian whatever language a screen has. */
export type LetterKind = {
  /** How officers find it. */
  name: () => string;
  /** Who writes letters of this kind: an office about its client, unless it says otherwise. */
  desks?: readonly Desk[];
  form: LetterForm;
  signatures: Signatures;
  signer: SignerPost;
  /** The code of its subject in the number, until an office sets its own. */
  classification: string;
  nature: Nature | '';
  /** It stays in the file and goes to nobody: signed, it is finished. */
  stays?: true;
  /** No letter is drafted of it: the paper stays with a thing of its own, and only its wording is kept here. */
  apart?: true;
  /** It calls the client to come: whoever is held is not called. */
  calls?: true;
  /** What is asked of whoever drafts it, in this order; those left out here are optional. */
  asks: readonly AskedField[];
  /** Of those, what must be there before it is numbered, and must stand in every wording. */
  needs: readonly AskedField[];
  /** Where a letter of this kind comes from. */
  sources: readonly Source[];
  /** The wording until an office writes its own. */
  standard: Wording;
};

/** What an office may write anew for a kind. */
export type Wording = { subject: string; recipient: string; body: string; copies: string; classification: string };

const kinds = new Map<string, LetterKind>();

/** Makes kinds of letters known; a module calls it once, in its index.ts, and keeps the result. */
export function defineLetterKinds<const Kinds extends Record<`${string}.${string}`, LetterKind>>(
  defined: Kinds,
): Kinds {
  for (const [kind, description] of Object.entries(defined)) kinds.set(kind, description);
  return defined;
}

export function findLetterKind(kind: string): LetterKind | undefined {
  return kinds.get(kind);
}

export function getLetterKind(kind: string): LetterKind {
  const found = kinds.get(kind);
  if (!found) throw new TypeError(`no such kind of letter: ${kind}`);
  return found;
}

/** A letter of a kind that is known no more keeps its kind's own word. */
export function nameOfLetterKind(kind: string): string {
  return kinds.get(kind)?.name() ?? kind;
}

/** In the order in which they were made known: from the first summons to the last cover letter. */
export function listLetterKinds(desks?: readonly Desk[]): string[] {
  return [...kinds].flatMap(([kind, description]) =>
    !desks || desksOf(description).some((desk) => desks.includes(desk)) ? [kind] : [],
  );
}

/** Who writes at a unit of this sort. */
export function desksAt(type: UnitType): readonly Desk[] {
  if (type === 'kanwil') return ['kanwil'];
  return type === 'ditjenpas' ? ['centre'] : ['case', 'sitting'];
}

export const desksOf = ({ desks }: Pick<LetterKind, 'desks'>): readonly Desk[] => desks ?? ['case'];

/** The fields that a wording of this kind may use. */
export function fieldsOf({ asks, ...kind }: LetterKind): ReadonlySet<string> {
  return new Set<string>([...recordFieldsAt(desksOf(kind)), ...asks]);
}
