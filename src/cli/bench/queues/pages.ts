import type { Sentence } from '#platform/console-problem.server';

/** One page on which somebody finds what waits for him. */
export type QueuePage = {
  says: Sentence;
  path: string;
  /** Whose queue it is. */
  roles: readonly string[];
  /** What a line of it leads to: a page without any has not shown the queue. */
  line: RegExp;
};

const leads = ['section_head', 'head_of_bapas'] as const;
const breach = /href="\/clients\/[0-9a-f-]{36}\/breaches\/[0-9a-f-]{36}"/;

const tiers = [...leads, 'kanwil', 'ditjenpas'] as const;
const proceeding = /href="\/revocations\/[0-9a-f-]{36}"/;

export const queuePages: readonly QueuePage[] = [
  {
    says: { id: 'Halaman hari ini di tiap tingkat', en: "Each tier's page of the day" },
    path: '/today',
    roles: tiers,
    line: /href="\/revocations\?state=running/,
  },
  {
    says: { id: 'Pencabutan di tiap tingkat', en: 'Revocations, each tier its own' },
    path: '/revocations',
    roles: tiers,
    line: proceeding,
  },
  {
    says: { id: 'Pencabutan yang lewat batas', en: 'Revocations past their day' },
    path: '/revocations?overdue=1',
    roles: tiers,
    line: proceeding,
  },
  {
    says: { id: 'Angka pencabutan di tiap tingkat', en: 'Figures of revocations, each tier its own' },
    path: '/revocations/figures',
    roles: tiers,
    line: /href="\/revocations\/figures\?[^"]*list=still/,
  },
  {
    says: { id: 'Pengaduan di tiap meja', en: 'Petitions, each desk its own' },
    path: '/petitions',
    roles: [...leads, 'kanwil'],
    line: /href="\/petitions\/[0-9a-f-]{36}"/,
  },
  {
    says: { id: 'Yang dicabut dan belum kembali', en: 'Revoked and not back in custody' },
    path: '/away',
    roles: tiers,
    line: /href="(\/away\/[0-9a-f-]{36}|\/clients\/[0-9a-f-]{36}\/at-large)"/,
  },
  {
    says: { id: 'Yang belum kembali, menurut kantor', en: 'Not back in custody, by office' },
    path: '/away/offices',
    roles: tiers,
    line: /href="\/away\?unit=\d+/,
  },
  { says: { id: 'Pelanggaran yang berjalan', en: 'Running breaches' }, path: '/breaches', roles: leads, line: breach },
  {
    says: { id: 'Pelanggaran yang lewat batas', en: 'Breaches past their day' },
    path: '/breaches?overdue=1',
    roles: leads,
    line: breach,
  },
  { says: { id: 'Semua pelanggaran', en: 'All breaches' }, path: '/breaches?state=all', roles: leads, line: breach },
  {
    says: { id: 'Antrean sidang TPP', en: 'Queue for a sitting' },
    path: '/sittings/queue',
    roles: leads,
    line: /href="\/clients\/[0-9a-f-]{36}\//,
  },
  {
    says: { id: 'Buku surat keluar', en: 'Register of letters' },
    path: '/letters',
    roles: leads,
    line: /href="\/letters\/[0-9a-f-]{36}"/,
  },
  {
    says: { id: 'Berkas perkara untuk keputusan', en: 'A case for a decision' },
    path: '/clients/{case}/dossier?breach={breach}',
    roles: leads,
    line: breach,
  },
];
