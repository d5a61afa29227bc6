import { expect, test } from 'vitest';
import * as v from 'valibot';
import { readForm } from './form.server.ts';
import { readUpload } from './upload.server.ts';

const Form = v.object({ file: v.optional(v.unknown()) });

async function problemOf(file: File): Promise<string | undefined> {
  const body = new FormData();
  body.append('file', file);
  const form = await readForm(new Request('http://office.example/form', { method: 'POST', body }), Form);
  if (!form.ok) throw new Error('the form is refused');
  const upload = await readUpload(form.values.file, 'document');
  return upload.ok ? undefined : upload.problem;
}

test('a file that was chosen and is empty is no field left alone', async () => {
  expect(await problemOf(new File([], 'surat.pdf', { type: 'application/pdf' }))).toBe('file_empty');
  expect(await problemOf(new File([], ''))).toBe('file_missing');
});
