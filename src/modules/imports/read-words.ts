import type { GuarantorRelation, AgeGroup, ClientKind, SentenceParts } from '#modules/cases';
import type { Religion, Sex } from '#modules/people';

/** What offices write in the columns of words: abbreviations, old spellings, both languages. */
function plain(text: string): string {
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
  return text.length < 40 && nothing.has(plain(text));
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
  return sexWords[plain(text)];
}

const religionWords: Readonly<Record<string, Religion>> = {
  islam: 'islam',
  moslem: 'islam',
  muslim: 'islam',
  isl: 'islam',
  kristen: 'protestant',
  protestan: 'protestant',
  'kristen protestan': 'protestant',
  kr: 'protestant',
  protestant: 'protestant',
  christian: 'protestant',
  katolik: 'catholic',
  katholik: 'catholic',
  'kristen katolik': 'catholic',
  khatolik: 'catholic',
  catholic: 'catholic',
  hindu: 'hindu',
  budha: 'buddhist',
  buddha: 'buddhist',
  buddhist: 'buddhist',
  budhist: 'buddhist',
  konghucu: 'confucian',
  khonghucu: 'confucian',
  'kong hu cu': 'confucian',
  'khong hu cu': 'confucian',
  confucian: 'confucian',
  kepercayaan: 'belief',
  'penghayat kepercayaan': 'belief',
  penghayat: 'belief',
  'aliran kepercayaan': 'belief',
  lainnya: 'other',
  'lain lain': 'other',
  other: 'other',
};
export function readReligion(text: string): Religion | undefined {
  return religionWords[plain(text)];
}

const yes = new Set(['ya', 'y', 'iya', 'yes', 'true', 'benar', 'betul', 'v', '1', 'x', 'ada', 'sudah']);
const noWords = new Set(['tidak', 't', 'tdk', 'no', 'n', 'false', 'bukan', 'salah', '0', 'belum']);

export function readYesNo(text: string): boolean | undefined {
  const word = plain(text) || (/^[✓✔√☑]$/u.test(text.trim()) ? 'v' : '');
  return yes.has(word) ? true : noWords.has(word) ? false : undefined;
}

/** A child or an adult, also as yes or no below the head "Klien anak". */
export function readAgeGroup(text: string): AgeGroup | undefined {
  const word = plain(text);
  if (/^(klien )?(anak|child|abh|andik|anak didik)\b/.test(word)) return 'child';
  if (/^(klien )?(dewasa|adult|dws)$/.test(word)) return 'adult';
  const answer = readYesNo(text);
  return answer === undefined ? undefined : answer ? 'child' : 'adult';
}

const kindWordsOf: Readonly<Record<ClientKind, readonly string[]>> = {
  parole_pb: ['pb', 'pembebasan bersyarat', 'bebas bersyarat', 'pembebasan bersyarat pb', 'parole'],
  conditional_leave_cb: ['cb', 'cuti bersyarat', 'cuti bersyarat cb', 'conditional leave'],
  prerelease_leave_cmb: ['cmb', 'cuti menjelang bebas', 'cuti menjelang bebas cmb', 'pre release leave'],
  assimilation: [
    'asimilasi',
    'asi',
    'asimilasi rumah',
    'asimilasi di rumah',
    'asrum',
    'asimilasi covid',
    'as',
    'assimilation',
  ],
  family_visit_leave_cmk: ['cmk', 'cuti mengunjungi keluarga', 'cuti mengunjungi keluarga cmk'],
  suspended_sentence: [
    'ps',
    'pidana bersyarat',
    'pidana percobaan',
    'pidana dengan syarat',
    'pib',
    'hukuman percobaan',
    'suspended sentence',
  ],
  supervision_sentence: ['pp', 'pidana pengawasan', 'pengawasan'],
  community_service_sentence: ['pks', 'pidana kerja sosial', 'kerja sosial'],
  diversion: ['diversi', 'div', 'diversion'],
  under_twelve_decision: [
    'a12',
    'keputusan anak di bawah 12 tahun',
    'anak di bawah 12 tahun',
    'penetapan anak di bawah 12 tahun',
    'anak 12 tahun',
  ],
  child_measure: [
    'tindakan',
    'tnd',
    'tindakan anak',
    'penetapan tindakan anak',
    'akot',
    'pengembalian kepada orang tua',
    'anak kembali kepada orang tua',
  ],
  child_warning: ['peringatan', 'prg', 'pidana peringatan', 'pidana peringatan anak'],
  child_noncustodial_training: ['pll', 'pembinaan di luar lembaga', 'pidana pembinaan di luar lembaga'],
  child_community_service: ['plm', 'pelayanan masyarakat', 'pidana pelayanan masyarakat'],
  child_vocational_training: ['lka', 'pelatihan kerja', 'pelatihan kerja anak', 'latihan kerja'],
  aftercare: ['ac', 'after care', 'aftercare', 'bimbingan tambahan', 'bimbingan lanjutan'],
};
const kindByWord = new Map(
  Object.entries(kindWordsOf).flatMap(([kind, words]) => words.map((word) => [word, kind as ClientKind] as const)),
);

/** "PB", "Pembebasan Bersyarat", "Bimbingan PB Anak": the kind, and the age group where it is said. */
export function readKind(text: string): { kind: ClientKind; ageGroup: AgeGroup | undefined } | undefined {
  const word = plain(text);
  if (word.length > 120) return undefined;
  const exact = kindByWord.get(word);
  if (exact) return { kind: exact, ageGroup: undefined };
  const bare = word
    .replace(/^(bimbingan|pembimbingan|klien|program)\b/, '')
    .replace(/\b(anak|dewasa)\b/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const kind = kindByWord.get(bare);
  if (!kind) return undefined;
  return { kind, ageGroup: /\banak\b/.test(word) ? 'child' : /\bdewasa\b/.test(word) ? 'adult' : undefined };
}

const relationWordsOf: Readonly<Record<GuarantorRelation, readonly string[]>> = {
  parent: [
    'orang tua',
    'orangtua',
    'ortu',
    'ayah',
    'bapak',
    'ibu',
    'bapak kandung',
    'ibu kandung',
    'ayah kandung',
    'orang tua kandung',
    'mama',
    'parent',
    'mertua',
  ],
  partner: ['istri', 'isteri', 'suami', 'pasangan', 'wife', 'husband', 'partner'],
  child: ['anak', 'anak kandung', 'child'],
  sibling: [
    'kakak',
    'adik',
    'saudara',
    'saudara kandung',
    'kakak kandung',
    'adik kandung',
    'abang',
    'saudari',
    'sdr kandung',
    'sibling',
  ],
  relative: [
    'keluarga',
    'paman',
    'bibi',
    'sepupu',
    'kakek',
    'nenek',
    'keponakan',
    'ipar',
    'kakak ipar',
    'adik ipar',
    'om',
    'tante',
    'kerabat',
    'saudara ipar',
    'relative',
  ],
  employer: ['majikan', 'atasan', 'pemberi kerja', 'pimpinan', 'bos', 'employer'],
  institution: ['lembaga', 'yayasan', 'lks', 'pesantren', 'panti', 'institution'],
  other: [
    'lainnya',
    'lain lain',
    'teman',
    'tetangga',
    'kuasa hukum',
    'pengacara',
    'rt',
    'rw',
    'lurah',
    'kepala desa',
    'wali',
    'other',
  ],
};
const relationByWord = new Map(
  Object.entries(relationWordsOf).flatMap(([relation, words]) =>
    words.map((word) => [word, relation as GuarantorRelation] as const),
  ),
);
export function readRelation(text: string): GuarantorRelation | undefined {
  return relationByWord.get(plain(text));
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
