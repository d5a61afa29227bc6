/**
 * The published figures of Bapas Kelas I Palembang that the demo reproduces: clients on 13 June 2022, officers in June 2022,
 * reports a month from the register book and the app (docs/decisions names the source). Figures only; the people are invented.
 */
export const clientsByKind = { parole_pb: 3368, conditional_leave_cb: 288, prerelease_leave_cmb: 5 } as const;
export const clientsByAge = { adult: 3594, child: 67 } as const;
/** The source has no cross table of kind and age. Our choice: children are on PB (62) and CB (5). */
export const childrenByKind = { parole_pb: 62, conditional_leave_cb: 5, prerelease_leave_cmb: 0 } as const;

export const officersByGrade = { pk_ahli_madya: 8, pk_ahli_muda: 20, pk_ahli_pertama: 43, apk: 2 } as const;
/** Six lent (all PK Ahli Pertama, as the source's table has it) and four rotating, by where they work. */
export const lentTo = { 'bapas-musi-rawas-utara': 2, 'bapas-oku-induk': 4 } as const;
export const rotatingAt = { 'bapas-musi-rawas-utara': 2, 'bapas-oku-induk': 2 } as const;

/** Month, reports in the register book, reports by the app (none before its launch in May 2021). */
export const reportsByMonth: readonly (readonly [month: string, inPerson: number, app: number])[] = [
  ['2019-05', 188, 0],
  ['2019-06', 186, 0],
  ['2019-07', 203, 0],
  ['2019-08', 158, 0],
  ['2019-09', 169, 0],
  ['2019-10', 216, 0],
  ['2019-11', 186, 0],
  ['2019-12', 139, 0],
  ['2020-01', 174, 0],
  ['2020-02', 163, 0],
  ['2020-03', 135, 0],
  ['2020-04', 2, 0],
  ['2020-05', 0, 0],
  ['2020-06', 0, 0],
  ['2020-07', 2, 0],
  ['2020-08', 0, 0],
  ['2020-09', 0, 0],
  ['2020-10', 2, 0],
  ['2020-11', 0, 0],
  ['2020-12', 0, 0],
  ['2021-01', 0, 0],
  ['2021-02', 0, 0],
  ['2021-03', 14, 0],
  ['2021-04', 14, 0],
  ['2021-05', 19, 56],
  ['2021-06', 19, 144],
  ['2021-07', 26, 93],
  ['2021-08', 32, 114],
  ['2021-09', 38, 125],
  ['2021-10', 54, 155],
  ['2021-11', 60, 199],
  ['2021-12', 61, 204],
  ['2022-01', 72, 167],
  ['2022-02', 62, 182],
  ['2022-03', 88, 271],
  ['2022-04', 67, 284],
  ['2022-05', 68, 243],
];

/**
 * Proposals to revoke from 2020 until 27 June 2022, all of clients whom the police caught and a court sentenced: 1.58 % of the clients.
 * The source gives the sum; the days are ours.
 */
export const earlierProposals = { from: '2020-01-02', through: '2022-06-27', count: 58 } as const;

/** Where the demo's clock of duties stands, by office. */
export const palembangToday = '2022-06-13';
export const prayaToday = '2022-10-10';
/** From this day Palembang's ledger is kept in Simpul; earlier periods without a report are not known, never missed. */
export const palembangLedgerStart = '2022-06-01';
