import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import { tellFollowers } from './followers.server.ts';
import { nextState, no, steps, type Refused, type SignedWay } from './letter.ts';
import { movedOf } from './number-letter.server.ts';
import { noteFinished } from './put-before.server.ts';
import { lineOf, lockLetter, placeOf } from './reach.server.ts';
import { changeLetter } from './store.server.ts';

export type SignedCopy = {
  letterId: string;
  version: number;
  way: SignedWay;
  signedOn: PlainDate;
  file: AcceptedFile;
};

/**
 * The signed copy comes back: printed, signed and scanned, or the file that a certified signature service has signed. Its hash is
 * kept with the letter, and neither changes again. Simpul itself signs nothing and checks no certificate.
 */
export async function attachSignedCopy(ctx: Ctx, input: SignedCopy): Promise<{ ok: true; sha256: string } | Refused> {
  const { letter, one } = await lockLetter(ctx, input.letterId, steps.sign.by, input.version);
  const state = nextState(letter.state, 'sign');
  if (!state || !letter.dated || !letter.label) return no('wrong_state');
  if (input.signedOn > one.today) return no('day_in_future');
  if (input.signedOn < letter.dated) return no('day_before');
  if (input.way === 'certified' && !carriesSignature(input.file)) return no('not_signed_electronically');
  const stored = await storeFile(ctx, input.file, placeOf(letter, one));
  if (!stored.ok) return no('file_refused');
  const sha256 = input.file.sha256.toString('hex');
  await changeLetter(ctx, letter, {
    state,
    signed_way: input.way,
    signed_on: input.signedOn,
    signed_file_id: stored.fileId,
    signed_sha256: input.file.sha256,
    signed_by: ctx.actor.accountId,
    signed_at: ctx.now,
  });
  await noteFinished(ctx, { ...letter, state });
  ctx.journal({
    what: 'letter.signed',
    ...lineOf(letter, one),
    about: {
      letterId: letter.id,
      kind: letter.kind,
      letterNumber: letter.label,
      way: input.way,
      day: input.signedOn,
      sha256,
    },
  });
  await tellFollowers(ctx, { ...movedOf(letter), step: 'sign', label: letter.label, day: input.signedOn });
  return { ok: true, sha256 };
}

/** A PDF that was signed has a range of its bytes under a signature; whether the signature is good, its service says. */
function carriesSignature({ mediaType, content }: AcceptedFile): boolean {
  if (mediaType !== 'application/pdf') return false;
  const text = content.toString('latin1');
  return /\/ByteRange\s*\[/.test(text) && /\/(Sig|DocTimeStamp)\b|adbe\.pkcs7|ETSI\.CAdES/.test(text);
}
