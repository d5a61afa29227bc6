import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { dataFolder, type KeyName } from './data-folder.server.ts';
import { env } from './env.server.ts';

let held: Partial<Record<KeyName, Buffer>> = {};

/** A key of the data folder that this process works on; it is read once. */
export function keyOf(name: KeyName): Buffer {
  return (held[name] ??= dataFolder(env().SIMPUL_DATA).key(name));
}

/** For tests and for commands that hold keys which are in no data folder yet. */
export function useKeys(keys: Partial<Record<KeyName, Buffer>>): void {
  held = { ...held, ...keys };
}

/** A key for one purpose, so that no two uses ever share one. */
export function keyFor(purpose: string, name: KeyName = 'second_factor'): Buffer {
  return Buffer.from(hkdfSync('sha256', keyOf(name), '', `simpul ${purpose}`, 32));
}

/** AES-256-GCM: nonce, tag and ciphertext. `purpose` is bound to it, so that a sealed value cannot be moved to another place. */
export function sealSecret(secret: string, purpose: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

export function openSecret(sealed: Buffer, purpose: string): string {
  const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), sealed.subarray(0, 12)).setAAD(
    Buffer.from(purpose),
  );
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
}
