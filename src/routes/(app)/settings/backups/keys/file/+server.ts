import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { hasProvedRecently } from '#modules/access';
import { askForKeyFile, keyFile } from '#modules/backups/server';
import { readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import type { RequestHandler } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['unit:administer'] };

const phrase = v.pipe(v.string(), v.maxLength(200));
const KeysForm = v.object({ password: phrase, newPasswordAgain: phrase });

export const POST: RequestHandler = async ({ request, locals }) => {
  if (!hasProvedRecently(locals.actor!, new Date())) redirect(303, '/account/prove?back=/settings/backups/keys');
  const form = await readForm(request, KeysForm);
  if (!form.ok) redirect(303, '/settings/backups/keys?refusal=short');
  const { password, newPasswordAgain } = form.values;
  // What is remembered of a submission is a fingerprint of its words; a passphrase is not among them.
  const submission = { id: form.submission.id, body: { at: 'backups.keys' } };
  const answer = await locals.runOnce(submission, (ctx) => askForKeyFile(ctx, password, newPasswordAgain));
  if (!answer.ok)
    redirect(303, `/settings/backups/keys?refusal=${answer.refusal === 'passphrase_short' ? 'short' : 'differs'}`);
  return new Response(keyFile(password), {
    headers: {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="${answer.name}"`,
      'cache-control': 'no-store',
    },
  });
};
