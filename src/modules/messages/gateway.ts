import * as v from 'valibot';

/** Key `messages_problem_...` beside the field. */
const text = (max: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, 'messages_problem_needed'),
    v.maxLength(max, 'messages_problem_too_long'),
  );
const noLineBreak = v.regex(/^[^\r\n]*$/, 'messages_problem_line_break');

export const SmtpSettings = v.object({
  host: v.pipe(text(200), v.regex(/^[a-z0-9.:-]+$/i, 'messages_problem_host')),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535)),
  security: v.picklist(['tls', 'starttls', 'none']),
  user: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200), noLineBreak), ''),
  from: v.pipe(text(200), noLineBreak, v.regex(/^[^\s@<>]+@[^\s@<>]+$/, 'messages_problem_address')),
});
export type SmtpSettings = v.InferOutput<typeof SmtpSettings>;

/**
 * A plain HTTP gateway. `{address}`, `{text}` and `{secret}` may stand in the address, the headers' values and the body; each is
 * written as its place asks: percent-encoded in an address or a form, escaped in JSON.
 */
export const HttpSettings = v.object({
  url: v.pipe(text(1000), v.check(isGatewayUrl, 'messages_problem_url')),
  method: v.picklist(['GET', 'POST', 'PUT']),
  headers: v.pipe(
    v.array(
      v.object({
        name: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,60}$/, 'messages_problem_header')),
        value: v.pipe(v.string(), v.maxLength(500), noLineBreak),
      }),
    ),
    v.maxLength(10),
  ),
  body: v.pipe(v.string(), v.maxLength(4000)),
  bodyType: v.picklist(['application/json', 'application/x-www-form-urlencoded', 'text/plain']),
  /** What the answer must hold to count as sent, beside a status of 200 to 299; empty: the status is enough. */
  successContains: v.pipe(v.string(), v.maxLength(200)),
});
export type HttpSettings = v.InferOutput<typeof HttpSettings>;

export type GatewaySettings = { kind: 'smtp'; settings: SmtpSettings } | { kind: 'http'; settings: HttpSettings };

function isGatewayUrl(url: string): boolean {
  try {
    const parsed = new URL(url.replace(/\{(address|text|secret)\}/g, 'x'));
    return (
      (parsed.protocol === 'https:' || parsed.protocol === 'http:') &&
      !parsed.username &&
      !parsed.hash &&
      !/[{}]/.test(parsed.host)
    );
  } catch {
    return false;
  }
}
