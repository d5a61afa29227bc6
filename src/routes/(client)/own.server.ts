import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { readOwnCard, type OwnCard } from '#modules/accounts/server';
import { m } from '#messages';
import type { Ctx, ReadCtx } from '#platform/ctx';

type At = Pick<RequestEvent, 'locals'>;

/** What an own page shows. Whoever still has the printed PIN makes one of his own first. */
export function readOwn<T>(event: At, query: (ctx: ReadCtx, card: OwnCard) => Promise<T>): Promise<T> {
  return event.locals.read(async (ctx) => {
    const card = await readOwnCard(ctx);
    if (!card.pinChosen) redirect(303, '/my/pin');
    return query(ctx, card);
  });
}

/** The same for the pages of a report: nothing is asked before the client knows what happens with the answers. */
export function readOwnToReport<T>(event: At, query: (ctx: ReadCtx, card: OwnCard) => Promise<T>): Promise<T> {
  return readOwn(event, (ctx, card) => {
    if (card.kind !== 'client') error(404, m.errors_not_found());
    if (!card.consented) redirect(303, '/my/report/consent');
    return query(ctx, card);
  });
}

/** And what is sent from them: a page may stand open in another tab while the consent is taken back on this one. */
export function reporting<T>(work: (ctx: Ctx) => Promise<T>): (ctx: Ctx) => Promise<T> {
  return async (ctx) => {
    if (!(await readOwnCard(ctx)).consented) redirect(303, '/my/report/consent');
    return work(ctx);
  };
}
