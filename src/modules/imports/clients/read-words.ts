import type { AgeGroup, ClientKind, GuarantorRelation } from '#modules/cases';
import type { Education, MaritalState, Religion } from '#modules/people';
import { plainWord } from '../read-words.ts';

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
  return religionWords[plainWord(text)];
}

/** "Duda" and "janda" do not say whether by death or by divorce, so they are nothing that could be kept. */
const maritalWordsOf: Readonly<Record<MaritalState, readonly string[]>> = {
  single: [
    'belum kawin',
    'belum menikah',
    'belum nikah',
    'tidak kawin',
    'lajang',
    'bujang',
    'bujangan',
    'gadis',
    'single',
  ],
  married: ['kawin', 'menikah', 'nikah', 'sudah kawin', 'sudah menikah', 'kawin tercatat', 'berkeluarga', 'married'],
  divorced: ['cerai', 'cerai hidup', 'bercerai', 'duda cerai', 'janda cerai', 'divorced'],
  widowed: ['cerai mati', 'duda mati', 'janda mati', 'widowed'],
};
const maritalByWord = byWord(maritalWordsOf);
export function readMaritalState(text: string): MaritalState | undefined {
  return maritalByWord.get(plainWord(text));
}

const educationWordsOf: Readonly<Record<Education, readonly string[]>> = {
  none: ['tidak sekolah', 'belum sekolah', 'tidak pernah sekolah', 'buta huruf', 'none'],
  primary: ['sd', 'mi', 'sr', 'paket a', 'sekolah dasar', 'primary'],
  junior_secondary: ['smp', 'sltp', 'mts', 'paket b', 'sekolah menengah pertama', 'junior secondary'],
  senior_secondary: [
    'sma',
    'smu',
    'slta',
    'smk',
    'stm',
    'smea',
    'ma',
    'man',
    'paket c',
    'sekolah menengah atas',
    'sekolah menengah kejuruan',
    'senior secondary',
  ],
  diploma: ['diploma', 'd1', 'd2', 'd3', 'd4', 'di', 'dii', 'diii', 'div', 'akademi'],
  bachelor: ['s1', 'sarjana', 'strata 1', 'bachelor'],
  postgraduate: ['s2', 's3', 'pascasarjana', 'magister', 'doktor', 'strata 2', 'strata 3', 'postgraduate'],
};
const educationByWord = byWord(educationWordsOf);

/** "SMA", "Tamat SLTA / sederajat", "D-III": what was finished. A class that somebody left is none of these. */
export function readEducation(text: string): Education | undefined {
  const word = plainWord(text)
    .replace(/^(tamat|lulus|lulusan|ijazah) /, '')
    .replace(/ (atau )?(sederajat|sdrjt|setara)$/, '')
    .replace(/^([ds]) ([1-4]|i{1,3}|iv)$/, '$1$2');
  return educationByWord.get(word);
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
const kindByWord = byWord(kindWordsOf);

/** "PB", "Pembebasan Bersyarat", "Bimbingan PB Anak": the kind, and the age group where it is said. */
export function readKind(text: string): { kind: ClientKind; ageGroup: AgeGroup | undefined } | undefined {
  const word = plainWord(text);
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
const relationByWord = byWord(relationWordsOf);
export function readRelation(text: string): GuarantorRelation | undefined {
  return relationByWord.get(plainWord(text));
}

function byWord<T extends string>(wordsOf: Readonly<Record<T, readonly string[]>>): ReadonlyMap<string, T> {
  return new Map((Object.keys(wordsOf) as T[]).flatMap((one) => wordsOf[one].map((word) => [word, one] as const)));
}
