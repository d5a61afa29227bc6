import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import type { Endpoint } from './api.server.ts';

type Schema = v.GenericSchema<unknown, unknown>;

/** The whole API as OpenAPI 3.1, from the schemas that check what is sent and cut what is answered. */
export function openApi(endpoints: readonly Endpoint[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpoints) (paths[`/api/v1${endpoint.path}`] ??= {})[endpoint.method] = operationOf(endpoint);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Simpul',
      version,
      description: about,
      license: { name: 'AGPL-3.0-or-later', identifier: 'AGPL-3.0-or-later' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: problemSchema },
    },
  };
}

const about = `A token of a service account may do what its scopes and the postings of the account allow, and nothing else.
What it may not see is answered like what is not there. Days are YYYY-MM-DD at the office, months YYYY-MM.
A write is done once for each Idempotency-Key: a repeat gets the first answer, another body under the same key is refused (422).
Make the key a UUID of version 7: after 35 days such a key is refused, while one of another version would count as new.
A list comes in pages of 50, a search in pages of 20; \`next\` is the \`after\` of the page that follows, and null on the last one.`;

function operationOf(endpoint: Endpoint): object {
  const isWrite = endpoint.method === 'post';
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    security: [{ token: [...endpoint.scopes] }],
    parameters: [
      ...parameters(endpoint.params, 'path'),
      ...parameters(endpoint.query, 'query'),
      ...(isWrite
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
      ...Object.fromEntries(
        Object.entries(problems)
          .filter(([status]) => isWrite || !ofWrites.has(status))
          .map(([status, description]) => [status, problemResponse(description)]),
      ),
    },
  };
}

const problems = {
  '400': 'The request cannot be read',
  '401': 'No token, or one that does not hold any more',
  '403': 'Outside the scopes of the token, or of what its account may do',
  '404': 'No such record for this token',
  '409': 'Refused by a rule, or the Idempotency-Key is too old or of another token',
  '413': 'The body is too large',
  '415': 'The body is not JSON',
  '422': 'A part of the request is not valid (`errors` names it), or the Idempotency-Key was used for another request',
  '429': 'Too many requests; Retry-After says how long to wait',
  '500': 'A fault; `number` is how it is found in the log',
  '503': 'The database is away; send the same request again',
};
const ofWrites = new Set(['409', '413', '415']);

const problemResponse = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status'],
  additionalProperties: false,
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    number: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['in', 'field', 'problem'],
        additionalProperties: false,
        properties: {
          in: { enum: ['path', 'query', 'body'] },
          field: { type: 'string' },
          problem: { type: 'string' },
        },
      },
    },
  },
};

function parameters(shape: v.ObjectEntries | undefined, where: 'path' | 'query'): object[] {
  return Object.entries(shape ?? {}).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path' || schema.type !== 'optional',
    schema: schemaOf(schema as Schema, 'input'),
  }));
}

/** What a schema cannot say in JSON Schema (a transformation, a check of our own) is left out; the shape stays. */
function schemaOf(schema: Schema, typeMode: 'input' | 'output'): object {
  const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', typeMode });
  return rest;
}
