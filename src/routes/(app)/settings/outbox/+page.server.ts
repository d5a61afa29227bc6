import { redirect } from '@sveltejs/kit';
import { formatNumber, formatShortMoment } from '#kernel/format';
import { unitsWhere } from '#modules/access';
import { exportHref } from '#modules/exports/server';
import {
  channels,
  listMessageKinds,
  messageChannelWords,
  MessageForm,
  messageStates,
  messageStateWords,
  nameOfMessageKind,
  nameOfSent,
  outboxRefusalWords,
  sayDelivery,
} from '#modules/messages';
import { cancelMessage, listOutbox, retryMessage } from '#modules/messages/server';
import { listUnitsUnder } from '#modules/units/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { pagesOf, partAsked } from '../../today/list.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['gateway:set'] };

const filterNames = ['unit', 'state', 'channel', 'kind', 'page'] as const;

/** What was chosen, as it stands in the address; it stays through an act. */
function keptOf(url: URL): URLSearchParams {
  const chosen = filterNames.flatMap((name) => {
    const value = url.searchParams.get(name);
    return value ? [[name, value]] : [];
  });
  return new URLSearchParams(chosen);
}

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const asked = (name: string) => url.searchParams.get(name);
    const postings = unitsWhere(ctx.actor, 'gateway:set');
    const units = await listUnitsUnder(
      ctx,
      postings.map(({ unitId }) => unitId),
    );
    const unit =
      units.find(({ id }) => String(id) === asked('unit')) ?? units.find(({ id }) => id === postings[0]!.unitId)!;
    const state = messageStates.find((one) => one === asked('state'));
    const channel = channels.find((one) => one === asked('channel'));
    const kind = listMessageKinds().find((one) => one === asked('kind'));
    const part = partAsked(url);
    const { rows, total } = await listOutbox(ctx, { unitId: unit.id, state, channel, kind }, part);
    const kept = keptOf(url);
    const without = (name: string) => {
      const there = new URLSearchParams(kept);
      for (const gone of [name, 'page']) there.delete(gone);
      return `/settings/outbox?${there}`;
    };
    const moment = (at: Date | null) => (at ? formatShortMoment(at, unit.zone, language) : '');
    return {
      submissionId: newSubmissionId(),
      done: asked('done') ?? '',
      kept: kept.size > 0 ? `&${kept}` : '',
      unit: unit.name,
      units: units.map(({ id, name }) => ({ value: String(id), label: name })),
      values: { unit: String(unit.id), state: state ?? '', channel: channel ?? '', kind: kind ?? '' },
      states: messageStates.map((value) => ({ value, label: messageStateWords[value]() })),
      channels: channels.map((value) => ({ value, label: messageChannelWords[value]() })),
      kinds: listMessageKinds().map((value) => ({ value, label: nameOfMessageKind(value) })),
      active: [
        ...(state ? [{ label: messageStateWords[state](), removeHref: without('state') }] : []),
        ...(channel ? [{ label: messageChannelWords[channel](), removeHref: without('channel') }] : []),
        ...(kind ? [{ label: nameOfMessageKind(kind), removeHref: without('kind') }] : []),
      ],
      clearHref: `/settings/outbox?unit=${unit.id}`,
      exportHref: await exportHref(ctx, 'outbox', unit.id, { state, channel, kind }, total),
      pages: {
        summary: m.messages_outbox_count({ count: formatNumber(total, language) }),
        ...pagesOf(url, part.offset, total),
      },
      rows: rows.map((one) => ({
        id: one.id,
        made: moment(one.madeAt),
        kind: nameOfSent(one.kind),
        channel: messageChannelWords[one.channel](),
        state: messageStateWords[one.state](),
        tries: formatNumber(one.tries, language),
        problem: one.problem ? sayDelivery(one.problem) : '',
        next: moment(one.state === 'sent' ? one.sentAt : one.state === 'waiting' ? one.notBefore : null),
        mayRetry: one.state === 'failed' || one.state === 'parked',
        mayCancel: one.state === 'waiting' || one.state === 'failed' || one.state === 'parked',
      })),
    };
  });

const acts = { retry: retryMessage, cancel: cancelMessage };
const doing =
  (act: keyof typeof acts): NonNullable<Actions[string]> =>
  async ({ request, locals, url }) => {
    const form = await readForm(request, MessageForm);
    if (!form.ok) return sayFailure(form.failure, outboxRefusalWords, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => acts[act](ctx, form.values.messageId));
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, outboxRefusalWords, locals.language);
    const there = keptOf(url);
    there.set('done', act);
    redirect(303, `/settings/outbox?${there}`);
  };

export const actions: Actions = { retry: doing('retry'), cancel: doing('cancel') };
