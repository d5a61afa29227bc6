import { toJsonSchema } from '@valibot/to-json-schema';
import { isHttpError, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Action } from '#modules/access';
import type { Answer, Submission } from '#platform/ctx';
import { NotAllowed, NotFound, Stale, SubmissionRefused, TooMany } from '#platform/errors';
import { logError } from '#platform/log.server';

type Schema = v.GenericSchema<unknown, unknown>;
type Shape = v.ObjectEntries;

/** One operation of the API, as the program answers it and as openapi.json tells it: the same schemas do both. */
export type Endpoint = {
  id: string;
  method: 'get' | 'post';
  /** With {names} of parts, below /api/v1. */
  path: string;
  summary: string;
  scopes: readonly Action[];
  params?: Shape;
  query?: Shape;
  body?: v.StrictObjectSchema<Shape, undefined>;
  answer: Schema;
};

/** The longest JSON that a caller may send; deeper or longer is somebody's experiment. */
const MOST_BYTES = 262_144;
const MOST_LEVELS = 8;

export type Asked<E extends Endpoint> = {
  params: E['params'] extends Shape ? v.InferOutput<v.ObjectSchema<E['params'], undefined>> : Record<never, never>;
  query: E['query'] extends Shape ? v.InferOutput<v.ObjectSchema<E['query'], undefined>> : Record<never, never>;
  body: E['body'] extends Schema ? v.InferOutput<E['body']> : undefined;
};

/**
 * A route of the API: what was sent is checked, `work` answers, and the answer is cut to what the schema names. Whatever is thrown on
 * the way becomes problem+json here, because SvelteKit would make a page of it.
 */
export function answering<E extends Endpoint>(
  endpoint: E,
  work: (asked: Asked<E>, event: RequestEvent) => Promise<v.InferInput<E['answer']>>,
): (event: RequestEvent) => Promise<Response> {
  return async (event) => {
    try {
      const answer = v.parse(endpoint.answer, await work(await readCall(endpoint, event), event));
      return Response.json(answer, { headers: { 'Cache-Control': 'no-store' } });
    } catch (thrown) {
      return problemAnswer(thrown);
    }
  };
}

async function readCall<E extends Endpoint>(endpoint: E, event: RequestEvent): Promise<Asked<E>> {
  const params = check(v.object(endpoint.params ?? {}), event.params, 'path');
  const query = check(v.strictObject(endpoint.query ?? {}), singleValues(event.url), 'query');
  const body = endpoint.body ? check(endpoint.body, await readJson(event.request), 'body') : undefined;
  return { params, query, body } as Asked<E>;
}

/** A write carries its id in Idempotency-Key; a repeat gets the first answer. */
export function submissionOf(event: RequestEvent, body: unknown): Submission {
  const id = event.request.headers.get('idempotency-key');
  if (!id)
    throw new Problem(
      400,
      'idempotency-key-missing',
      'Send a UUID in the header Idempotency-Key; a repeat with the same key gets the first answer.',
    );
  return { id, body: { at: event.url.pathname, body } };
}

/** What a use case refused, under the name that its module gave the refusal. */
export function refusalProblem(answer: Answer & { refusal?: unknown }, words: string): Problem {
  return new Problem(409, `refused/${String(answer.refusal ?? 'refused')}`, words);
}

export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly type: string;
  readonly errors: readonly { in: string; field: string; problem: string }[];

  constructor(status: number, type: string, detail: string, errors: Problem['errors'] = []) {
    super(detail);
    this.status = status;
    this.type = type;
    this.errors = errors;
  }
}

/** Whatever was thrown on the way, as problem+json (RFC 9457). A fault carries the number under which it is logged. */
export function problemAnswer(thrown: unknown): Response {
  const problem = problemOf(thrown);
  const headers = new Headers({ 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' });
  if (problem.status === 401) headers.set('WWW-Authenticate', 'Bearer');
  if (thrown instanceof TooMany && thrown.retryAfter) headers.set('Retry-After', String(thrown.retryAfter));
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

function problemOf(thrown: unknown): {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: Problem['errors'];
  number?: string;
} {
  const say = (status: number, type: string, title: string, more: object = {}) => ({
    type: `/api/problems/${type}`,
    title,
    status,
    ...more,
  });
  if (thrown instanceof Problem)
    return say(thrown.status, thrown.type, thrown.message, thrown.errors.length > 0 ? { errors: thrown.errors } : {});
  if (thrown instanceof NotAllowed) return say(403, 'not-allowed', 'This token may not do this.');
  if (thrown instanceof NotFound) return say(404, 'not-found', 'There is no such record for this token.');
  if (thrown instanceof Stale) return say(409, 'stale', 'The record was changed meanwhile.');
  if (thrown instanceof TooMany) return say(429, 'too-many', 'Too many requests.');
  if (thrown instanceof SubmissionRefused)
    return say(
      thrown.why === 'not_an_id' ? 400 : 409,
      `idempotency-key/${thrown.why.replaceAll('_', '-')}`,
      'This idempotency key cannot be used for this request.',
    );
  if (isHttpError(thrown)) return say(thrown.status, thrown.status === 401 ? 'token' : 'request', thrown.body.message);
  const code = (thrown as { code?: string } | undefined)?.code ?? '';
  if (/^22/.test(code)) return say(400, 'unreadable', 'A value cannot be read.');
  return say(500, 'fault', 'Something failed here.', { number: logError(thrown) });
}

function check<S extends Schema>(schema: S, value: unknown, where: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const errors = parsed.issues.map((issue) => ({
    in: where,
    field: issue.path?.map((step) => String(step.key)).join('.') ?? '',
    problem: issue.message,
  }));
  throw new Problem(422, 'invalid', 'Parts of the request are not valid.', errors);
}

function singleValues(url: URL): Record<string, string> {
  const values: Record<string, string> = Object.create(null);
  for (const name of new Set(url.searchParams.keys())) {
    const all = url.searchParams.getAll(name);
    if (all.length > 1)
      throw new Problem(400, 'repeated', `The parameter ${name.slice(0, 40)} is given more than once.`);
    values[name] = all[0]!;
  }
  return { ...values };
}

async function readJson(request: Request): Promise<unknown> {
  if (!/^application\/(\w+\+)?json\b/i.test(request.headers.get('content-type') ?? ''))
    throw new Problem(415, 'media-type', 'Send application/json.');
  const text = await request.text();
  if (text.length > MOST_BYTES) throw new Problem(413, 'too-large', 'The body is too large.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem(400, 'not-json', 'The body is not JSON.');
  }
  if (depthOf(value) > MOST_LEVELS) throw new Problem(400, 'too-deep', 'The body is nested too deeply.');
  return value;
}

function depthOf(value: unknown, level = 0): number {
  if (value === null || typeof value !== 'object' || level > MOST_LEVELS) return level;
  return Math.max(level, ...Object.values(value).map((item) => depthOf(item, level + 1)));
}

/** The whole API as OpenAPI 3.1. */
export function openApi(endpoints: readonly Endpoint[], version: string): object {
  const schemaOf = (schema: Schema, typeMode: 'input' | 'output') => {
    const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', typeMode });
    return rest;
  };
  const parameters = (shape: Shape | undefined, where: 'path' | 'query') =>
    Object.entries(shape ?? {}).map(([name, schema]) => ({
      name,
      in: where,
      required: where === 'path' || schema.type !== 'optional',
      schema: schemaOf(schema as Schema, 'input'),
    }));
  const problem = {
    description: 'Problem',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpoints) {
    (paths[`/api/v1${endpoint.path}`] ??= {})[endpoint.method] = {
      operationId: endpoint.id,
      summary: endpoint.summary,
      security: [{ token: [...endpoint.scopes] }],
      parameters: [
        ...parameters(endpoint.params, 'path'),
        ...parameters(endpoint.query, 'query'),
        ...(endpoint.method === 'post'
          ? [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', format: 'uuid' } }]
          : []),
      ],
      ...(endpoint.body
        ? {
            requestBody: {
              required: true,
              content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
            },
          }
        : {}),
      responses: {
        '200': { description: 'OK', content: { 'application/json': { schema: schemaOf(endpoint.answer, 'output') } } },
        ...Object.fromEntries(['400', '401', '403', '404', '409', '422', '429'].map((status) => [status, problem])),
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Simpul', version, license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' } },
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Problem: {
          type: 'object',
          required: ['type', 'title', 'status'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            number: { type: 'string' },
            errors: {
              type: 'array',
              items: {
                type: 'object',
                properties: { in: { type: 'string' }, field: { type: 'string' }, problem: { type: 'string' } },
              },
            },
          },
        },
      },
    },
  };
}
