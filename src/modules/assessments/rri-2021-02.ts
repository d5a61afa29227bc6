import { plainDate } from '#kernel/plain-date';
import { item, steps, tick, yesNo, type Instrument } from './instrument.ts';

/** Risiko Residivisme Indonesia, version 02 of 2021 (Kepdirjen PAS-31.OT.02.02 of 2021). */
export const rri202102: Instrument = {
  id: 'rri',
  version: '2021-02',
  validFrom: plainDate('2021-01-01'),
  says: {
    id: 'Risiko Residivisme Indonesia (RRI) versi 02 Tahun 2021',
    en: 'Indonesian recidivism risk (RRI), version 02 of 2021',
  },
  parts: [
    {
      id: 'risk-a',
      says: { id: 'RRI bagian A: riwayat', en: 'RRI part A: history' },
      bands: [
        { band: 'low', from: 0 },
        { band: 'moderate', from: 7 },
        { band: 'high', from: 12 },
        { band: 'very_high', from: 16 },
      ],
      items: [
        item(
          'a1',
          'Pertama kali ditahan pada umur 16 tahun atau lebih muda',
          'First detained at the age of 16 or younger',
          yesNo(3),
        ),
        item(
          'a2',
          'Pernah dijatuhi pidana penjara oleh pengadilan sebelum perkara ini',
          'Sentenced to prison by a court before this case',
          yesNo(1),
        ),
        item(
          'a3',
          'Banyaknya pasal yang terbukti dalam perkara sekarang',
          'Number of articles proven in the present case',
          steps(
            ['few', 0, '1 atau 2 pasal', '1 or 2 articles'],
            ['many', 1, '3 pasal atau lebih', '3 articles or more'],
          ),
        ),
        item(
          'a4',
          'Pernah melanggar ketentuan selama program reintegrasi',
          'Has broken the rules of a reintegration programme before',
          yesNo(1),
        ),
        item(
          'a5',
          'Banyaknya putusan terdahulu, tidak termasuk perkara sekarang',
          'Number of earlier verdicts, the present case left out',
          steps(
            ['none', 0, 'Belum pernah', 'None'],
            ['some', 2, '1 atau 2 putusan', '1 or 2 verdicts'],
            ['many', 4, '3 putusan atau lebih', '3 verdicts or more'],
          ),
        ),
        item(
          'a6',
          'Ada catatan perilaku buruk di Rutan, Lapas, atau Bapas',
          'Bad conduct is on record in a remand house, prison or probation office',
          yesNo(1),
        ),
        item(
          'a7',
          'Pernah diskors atau dikeluarkan dari sekolah',
          'Was once suspended or expelled from school',
          yesNo(1),
        ),
        item(
          'a8',
          'Anggota keluarga atau pasangan pernah diproses hukum atau dipidana',
          'A family member or partner has been prosecuted or convicted',
          yesNo(1),
        ),
        item(
          'a9',
          'Penyalahgunaan narkotika atau minum alkohol berlebihan',
          'Misuse of narcotics, or drinking too much',
          steps(
            ['none', 0, 'Tidak keduanya', 'Neither'],
            ['alcohol', 1, 'Alkohol', 'Alcohol'],
            ['narcotics', 2, 'Narkotika', 'Narcotics'],
            ['both', 3, 'Alkohol dan narkotika', 'Alcohol and narcotics'],
          ),
        ),
        item(
          'a10',
          'Pernah menganggur 12 bulan atau lebih tanpa terputus',
          'Was out of work for 12 months or more without a break',
          yesNo(1),
        ),
      ],
    },
    {
      id: 'risk-b',
      says: { id: 'RRI bagian B: keterangan tambahan', en: 'RRI part B: further signs' },
      items: [
        tick(
          'b1',
          'Perkara sekarang lebih berat daripada perkara sebelumnya',
          'The present offence is graver than earlier ones',
        ),
        tick('b2', 'Melakukan kekerasan sebelum umur 15 tahun', 'Used violence before the age of 15'),
        tick('b3', 'Pelaku atau korban kekerasan dalam rumah tangga', 'Has done or suffered violence at home'),
        tick(
          'b4',
          'Perkara kekerasan, seksual, terorisme, atau separatisme, sekarang atau dahulu',
          'An offence of violence, of a sexual kind, of terrorism or separatism, now or before',
        ),
      ],
    },
    {
      id: 'risk-c',
      says: { id: 'RRI bagian C: klien perempuan', en: 'RRI part C: women' },
      items: [
        tick('c1', 'Melahirkan sebelum umur 20 tahun', 'Gave birth before the age of 20'),
        tick('c2', 'Mengalami kesulitan mengasuh anak', 'Has trouble bringing up a child'),
        tick(
          'c3',
          'Terlibat prostitusi, sebagai pengelola atau pekerja',
          'Involved in prostitution, running it or working in it',
        ),
      ],
    },
    {
      id: 'risk-d',
      says: { id: 'RRI bagian D: perkara narkotika', en: 'RRI part D: drug cases' },
      items: [
        tick('d1', 'Terlibat jaringan peredaran', 'Belongs to a network of dealers'),
        tick('d2', 'Menganggap pemakaiannya sendiri wajar atau dapat dibenarkan', 'Finds own use normal or justified'),
        tick('d3', 'Mempunyai riwayat pemakaian rutin', 'Has used regularly before'),
      ],
    },
  ],
};
