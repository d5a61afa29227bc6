import type { SentenceParts } from '#modules/cases';
import type { NikSource, Sex } from '#modules/people';

/** What offices write in the columns of words: abbreviations, old spellings, both languages. */
export function plainWord(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const nothing = new Set([
  '',
  'tidak ada',
  'tidak diketahui',
  'belum ada',
  'belum diketahui',
  'kosong',
  'nihil',
  'n a',
  'na',
  'null',
  'none',
  'unknown',
  'xxx',
  'tdk ada',
]);

/** Cells that say that nothing is known: "-", "tidak ada", "N/A". */
export function saysNothing(text: string): boolean {
  return text.length < 40 && nothing.has(plainWord(text));
}

const sexWords: Readonly<Record<string, Sex>> = {
  l: 'male',
  lk: 'male',
  laki: 'male',
  'laki laki': 'male',
  lelaki: 'male',
  pria: 'male',
  m: 'male',
  male: 'male',
  p: 'female',
  pr: 'female',
  perempuan: 'female',
  wanita: 'female',
  w: 'female',
  f: 'female',
  female: 'female',
};
export function readSex(text: string): Sex | undefined {
  return sexWords[plainWord(text)];
}

/** How a number is known. Where a cell says two things the weaker one holds, and what it denies is not read out of it. */
export function readNikSource(text: string): NikSource | undefined {
  const word = plainWord(text);
  if (/\b(lisan|pengakuan|mengaku|wawancara|said)\b/.test(word)) return 'said';
  if (/\b(tidak|belum|tanpa|bukan|not)\b/.test(word)) return undefined;
  if (/\b(dukcapil|disdukcapil|kependudukan|registry|register)\b/.test(word)) return 'register';
  return /\b(e?ktp|kia|kk|kartu|dokumen|document|card)\b/.test(word) ? 'document' : undefined;
}

const yes = new Set(['ya', 'y', 'iya', 'yes', 'true', 'benar', 'betul', 'v', '1', 'x', 'ada', 'sudah']);
const noWords = new Set(['tidak', 't', 'tdk', 'no', 'n', 'false', 'bukan', 'salah', '0', 'belum']);

export function readYesNo(text: string): boolean | undefined {
  const word = plainWord(text) || (/^[✓✔√☑]$/u.test(text.trim()) ? 'v' : '');
  return yes.has(word) ? true : noWords.has(word) ? false : undefined;
}

/** A child or an adult, also as yes or no below the head "Klien anak". */
export function readAgeGroup(text: string): 'child' | 'adult' | undefined {
  const word = plainWord(text);
  if (/^(klien )?(anak|child|abh|andik|anak didik)\b/.test(word)) return 'child';
  if (/^(klien )?(dewasa|adult|dws)$/.test(word)) return 'adult';
  const answer = readYesNo(text);
  return answer === undefined ? undefined : answer ? 'child' : 'adult';
}

/** "2 tahun 6 bulan", "1 thn 3 bln 15 hr", "30 bulan". A number alone says no unit, so it is no length. */
export function readSentence(text: string): SentenceParts | undefined {
  const word = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[.,;/&+]+/g, ' ')
    .replace(/\b(dan|pidana|penjara|kurungan)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (word === '' || word.length > 80) return undefined;
  const match =
    /^(?:(\d{1,2}) ?(?:tahun|thn|th|t|years?))? ?(?:(\d{1,3}) ?(?:bulan|bln|bl|b|months?))? ?(?:(\d{1,4}) ?(?:hari|hr|h|days?))?$/.exec(
      word,
    );
  if (!match || (!match[1] && !match[2] && !match[3])) return undefined;
  const parts = { years: Number(match[1] ?? 0), months: Number(match[2] ?? 0), days: Number(match[3] ?? 0) };
  return parts.years <= 60 && parts.months <= 720 && parts.days <= 22_000 ? parts : undefined;
}
