import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCode, newCode, parseCode, receiptLength, type Code } from './codes.ts';

const anyCode = fc.integer({ min: 4, max: 30 }).map(newCode);

test('a code is read back from a careless hand', () => {
  fc.assert(
    fc.property(anyCode, (code) => {
      const careless = formatCode(code)
        .toLowerCase()
        .replaceAll('0', 'o')
        .replaceAll('1', 'l')
        .replaceAll('5', 's')
        .replaceAll('-', ' ');
      expect(parseCode(careless, code.length)).toBe(code);
      expect(code).not.toMatch(/[ILOSU]/);
    }),
  );
});

test('one wrong character or two that changed places are noticed', () => {
  const alphabet = '0123456789ABCDEFGHJKMNPQRTVWXYZ';
  fc.assert(
    fc.property(anyCode, fc.nat(29), fc.nat(29), fc.constantFrom(...alphabet), (code, a, b, letter) => {
      const [i, j] = [a % code.length, b % code.length];
      const wrong = [...code];
      wrong[i] = letter;
      const swapped = [...code];
      [swapped[i], swapped[j]] = [swapped[j]!, swapped[i]!];
      for (const typed of [wrong.join(''), swapped.join('')])
        expect(parseCode(typed)).toBe(typed === code ? code : undefined);
    }),
  );
});

test('what is no code is none', () => {
  for (const typed of ['', 'A', '????', 'x'.repeat(500), 'K7QM 2X4D 9 9']) expect(parseCode(typed, 8)).toBeUndefined();
  expect(formatCode('K7QM2X4D9' as Code)).toBe('K7QM-2X4D-9');
  expect(newCode(receiptLength)).toHaveLength(27);
  expect(() => newCode(31)).toThrow(RangeError);
});

test('every character is as likely as another', () => {
  const counts = new Map<string, number>();
  for (let at = 0; at < 2000; at++)
    for (const character of newCode(30).slice(0, -1)) counts.set(character, (counts.get(character) ?? 0) + 1);
  expect(counts.size).toBe(31);
  for (const count of counts.values()) expect(Math.abs(count / (58_000 / 31) - 1)).toBeLessThan(0.2);
});
