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
  booking: { group: 'page', says: { id: 'Formulir penerimaan penghuni', en: 'Form for a new occupant' } },
  who: { group: 'page', says: { id: 'Siapa orang ini mungkin', en: 'Who he may be' } },
  admission_form: { group: 'page', says: { id: 'Formulir surat dan register', en: 'Form for papers and register' } },
  occupants: { group: 'page', says: { id: 'Penghuni', en: 'Occupants' } },
  identity: { group: 'save', says: { id: 'Simpan: siapa yang diterima', en: 'Save: who is booked' } },
  admission: { group: 'save', says: { id: 'Simpan: penerimaan', en: 'Save: an admission' } },
  alert: {
    group: 'alert',
    says: {
      id: 'Dari penerimaan sampai terbaca pembimbing',
      en: 'From the admission until the counsellor reads of it',
    },
  },
  door: { group: 'door', says: { id: 'Halaman masuk', en: 'The sign-in page' } },
  sign_in: { group: 'sign_in', says: { id: 'Masuk', en: 'Signing in' } },
  first: { group: 'door', says: { id: 'Hari ini sesudah masuk', en: 'Today, after signing in' } },
  face: { group: 'picture', says: { id: 'Foto', en: 'Photo' } },
} as const satisfies Record<
  string,
  { group: 'page' | 'save' | 'alert' | 'door' | 'sign_in' | 'picture'; says: Sentence }
>;

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

/** A registrar of an institution, and whom he will book, one after the other. */
export type Registrar = { accountId: string; token: string; name: string; suspects: Suspect[] };
/** A client as he is brought to an institution; `birth` as a form takes it. */
export type Suspect = {
  caseId: string;
  name: string;
  sex: 'male' | 'female';
  birth: string;
  birthPlace: string;
  motherName: string;
  counsellorToken: string;
};

/** Somebody who comes to work and signs in. */
export type Arriving = { username: string; password: string; name: string };

/** One request as it was measured; `problem` says what was wrong with the answer. */
export type Sample = { kind: Kind; ms: number; at: number; problem?: string };
