import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { Ctx } from '#platform/ctx';
import { hasProvedRecently } from '#modules/access';
import type { Visitor } from '#platform/visitor.server';
import {
  confirmTry,
  findChallenge,
  putChallenge,
  secondFactors,
  spendPasskey,
  type StoredPasskey,
} from './door.store.server.ts';
import { accountMark, advanceAfterFactor, beginTryAt, stateOf, type Advanced, type Refused } from './sign-in.server.ts';
import { insertPasskey } from './store.server.ts';

/** Read with the first passkey that is made or shown: it brings 300 modules, most of them about certificates, to every command that signs in. */
const webAuthn = () => import('@simplewebauthn/server');

/** Where the page stands: a passkey belongs to one name of a host and works only on https or localhost. */
export type Place = { hostname: string; origin: string };

/** Browsers offer passkeys only to secure pages with a name; an address of figures is none. */
export function passkeysWork(url: URL): boolean {
  if (url.hostname === 'localhost' || url.hostname.endsWith('.localhost')) return true;
  return url.protocol === 'https:' && !/^[\d.]+$|:/.test(url.hostname);
}

/** What the browser needs to make a passkey; its challenge is kept with the session and used once. */
export async function passkeyToMake(
  visitor: Visitor,
  place: Place,
): Promise<PublicKeyCredentialCreationOptionsJSON | undefined> {
  const { token } = visitor;
  const state = await stateOf(visitor);
  if (!token || state?.stage !== 'full') return undefined;
  const known = await visitor.enter((ctx) => secondFactors(ctx.tx, token));
  const options = await (
    await webAuthn()
  ).generateRegistrationOptions({
    rpName: 'Simpul',
    rpID: place.hostname,
    userID: new TextEncoder().encode(state.accountId),
    userName: state.username,
    userDisplayName: state.name,
    attestationType: 'none',
    excludeCredentials: (known?.passkeys ?? []).map(descriptorOf),
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
  });
  await visitor.enter((ctx) => putChallenge(ctx.tx, token, options.challenge));
  return options;
}

/** The challenge that this session was given, which is gone with the asking. */
export async function takeChallenge(visitor: Visitor): Promise<string | null> {
  const { token } = visitor;
  if (!token) return null;
  return visitor.enter(async (ctx) => {
    const challenge = await findChallenge(ctx.tx, token);
    if (challenge) await putChallenge(ctx.tx, token, null);
    return challenge;
  });
}

export type PasskeyRefusal = 'prove_first' | 'passkey_not_accepted';

export async function addPasskey(
  ctx: Ctx,
  input: { response: RegistrationResponseJSON; challenge: string | null; place: Place; label: string },
): Promise<{ ok: true } | { ok: false; refusal: PasskeyRefusal }> {
  if (!hasProvedRecently(ctx.actor, ctx.now)) return { ok: false, refusal: 'prove_first' };
  const refused = { ok: false, refusal: 'passkey_not_accepted' } as const;
  if (!input.challenge) return refused;
  const verified = await (
    await webAuthn()
  )
    .verifyRegistrationResponse({
      response: input.response,
      expectedChallenge: input.challenge,
      expectedOrigin: input.place.origin,
      expectedRPID: input.place.hostname,
      requireUserVerification: false,
    })
    .catch(() => undefined);
  if (!verified?.verified) return refused;
  const { credential } = verified.registrationInfo;
  const added = await insertPasskey(ctx.tx, {
    id: credential.id,
    accountId: ctx.actor.accountId,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: credential.transports ?? [],
    label: input.label,
  });
  if (!added) return refused;
  ctx.journal({
    what: 'second-factor.added',
    unitId: ctx.actor.postings[0]?.unitId ?? null,
    about: { accountId: ctx.actor.accountId, kind: 'passkey' },
  });
  return { ok: true };
}

/** What the browser needs to show a passkey of whoever is signing in, or proving again who he is. */
export async function passkeyToShow(
  visitor: Visitor,
  place: Place,
): Promise<PublicKeyCredentialRequestOptionsJSON | undefined> {
  const { token } = visitor;
  const state = await stateOf(visitor);
  if (!token || !state?.hasPasskey || state.stage === 'new_password') return undefined;
  const known = await visitor.enter((ctx) => secondFactors(ctx.tx, token));
  const options = await (
    await webAuthn()
  ).generateAuthenticationOptions({
    rpID: place.hostname,
    allowCredentials: (known?.passkeys ?? []).map(descriptorOf),
    userVerification: 'preferred',
  });
  await visitor.enter((ctx) => putChallenge(ctx.tx, token, options.challenge));
  return options;
}

export async function showPasskey(
  visitor: Visitor,
  response: AuthenticationResponseJSON,
  place: Place,
): Promise<Advanced | Refused> {
  const { token } = visitor;
  const state = await stateOf(visitor);
  if (!token || !state?.hasPasskey || state.stage === 'new_password') return { ok: false, refusal: 'signed_out' };
  const begun = await visitor.enter((ctx) => beginTryAt(visitor, ctx, 'second_factor', state.accountId));
  if ('waitSeconds' in begun) return { ok: false, refusal: 'wait', waitSeconds: begun.waitSeconds };

  const challenge = await takeChallenge(visitor);
  const known = await visitor.enter((ctx) => secondFactors(ctx.tx, token));
  const passkey = known?.passkeys.find((one) => one.id === response.id);
  const counter = challenge && passkey ? await counterOf(response, challenge, passkey, place) : undefined;
  return visitor.enter(async (ctx) => {
    if (counter === undefined || !passkey || !(await spendPasskey(ctx.tx, token, passkey.id, counter))) {
      ctx.journal({
        what: 'account.sign-in-failed',
        unitId: state.unitId,
        about: { key: accountMark(state.accountId), step: 'passkey' },
      });
      return { ok: false, refusal: 'wrong' };
    }
    await confirmTry(ctx.tx, begun.tryId);
    return { ok: true, stage: await advanceAfterFactor(ctx, token, state) };
  });
}

/** The authenticator's counter after a right signature; nothing after a wrong one. */
async function counterOf(
  response: AuthenticationResponseJSON,
  challenge: string,
  passkey: StoredPasskey,
  place: Place,
): Promise<number | undefined> {
  const verified = await (
    await webAuthn()
  )
    .verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: place.origin,
      expectedRPID: place.hostname,
      requireUserVerification: false,
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64')),
        counter: passkey.counter,
        transports: passkey.transports as never,
      },
    })
    .catch(() => undefined);
  return verified?.verified ? verified.authenticationInfo.newCounter : undefined;
}

function descriptorOf(passkey: StoredPasskey) {
  return { id: passkey.id, transports: passkey.transports as never };
}
