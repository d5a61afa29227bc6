import type { RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Action } from '#modules/access';
import type { Answer, Submission } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import { readCursor, writeCursor } from './cursor.server.ts';
import { Problem, problemAnswer } from './problem.server.ts';

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
      // The route opens for whatever it can do; this is what is asked of it now.
      const { actor } = event.locals;
      if (!endpoint.scopes.some((action) => actor?.scopes?.includes(action)))
        throw new NotAllowed('outside the scopes');
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
      'idempotency-key/missing',
      'Send a UUID in the header Idempotency-Key; a repeat with the same key gets the first answer.',
    );
  return { id, body: { at: event.url.pathname, body } };
}

/** What a use case refused, under the name that its module gave the refusal. */
export function refusalProblem(answer: Answer & { refusal?: unknown }, words: string): Problem {
  return new Problem(409, `refused/${String(answer.refusal ?? 'refused')}`, 'A rule refuses this.', { detail: words });
}

type Paged = { after?: string | undefined };

/** The row after which the asked page of a list begins; a cursor that was changed, or made for another list, is refused. */
export function afterOf({ id }: Endpoint, { after, ...list }: Paged & Record<string, unknown>): string | undefined {
  if (after === undefined) return undefined;
  const last = readCursor([id, list], after);
  if (last === undefined)
    throw new Problem(400, 'cursor', 'This cursor does not belong to this list; take `next` of the page before.');
  return last;
}

/** The cursor of the page behind this one, or null on the last page. */
export function nextOf(
  { id }: Endpoint,
  { after: _, ...list }: Paged & Record<string, unknown>,
  last: string | null,
): string | null {
  return last === null ? null : writeCursor([id, list], last);
}

const PAGE_ROWS = 50;

/**
 * The asked page of a list that is read whole anyway. Where a row stands is said by `placeOf` alone, a text that no other row has and that
 * never changes, so that a page begins behind the last one even where the row that was last has left the list.
 */
export function pageOf<Row>(
  endpoint: Endpoint,
  list: Paged & Record<string, unknown>,
  rows: readonly Row[],
  { placeOf, newestFirst = false }: { placeOf: (row: Row) => string; newestFirst?: boolean },
): { items: Row[]; next: string | null } {
  const last = afterOf(endpoint, list);
  const sign = newestFirst ? -1 : 1;
  const isBehind = (a: string, b: string) => (a === b ? 0 : a > b ? sign : -sign);
  const left = rows
    .map((row) => ({ row, place: placeOf(row) }))
    .filter(({ place }) => last === undefined || isBehind(place, last) > 0)
    .sort((a, b) => isBehind(a.place, b.place));
  const page = left.slice(0, PAGE_ROWS);
  return {
    items: page.map(({ row }) => row),
    next: nextOf(endpoint, list, left.length > page.length ? page.at(-1)!.place : null),
  };
}

function check<S extends Schema>(schema: S, value: unknown, where: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const errors = parsed.issues.map((issue) => ({
    in: where,
    field: issue.path?.map((step) => String(step.key)).join('.') ?? '',
    problem: issue.message,
  }));
  throw new Problem(422, 'invalid', 'Parts of the request are not valid.', { errors });
}

function singleValues(url: URL): Record<string, string> {
  const values: Record<string, string> = Object.create(null);
  for (const name of new Set(url.searchParams.keys())) {
    const all = url.searchParams.getAll(name);
    if (all.length > 1)
      throw new Problem(400, 'repeated', 'A parameter is given more than once.', {
        errors: [{ in: 'query', field: name.slice(0, 40), problem: 'repeated' }],
      });
    values[name] = all[0]!;
  }
  return { ...values };
}

async function readJson(request: Request): Promise<unknown> {
  if (!/^application\/(\w+\+)?json\b/i.test(request.headers.get('content-type') ?? ''))
    throw new Problem(415, 'media-type', 'Send application/json.');
  // Nothing is unpacked here, so nothing small can become large.
  if ((request.headers.get('content-encoding') ?? 'identity') !== 'identity')
    throw new Problem(415, 'media-type', 'Send the body as it is, not compressed.');
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > MOST_BYTES) throw new Problem(413, 'too-large', 'The body is too large.');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Problem(400, 'not-json', 'The body is not JSON in UTF-8.');
  }
  if (depthOf(value) > MOST_LEVELS) throw new Problem(400, 'too-deep', 'The body is nested too deeply.');
  return value;
}

function depthOf(value: unknown, level = 0): number {
  if (value === null || typeof value !== 'object' || level > MOST_LEVELS) return level;
  let deepest = level;
  for (const item of Object.values(value)) deepest = Math.max(deepest, depthOf(item, level + 1));
  return deepest;
}
