const words = (list: string) => list.trim().split(/\s+/);

/**
 * Titles around Indonesian names, as they should be written. They are recognised in any case, with or without dots and spaces.
 * Noble names that belong to the name itself (Lalu, Baiq, Andi, I Gusti, Raden as a given name) are left out on purpose.
 */
export const titlesBefore: readonly string[] = [
  // Religious
  ...words(`
    H. Hj. K.H. Hajjah Haji Kiai Kyai Nyai Ust. Ustaz Ustadz Ustadzah Habib Tgk. Teungku T.G.H. Buya Pdt. Pnt.
    Pastor Romo Ps. Pr.
  `),
  // Noble, written as abbreviations
  ...words(`
    R. Rr. R.A. R.M. R.Ngt. R.Aj. Rd. K.R.T. K.R.M.T. G.K.R. B.R.M. B.R.A. Rdn.
  `),
  // Academic
  ...words(`
    Prof. Profesor Dr. dr. drg. drh. Drs. Dra. Ir. apt. Ns. Bd. Bidan
  `),
  // Courtesy
  ...words(`
    Tn. Tuan Ny. Nyonya Nn. Nona Sdr. Sdri. Bpk. Bapak Ibu Alm. Almh. Almarhum Almarhumah
  `),
  // Ranks
  ...words(`
    Jend. Letjen Mayjen Brigjen Kolonel Kol. Letkol Mayor Kapten Lettu Letda Serma Serka Sertu Serda Kopka Koptu
    Kopda Praka Pratu Prada Irjen Kombes AKBP Kompol AKP Iptu Ipda Aiptu Aipda Bripka Brigpol Briptu Bripda
  `),
];

export const titlesAfter: readonly string[] = [
  // Vocational
  ...words(`
    A.Ma. A.Ma.Pd. A.Md. A.Md.I.P. A.Md.P. A.Md.Kep. A.Md.Keb. A.Md.Kom. A.Md.T. A.Md.Ak. A.Md.Pas. B.A. B.Sc.
    B.Eng. Bc.Hk. Bc.I.P. Bc.Kn. S.Tr. S.Tr.Pas. S.Tr.Kom. S.Tr.Sos. S.Tr.Kep. S.Tr.T. S.S.T. S.S.T.P.
  `),
  // First degree
  ...words(`
    S.Ag. S.Ak. S.Ant. S.A.P. S.E. S.E.I. S.E.Sy. S.Farm. S.Fil. S.Gz. S.H. S.H.I. S.Hum. S.Hut. S.I.A. S.I.Kom.
    S.I.P. S.IP. S.I.Pem. S.K.G. S.K.H. S.K.M. S.Kep. S.Kom. S.Kom.I. S.Ked. S.Mat. S.M. S.P. S.Pd. S.Pd.I. S.Pi.
    S.Psi. S.Pt. S.S. S.Si. S.Sn. S.Sos. S.Sos.I. S.Stat. S.Sy. S.T. S.T.P. S.Th. S.Th.I. S.T.I. S.TP. S.Krim. S.Or.
    S.Keb.
  `),
  // Second degree and above
  ...words(`
    M.A. M.Ag. M.Ak. M.A.P. M.AP. M.B.A. M.Ed. M.Eng. M.E. M.E.I. M.Farm. M.H. M.H.I. M.Hum. M.I.Kom. M.I.P. M.IP.
    M.Kep. M.Kes. M.Kn. M.Kom. M.Krim. M.M. M.P. M.Par. M.Pd. M.Pd.I. M.Psi. M.P.H. M.P.A. M.Sc. M.Si. M.Sn. M.Sos.
    M.T. M.T.I. M.Th. M.Tr. M.Tr.Pas. M.Tr.A.P. LL.M. Ph.D. D.B.A. Sp.A. Sp.B. Sp.KJ. Sp.OG. Sp.PD. Sp.M. Sp.F.
    Sp.N. Sp.JP. Sp.F.M.
  `),
  // Professions and religious schools
  ...words(`
    Psikolog CPNS Lc. C.N. Ak. CA. CPA. Akt. Gr. Ners Apt. Al-Hafiz S.Tr.K. S.I.K. CFE. CMed. C.Me. (Alm) (Almh)
    Alm. Almh.
  `),
];

/** Words between a name and the father's name. Abbreviations that are also common initials (`b.`) are left out. */
export const fatherWords: Readonly<Record<string, 'bin' | 'binti'>> = {
  bin: 'bin',
  ibn: 'bin',
  ibnu: 'bin',
  binti: 'binti',
  binte: 'binti',
  bte: 'binti',
  bt: 'binti',
  bti: 'binti',
  bnti: 'binti',
};

/** Words before another name of the same person. The Arabic article `al` is none of them. */
export const aliasWords: readonly string[] = ['alias', 'als', 'aka', 'a.k.a', '@'];

/** Written small inside a name that is set in title case. */
export const smallNameWords: readonly string[] = [
  'bin',
  'binti',
  'ibn',
  'alias',
  'als',
  'van',
  'von',
  'der',
  'den',
  'de',
  'da',
  'dos',
];
