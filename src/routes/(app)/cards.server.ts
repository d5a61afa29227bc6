import type { RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { formatCode } from '#kernel/codes';
import { choice, optionalUuid, uuidField } from '#kernel/fields';
import { inSentence } from '#kernel/text';
import {
  blockCard,
  cardCode,
  firstPin,
  issueCard,
  listCards,
  pinOfReset,
  printCards,
  replaceCard,
  resetPin,
  unlockPin,
  type Card,
  type CardRefusal,
} from '#modules/accounts/server';
import { relationWords } from '#modules/cases';
import { issueGuarantorCard, listGuarantorsAtDesk } from '#modules/cases/server';
import { refusalWords } from '#modules/check-ins';
import { listCardClients, type CardClient } from '#modules/check-ins/server';
import { getPublicAddress } from '#modules/installation/server';
import { m } from '#messages';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { drawQr } from '#ui/qr.ts';
import { newSubmissionId, readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';

/** As many cases as one press of the button makes and one print holds. */
export const cardsAtOnce = 50;

const cardRefusals: Readonly<Record<CardRefusal, () => string>> = {
  already_issued: m.check_ins_refusal_already_issued,
  already_blocked: m.check_ins_refusal_already_blocked,
  closed: m.check_ins_refusal_closed,
  not_locked: m.check_ins_refusal_not_locked,
};
export const cardWords = { ...refusalWords, ...cardRefusals };

const acts = ['issue', 'replace', 'unlock', 'reset', 'block'] as const;
type CardAct = (typeof acts)[number];
const actWords: Readonly<Record<CardAct, () => string>> = {
  issue: m.check_ins_cards_issue,
  replace: m.check_ins_cards_replace,
  unlock: m.check_ins_cards_unlock,
  reset: m.check_ins_cards_reset,
  block: m.check_ins_cards_block,
};

/** Somebody who has a card or may get one: a client, or one of his guarantors. */
export type CardHolder = {
  key: string;
  caseId: string;
  guarantorId: string;
  accessId: string;
  name: string;
  note: string;
  isGuarantor: boolean;
  state: string;
  tone: 'neutral' | 'warning' | 'error';
  acts: { what: CardAct; label: string; submissionId: string }[];
  /** For printing once more; none while there is no card that is worth something. */
  printId: string | null;
};

/** The clients, each followed by those who vouch for him, with what can be done about their cards. */
export async function listHolders(ctx: ReadCtx, clients: readonly CardClient[]): Promise<CardHolder[]> {
  const cards = await listCards(
    ctx,
    clients.map((one) => one.of),
  );
  const guarantors = await listGuarantorsAtDesk(
    ctx,
    clients.map((one) => one.caseId),
  );
  return clients.flatMap((client) => {
    const ofCase = cards.filter((card) => card.caseId === client.caseId && card.state !== 'closed');
    return [
      holder(
        { caseId: client.caseId, guarantorId: '', name: client.name, note: client.registerLabel ?? '' },
        ofCase.find((card) => card.kind === 'client'),
      ),
      ...guarantors
        .filter((one) => one.caseId === client.caseId)
        .map((one) =>
          holder(
            {
              caseId: client.caseId,
              guarantorId: one.id,
              name: one.name,
              note: m.check_ins_cards_guarantor({ relation: inSentence(relationWords[one.relation]()) }),
            },
            ofCase.find((card) => card.guarantorId === one.id),
          ),
        ),
    ];
  });
}

function holder(
  whose: Pick<CardHolder, 'caseId' | 'guarantorId' | 'name' | 'note'>,
  card: Card | undefined,
): CardHolder {
  const isBlocked = card?.state === 'lost';
  const possible: CardAct[] = !card
    ? ['issue']
    : isBlocked
      ? ['replace']
      : [...(card.locked ? (['unlock'] as const) : []), 'replace', 'reset', 'block'];
  return {
    ...whose,
    key: whose.guarantorId || whose.caseId,
    accessId: card?.accessId ?? '',
    isGuarantor: whose.guarantorId !== '',
    state: !card
      ? m.check_ins_cards_none()
      : isBlocked
        ? m.check_ins_cards_blocked()
        : card.locked
          ? m.check_ins_cards_locked()
          : m.check_ins_cards_active(),
    tone: isBlocked ? 'error' : card?.locked ? 'warning' : 'neutral',
    acts: possible.map((what) => ({ what, label: actWords[what](), submissionId: newSubmissionId() })),
    printId: card && !isBlocked ? newSubmissionId() : null,
  };
}

const OneForm = v.object({
  submissionId: uuidField(),
  caseId: uuidField(),
  guarantorId: optionalUuid(),
  accessId: v.optional(v.string(), ''),
  what: choice(acts),
});
const PrintForm = v.object({ submissionId: uuidField(), caseId: uuidField(), accessId: uuidField() });

type Event = Pick<RequestEvent, 'request' | 'locals' | 'url'>;

/** One card, settled in a minute: made, replaced, its PIN unlocked or made anew, or blocked. */
export async function settleCard({ request, locals, url }: Event) {
  const form = await readForm(request, OneForm);
  if (!form.ok) return sayFailure(form.failure, cardWords, locals.language);
  const answer = await locals.runOnce(form.submission, (ctx) => changeCard(ctx, form.values));
  if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, cardWords, locals.language);
  const { what, caseId } = form.values;
  const isMade = what === 'issue' || what === 'replace';
  return {
    cards: isMade ? await locals.read((ctx) => sheetOf(ctx, [caseId], url.origin, answer.accessId)) : null,
    newPin: what === 'reset' ? pinOfReset(answer.accessId, form.submission.id) : null,
    said: what === 'unlock' ? m.check_ins_cards_unlocked() : what === 'block' ? m.check_ins_cards_block_done() : null,
  };
}

/** Prints one card once more; what is on it is derived anew and never part of the stored answer. */
export async function printCard({ request, locals, url }: Event) {
  const form = await readForm(request, PrintForm);
  if (!form.ok) return sayFailure(form.failure, cardWords, locals.language);
  const { caseId, accessId } = form.values;
  await locals.runOnce(form.submission, async (ctx) => {
    const { of } = await oneClient(ctx, caseId);
    const printed = await printCards(ctx, [of], accessId);
    if (printed.length === 0) throw new NotFound('card');
    return { ok: true as const };
  });
  return {
    cards: await locals.read((ctx) => sheetOf(ctx, [caseId], url.origin, accessId)),
    newPin: null,
    said: null,
  };
}

async function oneClient(ctx: ReadCtx, caseId: string): Promise<CardClient> {
  const [client] = (await listCardClients(ctx, { caseIds: [caseId] })).rows;
  if (!client) throw new NotFound('no such client for this asker');
  return client;
}

async function changeCard(ctx: Ctx, typed: v.InferOutput<typeof OneForm>) {
  const { of, personId } = await oneClient(ctx, typed.caseId);
  const input = { of, accessId: typed.accessId };
  switch (typed.what) {
    case 'issue':
      return typed.guarantorId
        ? issueGuarantorCard(ctx, { of, guarantorId: typed.guarantorId })
        : issueCard(ctx, { of, holder: { kind: 'client', personId } });
    case 'replace':
      return replaceCard(ctx, input);
    case 'unlock':
      return unlockPin(ctx, input);
    case 'reset':
      return resetPin(ctx, input);
    case 'block':
      return blockCard(ctx, input);
  }
}

export type PrintedCard = {
  key: string;
  title: string;
  name: string;
  note: string;
  code: string;
  qr: { size: number; path: string };
  /** Where the code is typed by whoever has no camera. */
  address: string;
  pin: string | null;
};

/** What is printed: one card, or the clients' own cards of these cases. A guarantor's card does not name the client. */
export async function sheetOf(
  ctx: ReadCtx,
  caseIds: readonly string[],
  origin: string,
  accessId?: string,
): Promise<PrintedCard[]> {
  const { rows } = await listCardClients(ctx, { caseIds }, cardsAtOnce);
  const cards = await listCards(
    ctx,
    rows.map((one) => one.of),
  );
  const guarantors = accessId ? await listGuarantorsAtDesk(ctx, caseIds) : [];
  const address = (await getPublicAddress(ctx.tx)) ?? origin; // where clients reach us from outside
  return rows.flatMap((client) =>
    cards
      .filter(
        (card) =>
          card.caseId === client.caseId &&
          card.state === 'active' &&
          (accessId ? card.accessId === accessId : card.kind === 'client'),
      )
      .map((card) => {
        const code = cardCode(card.accessId, card.version);
        const guarantor = guarantors.find((one) => one.id === card.guarantorId);
        return {
          key: card.accessId,
          title: guarantor ? m.check_ins_cards_of_guarantor() : m.check_ins_cards_of_client(),
          name: guarantor ? guarantor.name : client.name,
          note: guarantor ? '' : (client.registerLabel ?? ''),
          code: formatCode(code),
          qr: drawQr(`${address}/l/${code}`),
          address: `${address.replace(/^https?:\/\//, '')}/l`,
          pin: card.unused ? firstPin(card.accessId, card.version) : null,
        };
      }),
  );
}
