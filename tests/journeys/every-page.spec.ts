import { Browser as PlainBrowser } from '../corpus/forms/browser.ts';
import { everything } from '../support/width.ts';
import {
  expect,
  expectAccessible,
  expectFineAs,
  expectFineOnBoth,
  officeUrl,
  signInAs,
  test,
  type Page,
} from './support/journey.ts';
import { freshCard } from './support/card.ts';
import {
  beginPaperList,
  bringClients,
  draftLetter,
  draftLetters,
  makeExport,
  openLetterForm,
  recordArrival,
} from './support/deeds.ts';
import { noteOpened, openedOn, routeOf, type Screen } from './support/routes.ts';

/** Everybody's rail, and for a few whatever they reach from there by following links. */
const officers: readonly (readonly [username: string, wanders?: boolean])[] = [
  ['pk.palembang'],
  ['apk.palembang'],
  ['loket.palembang'],
  ['kasi.palembang'],
  ['kepala.palembang'],
  ['pk.gili'],
  ['kepala.gili', true],
  ['registrasi.praya'],
  ['kepala.praya', true],
  ['kanwil.sumsel', true],
  ['analis.ditjenpas'],
  ['auditor', true],
  ['admin.kantor', true],
  ['admin.akun', true],
];

/**
 * Everybody's pages are asked for over HTTP, without a browser; a browser on each screen shows what nobody has looked at there before,
 * and everybody's first page. `npm run simpul -- verify` shows everything to everybody.
 */
for (const [username, wanders = false] of officers)
  test(`${username} opens every place of his rail${wanders ? ' and what it leads to' : ''}; no link leads nowhere`, async ({
    page,
  }) => {
    test.slow();
    await signInAs(page, username);
    const plain = await new PlainBrowser(officeUrl()).signIn(username);
    const waiting = [...new Set(['/today', '/account', ...inside((await plain.open('/today')).navigation)])];
    expect(waiting.length).toBeGreaterThan(2);
    const opened = new Set<string>();
    const asked = new Set<string>();
    const dead: string[] = [];
    let kinds = new Map<string, number>();
    for (let place = waiting.shift(); place; place = waiting.shift()) {
      const route = routeOf(place);
      if (!route || opened.has(route)) continue;
      const answer = await plain.open(place);
      expect(answer.status, place).toBe(200);
      expect(answer.headings, `first headings of ${place}`).toHaveLength(1);
      const reached = routeOf(answer.path) ?? route;
      opened.add(route).add(reached);
      const isNew = (screen: Screen) => everything || place === '/today' || !openedOn(screen).has(reached);
      await lookAt(page, place, (['desktop', 'phone'] as const).filter(isNew));
      const links = inside(answer.links);
      if (wanders) waiting.push(...links.filter((link) => !opened.has(routeOf(link) ?? link)));
      if (everything) kinds = new Map();
      for (const link of links)
        if (isFew(link, kinds) && !asked.has(link)) {
          asked.add(link);
          const { status } = await plain.send({ path: link });
          if (status >= 400) dead.push(`${status} ${link} (on ${place})`);
        }
    }
    plain.close();
    expect(dead).toEqual([]);
  });

/** Opened once: nothing but the screen differs. */
async function lookAt(page: Page, place: string, screens: readonly Screen[]): Promise<void> {
  if (screens.length === 0) return;
  expect((await page.goto(place))?.status(), place).toBe(200);
  for (const screen of screens) await expectFineAs(page, screen);
}

/** The addresses that lead somewhere else in Simpul, without what is behind `#`. */
const inside = (links: readonly string[]) => [
  ...new Set(links.filter((link) => link.startsWith('/')).map((link) => link.split('#')[0]!)),
];

/** Lists repeat the same kind of link; three of each kind are enough to know that none leads nowhere. */
function isFew(link: string, kinds: Map<string, number>): boolean {
  const kind = link.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '*').split('?')[0]!;
  kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return kinds.get(kind)! <= 3;
}

test('pages that exist only after a deed: paper list, export, import, letters, search, tasks, slip', async ({
  page,
  officer,
}) => {
  test.slow();
  await signInAs(page, 'kepala.gili');
  for (const make of [beginPaperList, makeExport, bringClients, openLetterForm, draftLetter, draftLetters]) {
    await make(page);
    await expectFineOnBoth(page);
  }
  await page.goto('/search?q=suharto');
  await expectFineOnBoth(page);
  await page.goto('/account/opened');
  await expectFineOnBoth(page);
  await page.goto('/account/prove');
  await expectFineOnBoth(page);

  const section = await officer('kasi.gili');
  await section.goto('/tasks');
  await expect(section.getByRole('link', { name: /^Tidak lapor \d kali berturut-turut/ }).first()).toBeVisible();
  await expectFineOnBoth(section);

  // Nobody else's letters: the desks of other journeys take their clients at the same time.
  const desk = await officer('loket.palembang');
  await recordArrival(desk, 'zul');
  await desk.getByRole('link', { name: 'Lihat tanda terima' }).click();
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Tanda terima');
  await expectFineOnBoth(desk);
});

test('pages for everybody, and the answers to what is not there', async ({ page, browser }) => {
  for (const place of ['/sign-in', '/l']) {
    await page.goto(place);
    await expectFineOnBoth(page);
  }
  // Among the components is the head of a person's page, which brings a first heading of its own.
  await page.goto('/dev/components');
  await expectAccessible(page);
  noteOpened('desktop', page.url());
  noteOpened('phone', page.url()); // as wide as a phone: components.spec.ts
  await page.goto(`/l/${(await freshCard(browser)).code}`);
  await expectFineOnBoth(page);
  await page.goto('/sign-in/link/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tautan tidak berlaku');
  await expectFineOnBoth(page);
  expect((await page.goto('/tidak-ada'))?.status()).toBe(404);
  await expectFineOnBoth(page);
  await signInAs(page, 'loket.palembang');
  expect((await page.goto('/figures'))?.status()).toBe(403);
  await expectFineOnBoth(page);
});

test('the administrator of an office enters another one below a regional office', async ({ page }) => {
  await signInAs(page, 'admin.kantor');
  await page.goto('/settings/units/3');
  await page.locator('a[href^="/settings/units/new?parent="]').click();
  await expectFineOnBoth(page);
});
