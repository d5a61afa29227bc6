import { createHash, randomBytes } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { expect } from 'vitest';
import type { Action, Role } from '#modules/access';
import { endpoints } from '../../src/routes/api/v1/endpoints.ts';
import { openApi } from '../../src/web/openapi.server.ts';
import type { Officer, TestOffice } from './office.ts';

/** A service account with one role at one office, and a token of it; its officer never had a password. */
export async function aProgram(
  office: TestOffice,
  role: Role,
  at: Parameters<TestOffice['officer']>[1],
  scopes: readonly Action[],
  { expiresAt = new Date(Date.now() + 86_400_000) }: { expiresAt?: Date } = {},
): Promise<Officer & { token: string }> {
  const officer = await office.officer(role, at, { name: `Program ${role}` });
  return { ...officer, token: await aToken(office, officer.accountId, scopes, expiresAt) };
}

export async function aToken(
  office: TestOffice,
  accountId: string,
  scopes: readonly Action[],
  expiresAt = new Date(Date.now() + 86_400_000),
): Promise<string> {
  const token = `simpul_${randomBytes(32).toString('base64url')}`;
  await office.owner
    .insertInto('accounts.session')
    .values({
      token_hash: createHash('sha256').update(token).digest(),
      account_id: accountId,
      kind: 'token',
      stage: 'full',
      scopes: [...scopes],
      idle_limit: '1 year',
      expires_at: expiresAt,
    })
    .execute();
  return token;
}

export type Called = { status: number; headers: Headers; body: Record<string, unknown> & { items: Item[] } };
type Item = Record<string, unknown>;
export type Call = {
  token?: string | null;
  method?: string;
  body?: unknown;
  key?: string | null;
  headers?: Record<string, string>;
};

/**
 * Calls the API; every answer must be what openapi.json promises for this address, method and status, or the test fails. A body
 * that is no text is sent as JSON.
 */
export function apiAt(url: string, usual: string) {
  return async (address: string, { token = usual, method, body, key, headers = {} }: Call = {}): Promise<Called> => {
    const verb = method ?? (body === undefined ? 'GET' : 'POST');
    const answer = await fetch(`${url}/api/v1${address}`, {
      method: verb,
      redirect: 'manual',
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body !== undefined ? { 'content-type': 'application/json' } : {}),
        ...(key ? { 'idempotency-key': key } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = /\bjson\b/.test(answer.headers.get('content-type') ?? '');
    const parsed = (isJson && text ? JSON.parse(text) : {}) as Called['body'];
    if (verb === 'GET' || verb === 'POST') mustBePromised(address, verb, answer, parsed);
    return { status: answer.status, headers: answer.headers, body: parsed };
  };
}

type Document = {
  paths: Record<string, Record<string, { responses: Record<string, { content: Record<string, { schema: object }> }> }>>;
};
export const document = openApi(endpoints, 'test') as Document;

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajvFormats.default(ajv);
ajv.addSchema({ $id: 'https://simpul.test/', ...document }, 'openapi');

function mustBePromised(address: string, verb: 'GET' | 'POST', answer: Response, body: unknown): void {
  const path = `/api/v1${address.split('?')[0]!}`;
  const template = Object.keys(document.paths).find((one) =>
    new RegExp(`^${one.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  const operation = template && document.paths[template]?.[verb.toLowerCase()];
  const type = (answer.headers.get('content-type') ?? '').split(';')[0]!;
  if (!operation) {
    if (answer.status === 308) return;
    expect([404, 405], `${verb} ${path}`).toContain(answer.status);
    expect(type, `${verb} ${path}`).toBe('application/problem+json');
    return;
  }
  const promised = operation.responses[String(answer.status)]?.content[type];
  expect(
    promised,
    `${verb} ${address} answered ${answer.status} ${type}, which openapi.json does not promise`,
  ).toBeDefined();
  const pointer = [
    'paths',
    template,
    verb.toLowerCase(),
    'responses',
    String(answer.status),
    'content',
    type,
    'schema',
  ].map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')));
  const validate = ajv.getSchema(`https://simpul.test/#/${pointer.join('/')}`);
  expect(validate, 'a schema').toBeDefined();
  expect(validate!(body) ? [] : validate!.errors, `${verb} ${address}: ${JSON.stringify(body)}`).toEqual([]);
}
