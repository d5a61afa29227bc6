import { plainDate } from '#kernel/plain-date';
import { item, steps, tick, yesNo, type BandLine, type Instrument, type Said } from './instrument.ts';

const bands = (moderate: number, high: number, veryHigh?: number): readonly BandLine[] => [
  { band: 'low', from: 0 },
  { band: 'moderate', from: moderate },
  { band: 'high', from: high },
  ...(veryHigh === undefined ? [] : [{ band: 'very_high' as const, from: veryHigh }]),
];
/** From good to bad, two points at most. */
const good = (well: Said, half: Said, badly: Said) =>
  steps(['well', 0, well.id, well.en], ['half', 1, half.id, half.en], ['badly', 2, badly.id, badly.en]);
const relation = good(
  { id: 'Mendukung dan positif', en: 'Good and supportive' },
  { id: 'Biasa saja atau berubah-ubah', en: 'Fair, or changing' },
  { id: 'Buruk, tidak mendukung, atau tidak ada', en: 'Bad, unsupportive, or none' },
);
const yesIsGood = yesNo(0, 1);

/** What those who copied the sheet do not agree on; we read it so that the points fit the printed bands. */
const reversed: Said = {
  id: 'Salinan yang terbaca memberi nilai terbalik untuk butir ini. Yang dipakai di sini cocok dengan tabel tingkatnya; periksa dengan lembar aslinya.',
  en: 'The copy that could be read scores this the other way round. What is used here fits the table of bands; check it with the original.',
};
const twoSteps: Said = {
  id: 'Salinan yang terbaca memberi paling banyak 1, padahal tabel tingkatnya memerlukan 2. Periksa dengan lembar aslinya.',
  en: 'The copy that could be read gives 1 at most, where the table of bands needs 2. Check it with the original.',
};

/** Kebutuhan kriminogenik, version 02 of 2021 (Kepdirjen PAS-31.OT.02.02 of 2021): seven domains, and two lists without points. */
export const needs202102: Instrument = {
  id: 'needs',
  version: '2021-02',
  validFrom: plainDate('2021-01-01'),
  says: { id: 'Kebutuhan kriminogenik versi 02 Tahun 2021', en: 'Criminogenic needs, version 02 of 2021' },
  parts: [
    {
      id: 'needs-1',
      says: { id: 'Keluarga dan perkawinan', en: 'Family and marriage' },
      bands: bands(2, 4, 6),
      items: [
        item('n1_1', 'Hubungan dengan pasangan', 'How it is with the partner', relation),
        item(
          'n1_2',
          'Hubungan baik dengan orang tua',
          'On good terms with the parents',
          steps(
            ['both', 0, 'Dengan keduanya', 'With both'],
            ['one', 1, 'Dengan salah satu', 'With one of them'],
            ['none', 2, 'Tidak dengan keduanya', 'With neither'],
          ),
        ),
        item('n1_3', 'Hubungan dengan keluarga lain', 'How it is with other relatives', relation),
      ],
    },
    {
      id: 'needs-2',
      says: { id: 'Pendidikan dan pekerjaan', en: 'Education and work' },
      bands: bands(3, 7, 9),
      items: [
        item('n2_1', 'Dapat membaca dan menulis', 'Can read and write', yesIsGood),
        item('n2_2', 'Menamatkan sekolah menengah atau lebih tinggi', 'Finished secondary school or more', yesIsGood),
        item('n2_3', 'Separuh waktunya atau lebih tidak terisi kegiatan', 'Half of the time or more is idle', yesNo(1)),
        item(
          'n2_4',
          'Kegiatan yang dijalani bermakna baginya',
          'What there is to do means something to the client',
          good(
            { id: 'Bermakna', en: 'It does' },
            { id: 'Kurang bermakna', en: 'Little' },
            { id: 'Tidak bermakna', en: 'Nothing' },
          ),
        ),
        item(
          'n2_5',
          'Hubungan dengan teman sekolah atau teman kerja',
          'How it is with people at school or work',
          relation,
        ),
        item(
          'n2_6',
          'Pekerjaan (6A, di luar Lapas) atau pembinaan kemandirian (6B, di dalam Lapas)',
          'Work (6A, outside prison) or vocational training (6B, inside)',
          steps(
            ['working', 0, '6A: bekerja sebelum dipidana', '6A: worked before the sentence'],
            ['jobless', 1, '6A: menganggur sebelum dipidana', '6A: out of work before the sentence'],
            [
              'trained',
              0,
              '6B: ikut pembinaan kemandirian dalam 12 bulan terakhir',
              '6B: joined vocational training in the last 12 months',
            ],
            [
              'untrained',
              1,
              '6B: tidak ikut pembinaan kemandirian dalam 12 bulan terakhir',
              '6B: no vocational training in the last 12 months',
            ],
          ),
          reversed,
        ),
        item(
          'n2_7',
          'Hubungan dengan guru, atasan, atau pembina',
          'How it is with teachers, superiors or instructors',
          relation,
        ),
      ],
    },
    {
      id: 'needs-3',
      says: { id: 'Narkotika dan alkohol', en: 'Drugs and alcohol' },
      bands: bands(2, 5, 6),
      items: [
        item('n3_1', 'Dahulu memakai secara rutin', 'Used regularly before', yesNo(1)),
        item('n3_2', 'Tindak pidana terjadi karena pemakaian', 'Use led to the offence', yesNo(1)),
        item(
          'n3_3',
          'Memakai selama di Rutan atau selama reintegrasi',
          'Used in the remand house or during reintegration',
          yesNo(1),
        ),
        item('n3_4', 'Pemakaian mengganggu pekerjaan atau sekolah', 'Use harms work or school', yesNo(1)),
        item(
          'n3_5',
          'Pemakaian merusak hubungan dengan pasangan atau keluarga',
          'Use harms partner or family',
          yesNo(1),
        ),
        item('n3_6', 'Pemakaian merusak kesehatan', 'Use harms health', yesNo(1)),
      ],
    },
    {
      id: 'needs-4',
      says: { id: 'Hubungan sosial', en: 'Social relations' },
      bands: bands(2, 4, 5),
      items: [
        item('n4_1', 'Melakukan perkara ini bersama teman', 'Committed this offence with friends', yesNo(1)),
        item('n4_2', 'Anggota kelompok kriminal', 'Belongs to a criminal group', yesNo(1)),
        item('n4_3', 'Mempunyai teman di dalam Lapas atau Rutan', 'Has friends in prison or remand', yesNo(1)),
        item(
          'n4_4',
          'Mempunyai teman yang memberi pengaruh baik',
          'Has friends who are a good influence',
          good({ id: 'Ada', en: 'Yes' }, { id: 'Terbatas', en: 'Few' }, { id: 'Tidak ada', en: 'None' }),
        ),
      ],
    },
    {
      id: 'needs-5',
      says: { id: 'Waktu luang', en: 'Leisure' },
      bands: bands(1, 2),
      items: [
        item('n5_1', 'Mengikuti kegiatan yang membangun', 'Takes part in something constructive', yesIsGood),
        item('n5_2', 'Terlalu banyak waktu luang', 'Has too much free time', yesNo(1)),
      ],
    },
    {
      id: 'needs-6',
      says: { id: 'Keuangan', en: 'Money' },
      bands: bands(1, 2),
      items: [
        item('n6_1', 'Kesulitan ekonomi menyebabkan tindak pidana', 'Hardship led to the offence', yesNo(1)),
        item('n6_2', 'Menanggung utang yang berat', 'Has debts that weigh heavily', yesNo(1)),
      ],
    },
    {
      id: 'needs-7',
      says: { id: 'Sikap antisosial', en: 'Antisocial attitude' },
      bands: bands(2, 5, 7),
      items: [
        item('n7_1', 'Bersikap negatif terhadap sistem peradilan', 'Is hostile to the justice system', yesNo(1)),
        item(
          'n7_2',
          'Empati terhadap korban dan orang lain',
          'Feels with the victim and with others',
          good({ id: 'Ada', en: 'Yes' }, { id: 'Kurang', en: 'Little' }, { id: 'Tidak ada', en: 'None' }),
          reversed,
        ),
        item(
          'n7_3',
          'Kekerasan atau kekerasan seksual yang berulang',
          'Repeated violence or sexual violence',
          steps(
            ['never', 0, 'Tidak pernah', 'Never'],
            ['once', 1, 'Pernah sekali', 'Once'],
            ['repeated', 2, 'Berulang', 'Repeatedly'],
          ),
          twoSteps,
        ),
        item('n7_4', 'Bersikap negatif terhadap pembinaan dan bimbingan', 'Is hostile to rehabilitation', yesNo(1)),
        item('n7_5', 'Menganggap tindak pidana dapat dibenarkan', 'Finds crime justified', yesNo(1)),
      ],
    },
    {
      id: 'needs-b1',
      says: { id: 'Bagian B.1: riwayat yang perlu diperhatikan', en: 'Part B.1: history to keep in mind' },
      items: [
        tick('t1', 'Riwayat kekerasan', 'A history of violence'),
        tick('t2', 'Perbuatan asusila', 'Immoral acts'),
        tick('t3', 'Kekerasan ekstrem atau terorisme', 'Extremist violence or terrorism'),
        tick('t4', 'Pernah menjadi korban kekerasan', 'Has been a victim of violence'),
        tick('t5', 'Kejahatan luar biasa', 'Extraordinary crime'),
        tick('t6', 'Korupsi atau penipuan', 'Corruption or fraud'),
        tick('t7', 'Sulit mengendalikan emosi', 'Cannot manage emotions'),
        tick('t8', 'Kejahatan berlatar ras atau agama', 'Crime over race or religion'),
        tick('t9', 'Menyimpan, menanam, atau mengimpor narkotika', 'Kept, grew or imported narcotics'),
      ],
    },
    {
      id: 'needs-b2',
      says: { id: 'Bagian B.2: keadaan yang perlu ditangani', en: 'Part B.2: circumstances to deal with' },
      items: [
        tick('v1', 'Ada ancaman dari pihak ketiga', 'Threatened by somebody else'),
        tick('v2', 'Terancam tidak mempunyai tempat tinggal', 'May become homeless'),
        tick('v3', 'Bermasalah dengan tempat tinggal', 'Has trouble with housing'),
        tick('v4', 'Menjadi sasaran operasi penegak hukum', 'A target of a police operation'),
        tick('v5', 'Sulit mematuhi aturan', 'Has trouble complying'),
        tick('v6', 'Kurang terampil bergaul', 'Has poor social skills'),
        tick('v7', 'Penyandang disabilitas', 'Lives with a disability'),
        tick('v8', 'Bermasalah dengan keimigrasian', 'Has trouble with immigration'),
      ],
    },
  ],
};
