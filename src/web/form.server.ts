import { createHash } from 'node:crypto';
import { error, fail, type ActionFailure } from '@sveltejs/kit';
import * as v from 'valibot';
import { newId } from '#kernel/id';
import { m } from '#messages';
import type { Submission } from '#platform/ctx';
import { refusedBefore, rememberForm } from './refused-submission.server.ts';

/** What a person typed, to be shown again: nothing typed is lost. Files cannot be shown again. */
export type Typed = Record<string, string | string[]>;
/** Problem keys by field; the empty name is for the form as a whole. */
export type Problems = Record<string, string[]>;
export type FormFailure = { typed: Typed; problems: Problems };

export type ReadForm<T> =
  { ok: true; values: T; submission: Submission; typed: Typed } | { ok: false; failure: ActionFailure<FormFailure> };

/** A form carries the id of its submission; each load makes a new one. */
export function newSubmissionId(): string {
  return newId();
}

/** Never shown again and never kept in any shape, whatever the form. */
const secret = new Set([
  'password',
  'newPassword',
  'newPasswordAgain',
  'factorCode',
  'pin',
  'newPin',
  'newPinAgain',
  'submissionId',
]);

export const isSecretField = (name: string) => secret.has(name) && name !== 'submissionId';

/** The most fields and the longest text that any form of ours has; more is somebody's experiment. */
const MOST_FIELDS = 600;

/**
 * Reads a posted form against a schema. Fields that the schema does not name are ignored. The submission's body is everything that
 * was sent, files by their hash, so that a replay is known by what it says and not by how the schema reads it.
 */
export async function readForm<S extends v.GenericSchema<unknown, unknown>>(
  request: Request,
  schema: S,
): Promise<ReadForm<v.InferOutput<S>>> {
  const data = await formDataOf(request);
  rememberForm(request, data);
  const sent = await entriesOf(data);
  const typed = typedOf(sent.values);
  const why = refusedBefore();
  if (why) return { ok: false, failure: refuse(422, typed, { submissionId: [`submission_${why}`] }) };
  const parsed = v.safeParse(schema, sent.values);
  const id = typeof sent.values['submissionId'] === 'string' ? sent.values['submissionId'] : '';
  if (!parsed.success) return { ok: false, failure: refuse(422, typed, problemsOf(parsed.issues)) };
  // The body's hash is kept for weeks: a password or PIN must not be guessable from it.
  const body = Object.fromEntries(Object.entries(sent.told).filter(([name]) => !secret.has(name)));
  return {
    ok: true,
    values: parsed.output,
    submission: { id, body: { at: new URL(request.url).pathname, ...body } },
    typed,
  };
}

/** The answer for a refused form: what was typed, and what is wrong beside which field. */
export function refuse(status: 409 | 422 | 429, typed: Typed, problems: Problems): ActionFailure<FormFailure> {
  return fail(status, { typed, problems });
}

/** What a request carries as a form; what is none carries nothing. */
export async function formDataOf(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (thrown) {
    // Too large is no form to be shown again: of what was typed nothing was read.
    if (isTooLarge(thrown)) error(413, m.frame_error_413_text());
    return new FormData();
  }
}

/** The web server's own word, which the reader of forms may have wrapped. */
function isTooLarge(thrown: unknown): boolean {
  const { status, cause } = (thrown ?? {}) as { status?: unknown; cause?: { status?: unknown } };
  return status === 413 || cause?.status === 413;
}

type Sent = { values: Record<string, unknown>; told: Record<string, unknown> };

async function entriesOf(data: FormData): Promise<Sent> {
  const values: Record<string, unknown> = Object.create(null);
  const told: Record<string, unknown> = {};
  let count = 0;
  for (const name of new Set(data.keys())) {
    if (++count > MOST_FIELDS || name === '__proto__' || name === 'constructor' || name.startsWith('/')) continue;
    const all = data.getAll(name);
    // Browsers send an empty file without a name for a field left alone; one that has a name was chosen, and is refused where it is read.
    const filled = all.filter((item) => typeof item === 'string' || item.size > 0 || item.name !== '');
    if (filled.length === 0 && all.length > 0) continue;
    // `tags[]` is a list also with one entry; any other name sent twice is a list and fails a schema that wants one.
    const list = name.endsWith('[]');
    const key = list ? name.slice(0, -2) : name;
    values[key] = list || filled.length > 1 ? filled : filled[0];
    told[key] = await Promise.all(filled.map(async (item) => (typeof item === 'string' ? item : fileMark(item))));
  }
  return { values: { ...values }, told };
}

async function fileMark(file: File): Promise<string> {
  return `sha256:${createHash('sha256')
    .update(Buffer.from(await file.arrayBuffer()))
    .digest('hex')}`;
}

function typedOf(values: Record<string, unknown>): Typed {
  const typed: Typed = {};
  for (const [name, value] of Object.entries(values)) {
    if (secret.has(name)) continue;
    if (typeof value === 'string') typed[name] = value;
    else if (Array.isArray(value)) {
      const texts = value.filter((item): item is string => typeof item === 'string');
      if (texts.length > 0) typed[name] = texts;
    }
  }
  return typed;
}

/** A form's fields are flat: what is wrong with the third of several ticked boxes is wrong with the boxes. Nested lists keep their place as `phones.0.number`. */
export function problemsOf(issues: readonly v.BaseIssue<unknown>[]): Problems {
  const problems: Problems = {};
  for (const issue of issues) {
    const name = issue.path?.map((step) => String(step.key)).join('.') ?? '';
    (problems[name.replace(/\.\d+$/, '')] ??= []).push(issue.message);
  }
  return problems;
}
