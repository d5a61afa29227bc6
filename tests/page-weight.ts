/** What pages may weigh on the way to a phone: 45 KB of script on any of them, 15 KB of HTML for the caseload of 50 rows; gzipped. */
import process from 'node:process';
import { startDemoOffice } from './support/demo-office.ts';
import { describeWeight, weighPages } from './support/page-weight.ts';
import { signInByForm } from './support/sign-in.ts';

const mostScript = 45_000;
const mostCaseload = 15_000;
const caseload = '/clients?whose=office';
const pages: Readonly<Record<string, readonly string[]>> = {
  'kepala.palembang': ['/today', caseload, '/figures', '/rules', '/register-book', '/people/new', '/imports', '/tasks'],
  'loket.palembang': ['/counter'],
  'pk.gili': ['/today', '/clients', '/reviews'],
  'admin.akun': ['/admin/accounts', '/account'],
  auditor: ['/audit'],
};

const office = await startDemoOffice();
try {
  const weights = [];
  for (const [username, paths] of Object.entries(pages)) {
    const cookie = await signInByForm(office.url, username);
    weights.push(
      ...(await weighPages(
        paths.map((path) => office.url + path),
        { cookie },
      )),
    );
  }
  weights.push(...(await weighPages([`${office.url}/sign-in`])));
  for (const weight of weights) console.log(describeWeight(weight).replace(office.url, ''));
  const tooHeavy = weights.filter(
    ({ url, script, html }) => script > mostScript || (url.endsWith(caseload) && html > mostCaseload),
  );
  if (weights.every(({ script }) => script === 0)) throw new Error('no page has any script: nothing was weighed');
  if (tooHeavy.length > 0) {
    console.error(`Too heavy: ${tooHeavy.map(({ url }) => url.replace(office.url, '')).join(', ')}`);
    process.exitCode = 1;
  }
} finally {
  await office.stop();
}
