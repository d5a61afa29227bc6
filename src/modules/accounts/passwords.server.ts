import { createHmac } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { TooMany } from '#platform/errors';
import { keyFor } from './keys.server.ts';

/** 19 ms each on the reference machine, 49 a second (security R7). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Two at a time leave room for the office's pages; who comes when four seconds of work are waiting is asked to come again. */
const atOnce = 2;
const longestQueue = 200;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= longestQueue) throw new TooMany('too many sign-ins at once', 5);
    await new Promise<void>((go) => waiting.push(go));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** A copy of the database alone cannot be guessed against: what is hashed depends on a key outside it. */
function peppered(secret: string): string {
  return createHmac('sha256', keyFor('password')).update(secret.normalize('NFC')).digest('base64');
}

export function hashSecret(secret: string): Promise<string> {
  return inTurn(() => hash(peppered(secret), cost));
}

let dummy: Promise<string> | undefined;

/** Whether it is the one behind the hash. Without a hash as much work is done and the answer is no, so time tells nothing. */
export async function isSecret(secret: string, known: string | null | undefined): Promise<boolean> {
  const against = known ?? (await (dummy ??= hashSecret('nobody has this password')));
  const same = await inTurn(() => verify(against, peppered(secret)).catch(() => false));
  return same && known != null;
}
