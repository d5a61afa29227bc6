import { mustBeAllowed } from '#modules/access';
import { todayAt, type Unit } from '#modules/units';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { judgeText, type WrongText } from './change-draft.server.ts';
import { sampleValues } from './fields.ts';
import { desksAt, desksOf, fieldsOf, findLetterKind, getLetterKind, type LetterKind, type Wording } from './kinds.ts';
import type { LetterText, Refused } from './letter.ts';
import { numberingOf, officeOf } from './office.queries.server.ts';
import { numberLabel } from './numbering.rules.ts';
import { mustAdminister } from './reach.server.ts';
import { sheetOf, type Letterhead, type People } from './sheet.ts';
import { chairTitle } from './standard-kinds.ts';
import { setPages } from './number-letter.server.ts';
import { insertTemplate } from './store.server.ts';
import { fillWording } from './wording.ts';

export type TemplateInput = { unitId: number; kind: string; wording: Wording };

/** An office's own wording of a kind of letter. Earlier versions stay; letters that were drafted from them keep theirs. */
export async function changeTemplate(ctx: Ctx, input: TemplateInput): Promise<{ ok: true } | Refused | WrongText> {
  kindAt(await mustAdminister(ctx, input.unitId), input.kind);
  const wrong = judgeText(input.kind, input.wording, { asTemplate: true });
  if (wrong) return wrong;
  const templateId = ctx.newId();
  await insertTemplate(ctx, {
    id: templateId,
    unit_id: input.unitId,
    kind: input.kind,
    ...input.wording,
    set_by: ctx.actor.accountId,
  });
  ctx.journal({
    what: 'letter.template-set',
    unitId: input.unitId,
    about: { templateId, kind: input.kind, own: true },
  });
  return { ok: true };
}

/** Back to the standard wording; the office's own stays among the versions. */
export async function restoreTemplate(ctx: Ctx, input: { unitId: number; kind: string }): Promise<{ ok: true }> {
  kindAt(await mustAdminister(ctx, input.unitId), input.kind);
  const templateId = ctx.newId();
  await insertTemplate(ctx, { id: templateId, unit_id: input.unitId, kind: input.kind, set_by: ctx.actor.accountId });
  ctx.journal({
    what: 'letter.template-set',
    unitId: input.unitId,
    about: { templateId, kind: input.kind, own: false },
  });
  return { ok: true };
}

/** A wording with invented data: its text, and its page where it can be set. Nothing is kept. */
export type Preview = { ok: true; text: LetterText; page: Buffer | undefined };
export async function previewTemplate(ctx: ReadCtx, input: TemplateInput): Promise<Preview | WrongText> {
  const office = await officeOf(ctx, input.unitId);
  mustBeAllowed(ctx.actor, 'letter:administer', { unitId: office.unit.id, unitPath: office.unit.path });
  const kind = kindAt(office.unit, input.kind);
  const wrong = judgeText(input.kind, input.wording, { asTemplate: true });
  if (wrong) return wrong;
  const today = todayAt(office.unit, ctx.now);
  const { pattern, unitCode } = await numberingOf(ctx, office.unit);
  const { classification } = input.wording;
  const values = sampleValues([...fieldsOf(kind)]);
  const people = {
    clientName: values['client_name'] ?? '',
    counsellorName: sample('counsellor_name'),
    counsellorNip: sample('counsellor_nip'),
    chair: someHead,
    secretary: { name: sample('counsellor_name'), nip: sample('counsellor_nip') },
  };
  const signer = signerAt(kind, office.head, people);
  const label = numberLabel(pattern, { number: 12, unit: unitCode, classification, dated: today });
  const text = filledText(input, values);
  const sheet = sheetOf(input.kind, text, { label, dated: today, signer }, office.head, people, today);
  return { ok: true, text, page: (await setPages(office, [{ ...sheet, watermark: 'CONTOH' }]))?.[0] };
}

const sample = (field: string) => sampleValues([field])[field]!;
const someHead = { name: 'Kepala Rekaan, S.H., M.H.', nip: '197501012000031001' };

function signerAt({ signer }: LetterKind, head: Letterhead, people: People) {
  switch (signer) {
    case 'counsellor':
      return { title: 'Pembimbing Kemasyarakatan', name: people.counsellorName, nip: people.counsellorNip };
    case 'chair':
      return { title: chairTitle, ...someHead };
    case 'head':
      return head.headName === ''
        ? { title: head.headTitle, ...someHead }
        : { title: head.headTitle, name: head.headName, nip: head.headNip };
  }
}

/** A kind that this unit writes; every other is none of its administrator's. */
function kindAt({ type }: Pick<Unit, 'type'>, wanted: string): LetterKind {
  const kind = findLetterKind(wanted);
  if (!kind || !desksOf(kind).some((desk) => desksAt(type).includes(desk))) throw new NotFound('kind of letter');
  return kind;
}

/** A wording with these values in it, as a letter has it. */
export function filledText(
  { kind, wording }: Pick<TemplateInput, 'kind' | 'wording'>,
  values: Readonly<Record<string, string>>,
): LetterText {
  const { nature } = getLetterKind(kind);
  return {
    subject: fillWording(wording.subject, values),
    recipient: fillWording(wording.recipient, values),
    body: fillWording(wording.body, values),
    copies: fillWording(wording.copies, values),
    enclosure: '',
    nature,
  };
}
