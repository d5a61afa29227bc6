import * as v from 'valibot';
import { choice, uuidField } from '#kernel/fields';
import { formatCode } from '#kernel/codes';
import { formatNumber } from '#kernel/format';
import {
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
import { refusalWords } from '#modules/check-ins';
import { deskDay, listCardClients, searchAtDesk, type CardClient } from '#modules/check-ins/server';
import { getPublicAddress } from '#modules/installation/server';
import { m } from '#messages';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { drawQr } from '#ui/qr.ts';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['card:issue'] };

/** As many cards as one press of the button makes and one print holds. */
const AT_ONCE = 50;
const cardRefusals: Readonly<Record<CardRefusal, () => string>> = {
  already_issued: m.check_ins_refusal_already_issued,
  closed: m.check_ins_refusal_closed,
  not_locked: m.check_ins_refusal_not_locked,
};
const words = { ...refusalWords, ...cardRefusals };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const typed = (url.searchParams.get('q') ?? '').slice(0, 200);
    const found = typed.trim() ? (await searchAtDesk(ctx, typed)).clients.map((one) => one.caseId) : null;
    const clients = found ? (await listCardClients(ctx, { caseIds: found })).rows : null;
    const cards = clients
      ? await listCards(
          ctx,
          clients.map((one) => one.of),
        )
      : [];
    const desk = await deskDay(ctx);
    const without = desk ? (await listCardClients(ctx, { unitId: desk.unitId, having: 'none' }, 1)).total : 0;
    const unused = desk ? (await listCardClients(ctx, { unitId: desk.unitId, having: 'unused' }, 1)).total : 0;
    return {
      typed,
      submissionId: newSubmissionId(),
      printSubmissionId: newSubmissionId(),
      done: url.searchParams.get('done') ?? '',
      office: m.check_ins_cards_office_lead({ count: formatNumber(without, locals.language), most: String(AT_ONCE) }),
      without,
      unused,
      clients:
        clients?.map((client) => {
          const card = cards.find(
            (one) => one.caseId === client.caseId && one.kind === 'client' && one.state !== 'closed',
          );
          return {
            caseId: client.caseId,
            name: client.name,
            register: client.registerLabel ?? '',
            accessId: card?.accessId ?? '',
            has: card !== undefined,
            locked: card?.locked ?? false,
            state: !card
              ? m.check_ins_cards_none()
              : card.locked
                ? m.check_ins_cards_locked()
                : m.check_ins_cards_active(),
            submissionIds: [newSubmissionId(), newSubmissionId(), newSubmissionId(), newSubmissionId()],
          };
        }) ?? null,
    };
  });

const OneForm = v.object({
  submissionId: uuidField(),
  caseId: uuidField(),
  accessId: v.optional(v.string(), ''),
  what: choice(['issue', 'replace', 'unlock', 'reset']),
});
const SubmissionForm = v.object({ submissionId: uuidField(), caseId: v.optional(v.string(), '') });

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
      return issueCard(ctx, { of, kind: 'client', personId });
    case 'replace':
      return replaceCard(ctx, input);
    case 'unlock':
      return unlockPin(ctx, input);
    case 'reset':
      return resetPin(ctx, input);
  }
}

export const actions: Actions = {
  /** One client's card, settled at the desk in a minute. */
  one: async ({ request, locals, url }) => {
    const form = await readForm(request, OneForm);
    if (!form.ok) return sayFailure(form.failure, words, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => changeCard(ctx, form.values));
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, words, locals.language);
    const { what, caseId } = form.values;
    if (what === 'issue' || what === 'replace')
      return { cards: await locals.read((ctx) => sheet(ctx, [caseId], url.origin)) };
    return {
      newPin: what === 'reset' ? pinOfReset(answer.accessId, form.submission.id) : null,
      unlocked: what === 'unlock',
    };
  },
  /** The next clients of the office that have none. */
  office: async ({ request, locals, url }) => {
    const form = await readForm(request, SubmissionForm);
    if (!form.ok) return sayFailure(form.failure, words, locals.language);
    const answer = await locals.runOnce(form.submission, async (ctx) => {
      const desk = await deskDay(ctx);
      if (!desk) throw new NotFound('no desk');
      const { rows } = await listCardClients(ctx, { unitId: desk.unitId, having: 'none' }, AT_ONCE);
      for (const one of rows) await issueCard(ctx, { of: one.of, kind: 'client', personId: one.personId });
      return { ok: true as const, caseIds: rows.map((one) => one.caseId) };
    });
    return { cards: await locals.read((ctx) => sheet(ctx, answer.caseIds, url.origin)) };
  },
  /** Prints cards; what is on them is derived anew and never part of the stored answer. */
  print: async ({ request, locals, url }) => {
    const form = await readForm(request, SubmissionForm);
    if (!form.ok) return sayFailure(form.failure, words, locals.language);
    const answer = await locals.runOnce(form.submission, async (ctx) => {
      const desk = await deskDay(ctx);
      const filter = form.values.caseId
        ? { caseIds: [form.values.caseId] }
        : desk
          ? { unitId: desk.unitId, having: 'unused' as const }
          : { caseIds: [] };
      const { rows } = await listCardClients(ctx, filter, AT_ONCE);
      await printCards(
        ctx,
        rows.map((one) => one.of),
      );
      return { ok: true as const, caseIds: rows.map((one) => one.caseId) };
    });
    return { cards: await locals.read((ctx) => sheet(ctx, answer.caseIds, url.origin)) };
  },
};

/** What is printed on the cards of these clients. */
async function sheet(ctx: ReadCtx, caseIds: readonly string[], origin: string) {
  const { rows } = await listCardClients(ctx, { caseIds }, AT_ONCE);
  const cards = await listCards(
    ctx,
    rows.map((one) => one.of),
  );
  const address = (await getPublicAddress(ctx.tx)) ?? origin; // where clients reach us from outside
  return rows.flatMap((client) => {
    const card: Card | undefined = cards.find(
      (one) => one.caseId === client.caseId && one.kind === 'client' && one.state === 'active',
    );
    if (!card) return [];
    const code = cardCode(card.accessId, card.version);
    return [
      {
        caseId: client.caseId,
        name: client.name,
        register: client.registerLabel ?? '',
        code: formatCode(code),
        qr: drawQr(`${address}/l/${code}`),
        pin: card.unused ? firstPin(card.accessId, card.version) : null,
      },
    ];
  });
}
