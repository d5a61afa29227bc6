import type { Ctx } from '#platform/ctx';
import { knownFields } from './fields.ts';
import { fieldsOf, getLetterKind } from './kinds.ts';
import { isOpen, no, type LetterText, type Refused } from './letter.ts';
import { lineOf, lockLetter } from './reach.server.ts';
import { changeLetter } from './store.server.ts';
import { judgeWording, type WordingProblem } from './wording.ts';

export type TextPart = 'subject' | 'recipient' | 'body' | 'copies';
/** What is wrong with a text, by the field of the form in which it stands. */
export type WrongText = { ok: false; refusal: 'wording_wrong'; problems: Partial<Record<TextPart, WordingProblem[]>> };

/** The text of a draft, as whoever writes it wants it. */
export async function changeDraft(
  ctx: Ctx,
  input: { letterId: string; version: number; text: LetterText },
): Promise<{ ok: true } | Refused | WrongText> {
  const { letter, one } = await lockLetter(ctx, input.letterId, 'letter:draft', input.version);
  if (!isOpen(letter.state)) return no('wrong_state');
  const wrong = judgeText(letter.kind, input.text, { asTemplate: false });
  if (wrong) return wrong;
  await changeLetter(ctx, letter, input.text);
  ctx.journal({ what: 'letter.changed', ...lineOf(letter, one), about: { letterId: letter.id, kind: letter.kind } });
  return { ok: true };
}

/** A template must ask for what its kind needs; a letter has it filled in. */
export function judgeText(
  kindId: string,
  text: Record<TextPart, string>,
  { asTemplate }: { asTemplate: boolean },
): WrongText | undefined {
  const kind = getLetterKind(kindId);
  const fields = { known: knownFields, allowed: fieldsOf(kind) };
  const problems: Partial<Record<TextPart, WordingProblem[]>> = {};
  for (const part of ['subject', 'recipient', 'body', 'copies'] as const) {
    if (text[part] === '' && part !== 'body' && part !== 'subject') continue;
    const required = asTemplate && part === 'body' ? kind.needs.filter((field) => !mentions(text, field)) : [];
    const found = judgeWording(text[part], { ...fields, required });
    if (found.length > 0) problems[part] = found;
  }
  return Object.keys(problems).length > 0 ? { ok: false, refusal: 'wording_wrong', problems } : undefined;
}

const mentions = (text: Record<TextPart, string>, field: string) =>
  Object.values(text).some((part) => part.includes(`{${field}}`));
