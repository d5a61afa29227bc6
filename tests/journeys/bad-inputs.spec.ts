import { badTexts } from '../corpus/bad-inputs.ts';
import { Office } from '../corpus/forms/office.ts';
import { fillIn, packed, put, target, type Field, type Filled } from '../corpus/forms/scenario.ts';
import { scenarios } from '../corpus/forms/scenarios/index.ts';
import { expect, signInAs, test } from './support/journey.ts';

/** What would run, if a page took it for its own; each says so in a way that the browser reports. */
const scripts = badTexts.filter(({ value }) => /alert\(1\)|javascript:|srcdoc|@import/.test(value));

/** Forms of every module in which people write freely; each works with a person, client or office that no other journey uses. */
const forms: readonly string[] = [
  '/people/new default',
  '/people/[personId]/names add',
  '/people/[personId]/addresses add',
  '/people/[personId]/family add',
  '/people/[personId]/phones add',
  '/clients/[caseId]/notes default',
  '/clients/[caseId]/documents add',
  '/clients/[caseId]/conditions add',
  '/clients/[caseId]/contract contract',
  '/clients/[caseId]/guarantor add',
  '/clients/[caseId]/legal basis',
  '/clients/[caseId]/pause pause',
  '/clients/[caseId]/ending propose',
  '/clients/[caseId]/transfer request',
  '/clients/[caseId]/contacts/record answer',
  '/clients/[caseId]/contacts/plan plan',
  '/clients/[caseId]/contacts/observers invite',
  '/o/[code] default',
  '/clients/[caseId]/check-ins/helper default',
  '/clients/[caseId]/check-ins/excuse excuse',
  '/exports/new default',
  '/settings/units/new default',
  '/tasks close',
];
const isFree = ({ name, kind, type }: Field) =>
  kind === 'text' && (type === 'text' || type === 'textarea') && !['code', 'username'].includes(name);

test('what strangers wrote is shown and runs nowhere', async ({ page, complaints }) => {
  test.slow();
  const office = await Office.at(process.env['JOURNEY_URL']!, process.env['JOURNEY_DATA']!, { watched: false });
  page.on('dialog', (dialog) => {
    complaints.push(`a dialogue: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(office.url) && !/^(data|blob):/.test(request.url()))
      complaints.push(`asks elsewhere: ${request.url()}`);
  });
  await page.addInitScript(() =>
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`policy: ${violatedDirective} ${blockedURI}`),
    ),
  );

  const shown = new Set<string>();
  let kept = 0;
  let next = 0;
  for (const name of forms) {
    const filled = await fillIn(office, name, scenarios[name]!);
    // Where one field refuses it, the others still meet it: each field is bad alone, until one form was taken with something in it.
    for (const field of filled.fields.filter(isFree)) {
      const sent = filled.sent.map((pair): Filled['sent'][number] => [...pair]);
      put(sent, field.name, scripts[next++ % scripts.length]!.value);
      const path = target(filled.browser, filled);
      const answer = await filled.browser.send({ method: 'POST', path, body: packed(filled.form, sent) });
      if (answer.status !== 303) continue;
      kept += 1;
      shown.add(filled.browser.resolve(answer.headers.location!, path)).add(filled.path);
      break;
    }
  }
  expect(kept).toBeGreaterThan(10);

  await signInAs(page, 'kepala.palembang');
  const searches = scripts.slice(0, 4).map(({ value }) => `/search?q=${encodeURIComponent(value)}`);
  for (const place of [...shown, ...searches, '/clients', '/tasks', '/today', '/people', '/exports']) {
    const answer = await page.goto(place);
    expect(answer?.status(), place).toBeLessThan(500);
    expect(
      await page.evaluate(() => document.querySelectorAll('iframe, object, embed, [onerror], [onload]').length),
    ).toBe(0);
  }
  expect(complaints).toEqual([]);
  await office.close();
});

test('a page that would run what somebody wrote is noticed by this journey', async ({ page, complaints }) => {
  await page.goto('/sign-in');
  await page.evaluate(() => {
    const image = document.createElement('div');
    image.innerHTML = '<img src="x" onerror="alert(1)">';
    document.body.append(image);
  });
  await expect.poll(() => complaints.length).toBeGreaterThan(0);
  complaints.length = 0;
});
