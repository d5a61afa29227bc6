import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import { officeValues } from './desks.server.ts';
import type { AskedField } from './fields.ts';
import { setPages } from './number-letter.server.ts';
import { officeOf, wordingOf } from './office.queries.server.ts';
import { sheetOf, type People } from './sheet.ts';
import { filledText } from './templates.server.ts';

export type PaperApart = {
  unitId: number;
  /** A kind that is `apart`. */
  kind: string;
  fields: Partial<Record<AskedField, string>>;
  /** Its number and day, which its own thing keeps. */
  label: string;
  dated: PlainDate;
  people: People;
};

/**
 * Sets a paper that is no letter: it is in no register and no client's file, and whoever keeps its thing has asked who may read it. Nothing
 * where it cannot be set.
 */
export async function setApart(ctx: ReadCtx, one: PaperApart): Promise<Buffer | undefined> {
  const office = await officeOf(ctx, one.unitId);
  const { wording } = await wordingOf(ctx, one.unitId, one.kind);
  const text = filledText({ kind: one.kind, wording }, { ...officeValues(office), ...one.fields });
  const signer = { title: '', name: '', nip: '' };
  const numbered = { label: one.label, dated: one.dated, signer };
  return (await setPages(office, [sheetOf(one.kind, text, numbered, office.head, one.people, one.dated)]))?.[0];
}
