import type { OfficeCode } from './office-list.ts';

/** The password of every account of the demo; the sign-in page of a demo and the console say it. */
export const demoPassword = 'contoh-simpul-2022';

/** One account for each role to try: user name, office, role, and which of its officers there. */
export const demoAccounts: readonly (readonly [username: string, unit: OfficeCode, role: string, which: number])[] = [
  ['pk.palembang', 'bapas-palembang', 'pk', 8],
  ['apk.palembang', 'bapas-palembang', 'apk', 0],
  ['loket.palembang', 'bapas-palembang', 'counter', 0],
  ['kasi.palembang', 'bapas-palembang', 'section_head', 0],
  ['kasi.anak.palembang', 'bapas-palembang', 'section_head', 1],
  ['kepala.palembang', 'bapas-palembang', 'head_of_bapas', 0],
  ['pk.gili', 'bapas-gili-lestari', 'pk', 0],
  ['loket.gili', 'bapas-gili-lestari', 'counter', 0],
  ['kasi.gili', 'bapas-gili-lestari', 'section_head', 0],
  ['kepala.gili', 'bapas-gili-lestari', 'head_of_bapas', 0],
  ['kanwil.sumsel', 'kanwil-sumsel', 'kanwil', 0],
  ['kanwil.ntb', 'kanwil-ntb', 'kanwil', 0],
  ['penyusun.ditjenpas', 'ditjenpas', 'ditjenpas', 0],
  ['pejabat.ditjenpas', 'ditjenpas', 'ditjenpas', 1],
  ['analis.ditjenpas', 'ditjenpas', 'ditjen_analyst', 0],
  ['auditor', 'ditjenpas', 'auditor', 0],
  ['admin.kantor', 'bapas-palembang', 'office_admin', 0],
  ['admin.akun', 'bapas-palembang', 'account_admin', 0],
  ['admin.akun2', 'bapas-palembang', 'account_admin', 1],
  ['registrasi.praya', 'rutan-praya', 'registrar', 0],
  ['kepala.praya', 'rutan-praya', 'head_of_custody', 0],
];
export const demoUsernames = demoAccounts.map(([username]) => username);
