import {
  addressesOn,
  expect,
  expectAccessible,
  expectFine,
  kindsOn,
  signInAs,
  test,
  type Page,
} from './support/journey.ts';
import { freshCard } from './support/card.ts';
import { beginPaperList, bringClients, makeExport, recordArrival } from './support/deeds.ts';
import { routeOf } from './support/routes.ts';

/**
 * Everybody's rail, and for a few whatever they reach from there by following links. A phone shows the same pages to half of them: there
 * it is enough to see each once.
 */
const officers: readonly (readonly [username: string, wanders?: boolean])[] = [
  ['pk.palembang'],
  ['apk.palembang'],
  ['loket.palembang'],
  ['kasi.palembang'],
  ['kepala.palembang'],
  ['pk.gili'],
  ['kepala.gili', true],
  ['kanwil.sumsel', true],
  ['analis.ditjenpas'],
  ['auditor', true],
  ['admin.kantor', true],
  ['admin.akun', true],
];

const onlyAtTheDesk = ['apk.palembang', 'kasi.palembang', 'kepala.palembang', 'pk.gili', 'analis.ditjenpas'];

for (const [username, wanders = false] of officers) {
  test(`${username} opens every place of his rail${wanders ? ' and what it leads to' : ''}; no link leads nowhere`, async ({
    page,
  }, { project }) => {
    test.skip(project.name === 'phone' && onlyAtTheDesk.includes(username), 'another one shows the same pages');
    test.slow();
    await signInAs(page, username);
    await page.goto('/today');
    const rail = await page
      .locator('nav a[href^="/"]')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
    const waiting = [...new Set(['/today', '/account', ...rail])];
    expect(waiting.length).toBeGreaterThan(2);
    const opened = new Set<string>();
    const asked = new Set<string>();
    const dead: string[] = [];
    for (let place = waiting.shift(); place; place = waiting.shift()) {
      const route = routeOf(place);
      if (!route || opened.has(route)) continue;
      const answer = await page.goto(place);
      expect(answer?.status(), place).toBe(200);
      opened.add(route).add(routeOf(page.url().replace(/^https?:\/\/[^/]+/, '')) ?? route);
      await expectFine(page);
      if (wanders) for (const [kind, address] of await kindsOn(page)) if (!opened.has(kind)) waiting.push(address);
      if (project.name === 'desktop') dead.push(...(await deadLinks(page, asked)));
    }
    expect(dead).toEqual([]);
  });
}

/** Lists repeat the same kind of link; three of each kind are enough to know that none leads nowhere. */
async function deadLinks(page: Page, asked: Set<string>): Promise<string[]> {
  const dead: string[] = [];
  const kinds = new Map<string, number>();
  for (const address of await addressesOn(page)) {
    const kind = address.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '*').split('?')[0]!;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (kinds.get(kind)! > 3 || asked.has(address)) continue;
    asked.add(address);
    const reply = await page.request.get(address, { maxRedirects: 0 });
    if (reply.status() >= 400) dead.push(`${reply.status()} ${address} (on ${page.url()})`);
  }
  return dead;
}

test('pages that exist only after a deed: paper list, export, import, search, tasks, slip', async ({ page, officer }, {
  project,
}) => {
  test.slow();
  await signInAs(page, 'kepala.gili');
  for (const make of [beginPaperList, makeExport, bringClients]) {
    await make(page);
    await expectFine(page);
  }
  await page.goto('/search?q=suharto');
  await expectFine(page);
  await page.goto('/account/opened');
  await expectFine(page);
  await page.goto('/account/prove');
  await expectFine(page);

  const section = await officer('kasi.gili');
  await section.goto('/tasks');
  await expect(section.getByRole('link', { name: /^Tidak lapor \d kali berturut-turut/ }).first()).toBeVisible();
  await expectFine(section);

  // Nobody else's letters: the desks of other journeys take their clients at the same time.
  const desk = await officer('loket.palembang');
  await recordArrival(desk, project.name === 'phone' ? 'wah' : 'zul');
  await desk.getByRole('link', { name: 'Lihat bukti' }).click();
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Bukti');
  await expectFine(desk);
});

test('pages for everybody, and the answers to what is not there', async ({ page, browser }) => {
  for (const place of ['/sign-in', '/l']) {
    await page.goto(place);
    await expectFine(page);
  }
  // Among the components is the head of a person's page, which brings a first heading of its own.
  await page.goto('/dev/components');
  await expectAccessible(page);
  await page.goto(`/l/${(await freshCard(browser)).code}`);
  await expectFine(page);
  await page.goto('/sign-in/link/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tautan tidak berlaku');
  await expectFine(page);
  expect((await page.goto('/tidak-ada'))?.status()).toBe(404);
  await expectFine(page);
  await signInAs(page, 'loket.palembang');
  expect((await page.goto('/figures'))?.status()).toBe(403);
  await expectFine(page);
});
