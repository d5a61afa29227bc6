import type { Sentence } from '#platform/console-problem.server';

/** What an officer does at one go, as the table names it. Each is a page to look at, a save, or what a page brings along. */
export const kinds = {
  today: { group: 'page', says: { id: 'Hari ini', en: 'Today' } },
  caseload: { group: 'page', says: { id: 'Daftar klien', en: 'Caseload' } },
  client: { group: 'page', says: { id: 'Halaman klien', en: "A client's page" } },
  ledger: { group: 'page', says: { id: 'Buku lapor klien', en: "A client's ledger" } },
  history: { group: 'page', says: { id: 'Riwayat klien', en: "A client's history" } },
  notes: { group: 'page', says: { id: 'Catatan klien', en: "A client's notes" } },
  helper: { group: 'page', says: { id: 'Formulir laporan yang diwakilkan', en: 'Form for a report by a helper' } },
  search: { group: 'page', says: { id: 'Pencarian', en: 'Search' } },
  tasks: { group: 'page', says: { id: 'Tugas', en: 'Tasks' } },
  due: { group: 'page', says: { id: 'Jatuh tempo', en: 'Due' } },
  missed: { group: 'page', says: { id: 'Tidak lapor', en: 'Missed' } },
  reviews: { group: 'page', says: { id: 'Menunggu telaah', en: 'Waiting for review' } },
  desk: { group: 'page', says: { id: 'Loket', en: 'The desk' } },
  slip: { group: 'page', says: { id: 'Slip', en: 'The slip' } },
  figures: { group: 'page', says: { id: 'Angka', en: 'Figures' } },
  arrival: { group: 'save', says: { id: 'Simpan: kedatangan', en: 'Save: an arrival' } },
  answers: { group: 'save', says: { id: 'Simpan: jawaban di loket', en: 'Save: answers at the desk' } },
  note: { group: 'save', says: { id: 'Simpan: catatan', en: 'Save: a note' } },
  report: { group: 'save', says: { id: 'Simpan: laporan yang diwakilkan', en: 'Save: a report by a helper' } },
  door: { group: 'door', says: { id: 'Halaman masuk', en: 'The sign-in page' } },
  sign_in: { group: 'sign_in', says: { id: 'Masuk', en: 'Signing in' } },
  first: { group: 'door', says: { id: 'Hari ini sesudah masuk', en: 'Today, after signing in' } },
  face: { group: 'picture', says: { id: 'Foto', en: 'Photo' } },
} as const satisfies Record<string, { group: 'page' | 'save' | 'door' | 'sign_in' | 'picture'; says: Sentence }>;

export type Kind = keyof typeof kinds;

/** One officer as the load plays him. */
export type Player = {
  accountId: string;
  token: string;
  role: string;
  name: string;
  unitId: number;
  clients: PlayedClient[];
};
export type PlayedClient = { caseId: string; personId: string; name: string; label: string };

/** Somebody who comes to work and signs in. */
export type Arriving = { username: string; password: string; name: string };

/** One request as it was measured; `problem` says what was wrong with the answer. */
export type Sample = { kind: Kind; ms: number; at: number; problem?: string };
