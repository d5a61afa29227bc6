import { expect, test } from 'vitest';
import { nameProblems } from './named-problems.ts';

const page = (fields: string, lines = '<li><a href="#field-name">Bagian ini harus diisi.</a></li>') =>
  `<section class="summary" aria-labelledby="error-summary"><h2 id="error-summary">1</h2><ul>${lines}</ul></section><form>${fields}</form>`;

test('each line of a summary begins with the label of its field', () => {
  const label =
    '<label for="field-name" class="label">Nama &amp; gelar&nbsp;<span class="optional s-1">(tidak wajib)</span></label>';
  expect(nameProblems(page(label))).toContain(
    '<a href="#field-name"><span class="of-field">Nama &amp; gelar:</span> Bagian ini harus diisi.</a>',
  );
  expect(
    nameProblems(
      page('<fieldset id="field-name" tabindex="-1"><legend><!--[--><span class="label">Jenis</span></legend>'),
    ),
  ).toContain('<span class="of-field">Jenis:</span> Bagian');
});

test('a question keeps its mark and gets no colon; a sentence that begins with the label is not begun twice', () => {
  expect(nameProblems(page('<label for="field-name">Mengapa di kertas?</label>'))).toContain(
    '<span class="of-field">Mengapa di kertas?</span> Bagian ini',
  );
  const lines = '<li><a href="#field-name">PIN tidak cocok.</a></li>';
  const own = page('<label for="field-name">PIN</label>', lines);
  expect(nameProblems(own)).toBe(own);
});

test('a line about the whole form, or about what has no label, stays as it is; so does every other page', () => {
  const lines = '<li>Data ini sudah diubah.</li><li><a href="#field-gone">Tidak dikenal.</a></li>';
  expect(nameProblems(page('', lines))).toBe(page('', lines));
  expect(nameProblems('<p><a href="#field-name">x</a></p>')).toBe('<p><a href="#field-name">x</a></p>');
});

test('what somebody typed into a label-like text changes nothing but its own line', () => {
  const typed = '<textarea>&lt;label for="field-name"&gt;palsu&lt;/label&gt;</textarea>';
  expect(nameProblems(page(typed))).toBe(page(typed));
});
