import { defineMessageKinds } from '#modules/messages';
import { openChannels, queueMessage } from '#modules/messages/server';
import { m } from '#messages';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { macFor } from './keys.server.ts';

/** The raw token of a link is not stored: it follows from its id and a key outside the database. */
export function linkToken(linkId: string): string {
  return macFor('link', linkId).toString('base64url');
}

const path = '/sign-in/link/';

/** The outbox holds the link's id, which opens nothing; the token takes its place as the message goes out. */
export const linkMessages = defineMessageKinds({
  'accounts.link': {
    name: m.messages_kind_account_link,
    facts: ['link'],
    standard: m.messages_body_account_link,
    atSending: (body) =>
      body.replace(/\/sign-in\/link\/([0-9a-f-]{36})(?![\w-])/, (_, linkId: string) => path + linkToken(linkId)),
  },
});

export function linkAddress(origin: string, linkId: string): string {
  return `${origin}${path}${linkToken(linkId)}`;
}

/** Whether a link can go to its owner by mail, so that nobody else ever sees it. */
export async function canMailLink(ctx: ReadCtx, unitId: number | null, email: string): Promise<boolean> {
  return unitId !== null && email !== '' && (await openChannels(ctx, unitId)).includes('email');
}

export async function mailLink(
  ctx: Ctx,
  link: { unitId: number; accountId: string; linkId: string; origin: string },
): Promise<boolean> {
  const { queued } = await queueMessage(ctx, {
    unitId: link.unitId,
    accountId: link.accountId,
    kind: 'accounts.link',
    key: link.linkId,
    channel: 'email',
    facts: { link: `${link.origin}${path}${link.linkId}` },
  });
  return queued;
}
