import * as v from 'valibot';
import { mustBeAllowed } from '#modules/access';
import type { Ctx } from '#platform/ctx';
import { sealSecret } from '#platform/keys.server';
import {
  findSealedSecret,
  insertGateway,
  insertTemplate,
  removeTemplate,
  replaceGateway,
  unitPathOf,
} from './settings.store.server.ts';
import { HttpSettings, SmtpSettings, type GatewaySettings } from './gateway.ts';
import { getMessageKind } from './kinds.ts';
import type { Channel } from './message.ts';
import { secretPurpose } from './send.server.ts';
import { judgeTemplate, type TemplateProblem } from './template.rules.ts';
import type { Locale } from '#messages';

export type SetGateway = GatewaySettings & {
  unitId: number;
  channel: Channel;
  isOn: boolean;
  /** Password or token; left out, the one that was set before stays. */
  secret?: string;
};
export type GatewayRefusal = 'settings_wrong' | 'kind_and_channel';
export type GatewayAnswer = { ok: true; gatewayId: string } | { ok: false; refusal: GatewayRefusal };

/** Sets how a unit sends on one channel. Addresses come from the office's administrator and from nobody else. */
export async function setGateway(ctx: Ctx, wanted: SetGateway): Promise<GatewayAnswer> {
  mustBeAllowed(ctx.actor, 'gateway:set', { unitId: wanted.unitId, unitPath: await unitPathOf(ctx, wanted.unitId) });
  if ((wanted.kind === 'smtp') !== (wanted.channel === 'email')) return { ok: false, refusal: 'kind_and_channel' };
  const settings = v.safeParse(wanted.kind === 'smtp' ? SmtpSettings : HttpSettings, wanted.settings);
  if (!settings.success) return { ok: false, refusal: 'settings_wrong' };

  const id = ctx.newId();
  const secret = wanted.secret ?? (await findSealedSecret(ctx, wanted.unitId, wanted.channel, secretPurpose));
  await replaceGateway(ctx, wanted.unitId, wanted.channel);
  await insertGateway(ctx, {
    id,
    unit_id: wanted.unitId,
    kind: wanted.kind,
    channel: wanted.channel,
    settings: JSON.stringify(settings.output),
    secret_sealed: secret ? sealSecret(secret, secretPurpose(id)) : null,
    is_on: wanted.isOn,
    set_by: ctx.actor.accountId,
  });
  ctx.journal({
    what: 'messages.gateway-set',
    unitId: wanted.unitId,
    about: { gatewayId: id, channel: wanted.channel, kind: wanted.kind, isOn: wanted.isOn },
  });
  return { ok: true, gatewayId: id };
}

export type TemplateAnswer = { ok: true } | { ok: false; refusal: 'template_wrong'; problems: TemplateProblem[] };

/** Sets an office's own wording of one kind of message, or goes back to the standard one with an empty body. */
export async function setTemplate(
  ctx: Ctx,
  wanted: { unitId: number; kind: string; locale: Locale; body: string },
): Promise<TemplateAnswer> {
  mustBeAllowed(ctx.actor, 'gateway:set', { unitId: wanted.unitId, unitPath: await unitPathOf(ctx, wanted.unitId) });
  const body = wanted.body.trim();
  const problems = body === '' ? [] : judgeTemplate(body, getMessageKind(wanted.kind).facts);
  if (problems.length > 0) return { ok: false, refusal: 'template_wrong', problems };
  await removeTemplate(ctx, wanted.unitId, wanted.kind, wanted.locale);
  if (body !== '')
    await insertTemplate(ctx, {
      id: ctx.newId(),
      unit_id: wanted.unitId,
      kind: wanted.kind,
      locale: wanted.locale,
      body,
      set_by: ctx.actor.accountId,
    });
  ctx.journal({
    what: 'messages.template-set',
    unitId: wanted.unitId,
    about: { kind: wanted.kind, locale: wanted.locale, own: body !== '' },
  });
  return { ok: true };
}

/** Tries everything again that was parked, after the administrator has mended the gateway. */
export async function retryParked(ctx: Ctx, unitId: number): Promise<{ ok: true }> {
  mustBeAllowed(ctx.actor, 'gateway:set', { unitId, unitPath: await unitPathOf(ctx, unitId) });
  await ctx.addJob('messages.unpark', { unitId });
  ctx.journal({ what: 'messages.retry-asked', unitId });
  return { ok: true };
}
