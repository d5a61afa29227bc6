import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { keyNames, type DataFolder, type KeyName } from '../data-folder.server.ts';

/**
 * The keys travel apart from the backup, under a passphrase: whoever finds one of the two has nothing. scrypt at these costs takes
 * about half a second and 128 MB for each guess.
 */
export type KeyFile = {
  simpul: 'keys';
  format: 1;
  madeAt: string;
  n: number;
  r: number;
  p: number;
  salt: string;
  nonce: string;
  tag: string;
  sealed: string;
};

const costs = { N: 2 ** 17, r: 8, p: 1 };
export const SHORTEST_PASSPHRASE = 12;

export function sealKeys(folder: Pick<DataFolder, 'key'>, passphrase: string, now = new Date()): string {
  if (passphrase.length < SHORTEST_PASSPHRASE) throw new RangeError('the passphrase is too short');
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const keys = Object.fromEntries(keyNames.map((name) => [name, folder.key(name).toString('base64')]));
  const cipher = createCipheriv('aes-256-gcm', stretched(passphrase, salt, costs), nonce).setAAD(
    Buffer.from('simpul keys 1'),
  );
  const sealed = Buffer.concat([cipher.update(JSON.stringify(keys), 'utf8'), cipher.final()]);
  const file: KeyFile = {
    simpul: 'keys',
    format: 1,
    madeAt: now.toISOString(),
    n: costs.N,
    r: costs.r,
    p: costs.p,
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    sealed: sealed.toString('base64'),
  };
  return JSON.stringify(file, null, 2) + '\n';
}

export class WrongPassphrase extends Error {
  override readonly name = 'WrongPassphrase';
}
export class NotAKeyFile extends Error {
  override readonly name = 'NotAKeyFile';
}

export function openKeys(text: string, passphrase: string): Record<KeyName, Buffer> {
  let file: KeyFile;
  try {
    file = JSON.parse(text) as KeyFile;
  } catch {
    throw new NotAKeyFile('not a key file');
  }
  const { simpul, format, n, r, p } = file;
  // A file that asks for immense costs would stop the machine instead of failing.
  if (simpul !== 'keys' || format !== 1 || !(n <= 2 ** 20) || !(r <= 16) || !(p <= 4))
    throw new NotAKeyFile('not a key file');
  try {
    const decipher = createDecipheriv(
      'aes-256-gcm',
      stretched(passphrase, Buffer.from(file.salt, 'base64'), { N: n, r, p }),
      Buffer.from(file.nonce, 'base64'),
    );
    decipher.setAAD(Buffer.from('simpul keys 1')).setAuthTag(Buffer.from(file.tag, 'base64'));
    const opened = Buffer.concat([decipher.update(Buffer.from(file.sealed, 'base64')), decipher.final()]).toString(
      'utf8',
    );
    const keys = JSON.parse(opened) as Record<KeyName, string>;
    return Object.fromEntries(keyNames.map((name) => [name, Buffer.from(keys[name], 'base64')])) as Record<
      KeyName,
      Buffer
    >;
  } catch (error) {
    throw new WrongPassphrase('the passphrase is wrong or the key file is damaged', { cause: error });
  }
}

function stretched(passphrase: string, salt: Buffer, { N, r, p }: { N: number; r: number; p: number }): Buffer {
  return scryptSync(passphrase.normalize('NFKC'), salt, 32, { N, r, p, maxmem: 256 * N * r });
}
