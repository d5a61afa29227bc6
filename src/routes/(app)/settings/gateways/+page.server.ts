import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { optionalShortText, optionalText } from '#kernel/fields';
import { formatNumber, formatShortMoment } from '#kernel/format';
import { unitsWhere } from '#modules/access';
import {
  channels,
  HttpSettings,
  listMessageKinds,
  messageChannelWords,
  messageStateWords,
  nameOfMessageKind,
  SmtpSettings,
  standardWording,
  sayDelivery,
} from '#modules/messages';
import {
  gatewayHealth,
  listGateways,
  listTemplates,
  retryParked,
  setGateway,
  setTemplate,
} from '#modules/messages/server';
import { getPublicAddress } from '#modules/installation/server';
import { listUnitsUnder } from '#modules/units/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['gateway:set'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const { language } = locals;
  const postings = unitsWhere(locals.actor!, 'gateway:set');
  const zone = postings[0]!.zone;
  return locals.read(async (ctx) => {
    const units = await listUnitsUnder(
      ctx,
      postings.map((posting) => posting.unitId),
    );
    const unit =
      units.find((one) => String(one.id) === url.searchParams.get('unit')) ??
      units.find((one) => one.id === postings[0]!.unitId)!;
    const gateways = await listGateways(ctx, unit.id);
    const templates = await listTemplates(ctx, unit.id);
    const health = await gatewayHealth(ctx, unit.id);
    return {
      submissionId: newSubmissionId(),
      saved: url.searchParams.get('done') === 'saved',
      hasAddress: (await getPublicAddress(ctx.tx)) !== null,
      unit: { id: String(unit.id), name: unit.name },
      units: units.map((one) => ({ value: String(one.id), label: one.name })),
      gateways: channels.map((channel) => {
        const set = gateways.find((one) => one.channel === channel);
        const smtp = channel === 'email' && set ? (set.settings as SmtpSettings) : undefined;
        const http = channel !== 'email' && set ? (set.settings as HttpSettings) : undefined;
        return {
          channel,
          title: m.messages_gateway({ channel: messageChannelWords[channel]() }),
          isSet: set !== undefined,
          isOn: set?.isOn ?? true,
          smtp: {
            host: smtp?.host ?? '',
            port: String(smtp?.port ?? 587),
            security: smtp?.security ?? 'starttls',
            user: smtp?.user ?? '',
            from: smtp?.from ?? '',
          },
          http: {
            url: http?.url ?? '',
            method: http?.method ?? 'POST',
            headerName: http?.headers[0]?.name ?? '',
            headerValue: http?.headers[0]?.value ?? '',
            body: http?.body ?? '',
            bodyType: http?.bodyType ?? 'application/json',
            success: http?.successContains ?? '',
          },
        };
      }),
      health: health.map((one) => ({
        key: `${one.channel}/${one.state}`,
        channel: messageChannelWords[one.channel](),
        state: messageStateWords[one.state](),
        href: `/settings/outbox?${new URLSearchParams({ unit: String(unit.id), channel: one.channel, state: one.state })}`,
        count: formatNumber(one.messages, language),
        oldest: formatShortMoment(one.oldest, zone, language),
        problem: one.problem ? sayDelivery(one.problem) : '',
      })),
      hasParked: health.some((one) => one.state === 'parked'),
      templates: listMessageKinds().flatMap((kind) =>
        (['id', 'en'] as const).map((locale) => ({
          key: `${kind}/${locale}`,
          kind,
          locale,
          label: `${nameOfMessageKind(kind)} (${locale === 'id' ? m.messages_language_id() : m.messages_language_en()})`,
          body: templates.find((one) => one.kind === kind && one.locale === locale)?.body ?? '',
          standard: m.messages_template_standard({ body: standardWording(kind, locale) }),
        })),
      ),
    };
  });
};

const secretLine = v.optional(v.pipe(v.string('not_text'), v.trim(), v.maxLength(500, 'not_text')), '');
const unitId = v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number));
const GatewayForm = v.object({
  unit: unitId,
  channel: v.picklist(channels),
  on: v.optional(v.string()),
  password: secretLine,
  host: optionalShortText(200),
  port: optionalShortText(20),
  security: optionalShortText(20),
  user: optionalShortText(200),
  from: optionalShortText(200),
  url: optionalShortText(1000),
  method: optionalShortText(20),
  headerName: optionalShortText(60),
  headerValue: optionalShortText(500),
  body: optionalText(4000),
  bodyType: optionalShortText(60),
  success: optionalShortText(200),
});
const TemplateForm = v.object({
  unit: unitId,
  kind: v.picklist(listMessageKinds()),
  locale: v.picklist(['id', 'en']),
  body: optionalText(1000),
});
const UnitForm = v.object({ unit: unitId });
const all = m as unknown as Record<string, (inputs?: object) => string>;
const words = new Proxy<Record<string, () => string>>(
  {},
  {
    get: (_, key: string) => (key.startsWith('messages_') && all[key] ? () => all[key]!() : undefined) as () => string,
  },
);
/** The form has one header of two fields where the settings have a list. */
function fieldOf(path: readonly string[]): string {
  if (path[0] !== 'headers') return path[0] ?? '';
  return path[2] === 'value' ? 'headerValue' : 'headerName';
}

const back = (unit: number) => redirect(303, `/settings/gateways?unit=${unit}&done=saved`);

export const actions: Actions = {
  gateway: async ({ request, locals }) => {
    const form = await readForm(request, GatewayForm);
    if (!form.ok) return sayFailure(form.failure, words, locals.language);
    const one = form.values;
    const isMail = one.channel === 'email';
    const settings = isMail
      ? v.safeParse(SmtpSettings, {
          host: one.host,
          port: Number(one.port),
          security: one.security,
          user: one.user,
          from: one.from,
        })
      : v.safeParse(HttpSettings, {
          url: one.url,
          method: one.method,
          headers: one.headerName ? [{ name: one.headerName, value: one.headerValue }] : [],
          body: one.body,
          bodyType: one.bodyType,
          successContains: one.success,
        });
    if (!settings.success) {
      const problems = Object.fromEntries(
        settings.issues.map((issue) => [
          fieldOf(issue.path?.map(({ key }) => String(key)) ?? []),
          [issue.message.startsWith('messages_') ? issue.message : 'messages_refusal_settings_wrong'],
        ]),
      );
      return sayRefusal(422, form.typed, problems, words, locals.language);
    }
    const answer = await locals.runOnce(form.submission, (ctx) =>
      setGateway(ctx, {
        unitId: one.unit,
        channel: one.channel,
        isOn: one.on !== undefined,
        kind: isMail ? 'smtp' : 'http',
        settings: settings.output,
        ...(one.password ? { secret: one.password } : {}),
      } as Parameters<typeof setGateway>[1]),
    );
    if (!answer.ok)
      return sayRefusal(409, form.typed, { '': [`messages_refusal_${answer.refusal}`] }, words, locals.language);
    return back(one.unit);
  },
  template: async ({ request, locals }) => {
    const form = await readForm(request, TemplateForm);
    if (!form.ok) return sayFailure(form.failure, words, locals.language);
    const { unit, kind, locale, body } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) =>
      setTemplate(ctx, { unitId: unit, kind, locale, body }),
    );
    if (answer.ok) return back(unit);
    const sentences = answer.problems.map(({ line: at, problem, piece }) =>
      all[`messages_template_${problem}`]!({ line: at, piece }),
    );
    const own = Object.fromEntries(sentences.map((sentence, index) => [`t${index}`, () => sentence]));
    return sayRefusal(409, form.typed, { body: Object.keys(own) }, own, locals.language);
  },
  retry: async ({ request, locals }) => {
    const form = await readForm(request, UnitForm);
    if (!form.ok) return sayFailure(form.failure, words, locals.language);
    await locals.runOnce(form.submission, (ctx) => retryParked(ctx, form.values.unit));
    return back(form.values.unit);
  },
};
