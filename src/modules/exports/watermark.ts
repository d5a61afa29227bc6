/** A code that cannot be seen: each of its letters as five bits of characters without width, in a frame. */
const letters = '0123456789abcdefghjkmnpqrstvwxyz';
const [zero, one, frame] = ['\u200b', '\u200c', '\u2060'];

export const codeLength = 12;

export function newCode(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(codeLength)), (byte) => letters[byte % 32]).join('');
}

export function hidden(code: string): string {
  const bits = [...code].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return frame + [...bits].map((bit) => (bit === '0' ? zero : one)).join('') + frame;
}

/** The code of the export that a piece of text was taken from, if it is one of ours. */
export function findCode(text: string): string | undefined {
  const bits = /\u2060([\u200b\u200c]{60})\u2060/.exec(text)?.[1];
  if (!bits) return undefined;
  const plain = [...bits].map((bit) => (bit === zero ? '0' : '1')).join('');
  return (plain.match(/.{5}/g) ?? []).map((group) => letters[parseInt(group, 2)]).join('');
}
