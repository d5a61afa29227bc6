import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import type * as v from 'valibot';
import { formatMoment, formatNumericDate, formatShortDate, formatShortMoment } from '#kernel/format';
import { isUuid } from '#kernel/id';
import {
  ChangeForm,
  fieldsIn,
  isOpen,
  nameOfField,
  nameOfLetterKind,
  natureWords,
  nextWords,
  NumberForm,
  readWording,
  ReasonForm,
  ReceiveForm,
  ReturnForm,
  SendForm,
  SignedForm,
  signedWords,
  sittingMinutes,
  stateWords,
  StepForm,
  wayWords,
  type Refused,
} from '#modules/letters';
import {
  attachSignedCopy,
  changeDraft,
  letterOf,
  numberLetter,
  proposeLetter,
  recordReceipt,
  recordSending,
  returnLetter,
  voidLetter,
  withdrawLetter,
  type WrongText,
} from '#modules/letters/server';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { readUpload } from '#web/upload.server';
import { refusalWords } from '#modules/letters';
import { getUnit } from '#modules/units/server';
import { optionsOf, showCase } from '../../clients/shown.server.ts';
import { sayWrong } from '../say-wording.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['letter:read', 'sitting:read', 'revocation:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const letter = await letterOf(ctx, params.letterId);
    const unit = await getUnit(ctx, letter.unitId);
    // A letter of an office stands among the pages about its client; one of a sitting or a tier, or that came up to a tier, by itself.
    const { header: _, ...shown } = letter.apart
      ? { header: undefined, base: undefined, name: '' }
      : await showCase(ctx, letter.caseId!, 'letters', language);
    const open = isOpen(letter.state);
    // With its minutes signed a sitting stays as it is.
    const keepsSitting = letter.desk === 'sitting' && letter.kind === sittingMinutes;
    const missing = open ? fieldsIn([letter.subject, letter.recipient, letter.body, letter.copies].join('\n')) : [];
    const day = (one: string | null) => (one ? formatShortDate(one as never, language) : undefined);
    const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');
    const paper = (id: string | null) => (id ? `/files/${id}` : undefined);
    return {
      shown: shown.base === undefined ? undefined : shown,
      unitName: unit.name,
      home: letter.home,
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      today: formatNumericDate(letter.today),
      id: letter.id,
      base: `/letters/${letter.id}`,
      version: String(letter.version),
      title: letter.subject,
      kind: nameOfLetterKind(letter.kind),
      state: letter.state,
      stateWord: stateWords[letter.state](),
      next: nextWords[letter.state](),
      returnNote: open ? letter.returnNote : '',
      missing: missing.map((field) => `{${field}}: ${nameOfField(field)}`),
      facts: [
        { label: m.letters_field_kind(), value: nameOfLetterKind(letter.kind) },
        ...(letter.home ? [{ label: m.letters_about(), value: letter.home.name, href: letter.home.href }] : []),
        { label: m.letters_col_number(), value: letter.label ?? m.letters_no_number() },
        { label: m.letters_col_dated(), value: day(letter.dated) },
        {
          label: m.letters_signer(),
          value: letter.signer ? `${letter.signer.name}, ${letter.signer.title}` : undefined,
        },
        {
          label: m.letters_drafted(),
          value: [letter.madeBy, formatShortMoment(letter.madeAt, unit.zone, language)].filter(Boolean).join(' · '),
        },
        ...(letter.signedWay
          ? [
              {
                label: m.letters_signed_copy(),
                value: `${signedWords[letter.signedWay]()}, ${day(letter.signedOn)}`,
                href: paper(letter.signedFileId),
              },
              { label: m.letters_hash(), value: letter.signedSha256 ?? '' },
            ]
          : []),
        ...(letter.endedReason ? [{ label: m.letters_ended_reason(), value: letter.endedReason }] : []),
      ],
      numberedAt: letter.numberedAt ? formatMoment(letter.numberedAt, unit.zone, language) : undefined,
      // Each part only where somebody may change it or look at it.
      text: {
        subject: letter.subject,
        recipient: letter.recipient,
        body: letter.body,
        copies: letter.copies,
        enclosure: letter.enclosure,
        nature: letter.nature,
      },
      shownText: {
        recipient: linesOf(letter.recipient),
        blocks: readWording(letter.body),
        copies: linesOf(letter.copies),
      },
      sendings: letter.sendings.map((one) => ({
        id: one.id,
        addressee: one.addressee,
        how: `${wayWords[one.way]()}, ${day(one.sentOn)}`,
        note: one.note,
        received: one.receivedOn
          ? m.letters_received_by({ name: one.receivedName ?? '', day: day(one.receivedOn) ?? '' })
          : undefined,
        proof: paper(one.proofFileId),
        submissionId: newSubmissionId(),
      })),
      addressee: (linesOf(letter.recipient)[0] ?? shown.name).replace(/^Yth\.\s*/, ''),
      may: {
        change: open && letter.may.draft,
        propose: letter.state === 'draft' && letter.desk === 'case' && letter.may.draft,
        number: open && letter.may.sign,
        typeNumber: !letter.carriesNumber,
        return: letter.state === 'proposed' && letter.may.sign,
        sign: letter.state === 'numbered' && letter.may.draft,
        send: (letter.state === 'signed' || letter.state === 'sent' || letter.state === 'received') && letter.may.draft,
        receive: (letter.state === 'sent' || letter.state === 'received') && letter.may.draft,
        void:
          (letter.state === 'numbered' || (!keepsSitting && (letter.state === 'signed' || letter.state === 'sent'))) &&
          letter.may.sign,
      },
      natures: optionsOf(natureWords),
      ways: optionsOf(wayWords),
      signedWays: optionsOf(signedWords),
    };
  });

type Event = Pick<RequestEvent, 'request' | 'locals' | 'url'> & { params: { letterId: string } };

/** One step with a letter: reads the form, does it once, and comes back to the page; a refusal keeps what was typed. */
async function act<S extends v.GenericSchema<unknown, unknown>>(
  { request, locals, params, url }: Event,
  schema: S,
  work: (ctx: Ctx, typed: v.InferOutput<S>, letterId: string) => Promise<{ ok: true } | Refused | WrongText>,
  fieldOf: Partial<Record<Refused['refusal'], string>> = {},
) {
  if (!isUuid(params.letterId)) error(404, m.errors_not_found());
  const form = await readForm(request, schema);
  if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
  const answer = await locals.runOnce(form.submission, (ctx) => work(ctx, form.values, params.letterId));
  if (!answer.ok) return sayWrong(answer, form.typed, locals.language, fieldOf);
  redirect(303, `${url.pathname}?saved=1`);
}

/** The file of a form, judged before the transaction that keeps it. */
async function fileOf(event: Event, schema: typeof SignedForm | typeof ReceiveForm) {
  const seen = await readForm(event.request.clone() as Request, schema);
  return { seen, upload: await readUpload(seen.ok ? seen.values.file : undefined, 'document') };
}

export const actions: Actions = {
  change: (event) =>
    act(event, ChangeForm, (ctx, { version, subject, recipient, body, copies, enclosure, nature }, letterId) =>
      changeDraft(ctx, {
        letterId,
        version,
        text: { subject, recipient, body, copies, enclosure, nature: nature ?? '' },
      }),
    ),
  propose: (event) => act(event, StepForm, (ctx, { version }, letterId) => proposeLetter(ctx, { letterId, version })),
  return: (event) =>
    act(event, ReturnForm, (ctx, { version, note }, letterId) => returnLetter(ctx, { letterId, version, note }), {
      reason_missing: 'note',
    }),
  withdraw: (event) =>
    act(event, ReasonForm, (ctx, { version, reason }, letterId) => withdrawLetter(ctx, { letterId, version, reason }), {
      reason_missing: 'reason',
    }),
  number: (event) =>
    act(
      event,
      NumberForm,
      (ctx, { version, dated, typedLabel }, letterId) =>
        numberLetter(ctx, { letterId, version, dated, typedLabel, origin: event.url.origin }),
      { day_in_future: 'dated', day_before: 'dated', number_taken: 'typedLabel', number_wrong: 'typedLabel' },
    ),
  sign: async (event) => {
    const { seen, upload } = await fileOf(event, SignedForm);
    if (seen.ok && !upload.ok)
      return sayRefusal(422, seen.typed, { file: [upload.problem] }, refusalWords, event.locals.language);
    return act(
      event,
      SignedForm,
      (ctx, { version, way, signedOn }, letterId) =>
        attachSignedCopy(ctx, {
          letterId,
          version,
          way,
          signedOn,
          file: (upload as { file: Parameters<typeof attachSignedCopy>[1]['file'] }).file,
        }),
      {
        day_in_future: 'signedOn',
        day_before: 'signedOn',
        file_refused: 'file',
        not_signed_electronically: 'file',
      },
    );
  },
  send: (event) =>
    act(
      event,
      SendForm,
      (ctx, { addressee, way, sentOn, note }, letterId) =>
        recordSending(ctx, { letterId, addressee, way, sentOn, note }),
      { day_in_future: 'sentOn', day_before: 'sentOn' },
    ),
  receive: async (event) => {
    const { seen, upload } = await fileOf(event, ReceiveForm);
    const none = !upload.ok && upload.problem === 'file_missing';
    if (seen.ok && !upload.ok && !none)
      return sayRefusal(422, seen.typed, { file: [upload.problem] }, refusalWords, event.locals.language);
    return act(
      event,
      ReceiveForm,
      (ctx, { sendingId, receivedOn, receivedName }) =>
        recordReceipt(ctx, { sendingId, receivedOn, receivedName, proof: upload.ok ? upload.file : null }),
      { day_in_future: 'receivedOn', day_before: 'receivedOn', file_refused: 'file' },
    );
  },
  void: (event) =>
    act(event, ReasonForm, (ctx, { version, reason }, letterId) => voidLetter(ctx, { letterId, version, reason }), {
      reason_missing: 'reason',
    }),
};
