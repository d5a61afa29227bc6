import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asClause, cleanLine, cleanText, fingerprint, inSentence, lengthOf, similarity } from './text.ts';

const kept = (raw: string, max = 2000) => {
  const clean = cleanText(raw, max);
  return clean.ok ? clean.text : clean.problem;
};

describe('free text', () => {
  test('keeps its lines and loses what cannot be seen', () => {
    expect(kept('  Klien hadir.\r\nKeluarga ikut. \u0007\rSelesai.\n\n')).toBe(
      'Klien hadir.\nKeluarga ikut.\nSelesai.',
    );
    expect(kept('a\u200bb\ufeffc\u00add')).toBe('abcd');
    expect(kept('cafe\u0301')).toBe('caf\u00e9');
  });

  test('cannot turn the reading direction of what follows', () => {
    expect(kept('laporan\u202egpj.exe')).toBe('laporangpj.exe');
    expect(kept('a\u2066b\u2069c')).toBe('abc');
  });

  test('keeps emoji families and scripts that need joiners', () => {
    expect(kept('👨‍👩‍👧 hadir')).toBe('👨‍👩‍👧 hadir');
  });

  test('keeps markup exactly as typed', () => {
    expect(kept('<script>alert(1)</script> =1+1')).toBe('<script>alert(1)</script> =1+1');
  });

  test('is refused with a named problem when it cannot be kept', () => {
    expect(kept('a\0b')).toBe('text_nul');
    expect(kept('a\ud800b')).toBe('text_broken');
    expect(kept('x'.repeat(11), 10)).toBe('text_too_long');
    expect(kept('😀'.repeat(10), 10)).toBe('😀'.repeat(10));
  });

  test('a flood of marks is cut to four and takes no time', () => {
    const flooded = kept('e' + '\u0316\u0301'.repeat(150_000), 500_000);
    expect(lengthOf(flooded)).toBeLessThanOrEqual(6);
  });

  test('on one line has single spaces', () => {
    expect(cleanLine(' a\n b\t\u00a0c ', 10)).toEqual({ ok: true, text: 'a b c' });
    expect(cleanLine('a\0', 10)).toEqual({ ok: false, problem: 'text_nul' });
  });

  test('whatever is typed, cleaning never throws and cleaning twice changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (raw) => {
        const once = cleanText(raw, 500);
        if (once.ok) expect(cleanText(once.text, 500)).toEqual(once);
      }),
    );
  });
});

describe('a copied narrative', () => {
  const visit = 'Klien bekerja sebagai buruh harian dan tinggal bersama ibunya di rumah kontrakan sejak bulan Mei';

  test('is recognised through case, punctuation and a changed word', () => {
    expect(similarity(fingerprint(visit), fingerprint(visit.toUpperCase() + '!!'))).toBe(1);
    expect(similarity(fingerprint(visit), fingerprint(visit.replace('Mei', 'Juni')))).toBeGreaterThan(0.8);
    expect(similarity(fingerprint(visit), fingerprint('Klien tidak berada di rumah saat dikunjungi petugas'))).toBe(0);
    expect(similarity(fingerprint(''), fingerprint(''))).toBe(0);
  });

  test('is recognised in texts longer than a fingerprint', () => {
    const words = Array.from({ length: 4000 }, (_, index) => `kata${index}`);
    const changed = [...words.slice(0, 2000), ...Array.from({ length: 2000 }, (_, index) => `lain${index}`)];
    const share = similarity(fingerprint(words.join(' ')), fingerprint(changed.join(' ')));
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.42);
  });
});

test('a label begins small within a sentence; names and abbreviations keep their capitals', () => {
  expect(['Dicabut sementara', 'Di Ditjenpas', 'Ketua RT', 'Kepala Bapas menolak'].map(inSentence)).toEqual([
    'dicabut sementara',
    'di Ditjenpas',
    'ketua RT',
    'kepala Bapas menolak',
  ]);
  const kept = ['SK terbit, belum dilaksanakan', 'Lapas tidak mengusulkan', 'PK', 'Kanwil', ''];
  expect(kept.map(inSentence)).toEqual(kept);
});

test('what was written as a sentence goes on within a sentence of a letter', () => {
  expect(
    ['Wajib lapor belum lengkap; tunggu.', ' Pindah alamat.\nTidak lapor. ', 'SK sudah terbit', ''].map(asClause),
  ).toEqual(['wajib lapor belum lengkap; tunggu', 'pindah alamat. Tidak lapor', 'SK sudah terbit', '']);
});
