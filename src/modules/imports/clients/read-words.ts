import type { AgeGroup, ClientKind, GuarantorRelation } from '#modules/cases';
import type { Religion } from '#modules/people';
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
const relationByWord = new Map(
  Object.entries(relationWordsOf).flatMap(([relation, words]) =>
    words.map((word) => [word, relation as GuarantorRelation] as const),
  ),
);
export function readRelation(text: string): GuarantorRelation | undefined {
  return relationByWord.get(plainWord(text));
}
