import { conditionText, conditionWord, type ConditionCode } from '#modules/cases';

/** A condition in the wording of the list is read in the language of the page; any other as it was signed. */
export function sayCondition({ code, text }: { code: ConditionCode | null; text: string }): string {
  return code && text === conditionText(code) ? conditionWord(code) : text;
}
