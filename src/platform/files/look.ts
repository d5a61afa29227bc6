/**
 * How a picture looks, in 64 bits: the signs of the lowest frequencies of its brightness. Saving it again, scaling it or cutting
 * off an edge changes few bits; another picture differs in about half of them.
 */
const SIDE = 32;
const FREQUENCIES = 9;
export const lookSide = SIDE;

/** Up to this many different bits, two pictures are worth comparing by eye. */
export const alikeBits = 8;

const cosine = Array.from({ length: FREQUENCIES }, (_, u) =>
  Float64Array.from({ length: SIDE }, (_, x) => Math.cos(((2 * x + 1) * u * Math.PI) / (2 * SIDE))),
);

/** Of the grey values of the picture squeezed to 32 x 32. Signed, as PostgreSQL keeps 64 bits. */
export function lookOf(grey: Uint8Array): bigint {
  if (grey.length !== SIDE * SIDE) throw new RangeError('a look is taken of 32 x 32 grey values');
  const rows = Array.from({ length: SIDE }, (_, y) =>
    cosine.map((wave) => {
      let sum = 0;
      for (let x = 0; x < SIDE; x++) sum += grey[y * SIDE + x]! * wave[x]!;
      return sum;
    }),
  );
  let look = 0n;
  for (let v = 0; v < 8; v++) {
    for (let u = 0; u < 8; u++) {
      // The mean brightness says nothing about the picture; the next even frequency takes its place.
      const across = u === 0 && v === 0 ? 8 : u;
      let sum = 0;
      for (let y = 0; y < SIDE; y++) sum += rows[y]![across]! * cosine[v]![y]!;
      look = (look << 1n) | (sum > 1e-6 ? 1n : 0n);
    }
  }
  return BigInt.asIntN(64, look);
}

/** The look of the same picture in a mirror: the waves with an odd number of half turns from left to right change their sign. */
export function mirroredLook(look: bigint): bigint {
  return BigInt.asIntN(64, look ^ 0x5555_5555_5555_5555n);
}

export function differentBits(a: bigint, b: bigint): number {
  let rest = BigInt.asUintN(64, a ^ b);
  let bits = 0;
  for (; rest > 0n; rest &= rest - 1n) bits += 1;
  return bits;
}
