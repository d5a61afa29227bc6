import {
  expect,
  test as base,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from '@playwright/test';
import { demoPassword } from '../../../src/invented/demo/accounts.ts';
import { everything } from '../../support/width.ts';
import { signInByForm } from '../../support/sign-in.ts';
import { expectNoViolation } from './accessible.ts';
import { desk, phone } from './screens.ts';
import { noteOpened, type Screen } from './routes.ts';

export { expect };

/** Whether the journey that this worker plays has script, and in which office it plays. */
let scripted = true;
let office: string | undefined;

type Fixtures = {
  /** What the browser refused or stumbled over, the content policy included; a journey ends with none of it. */
  complaints: string[];
  /** Another officer beside the first, each in a browser of his own. */
  officer: (username: string, screen?: BrowserContextOptions) => Promise<Page>;
};

/** A journey in users' words. Whatever the browser complains about on the way fails it, and so does an answer that is our fault. */
export const test = base.extend<Fixtures>({
  complaints: [
    async ({ context, javaScriptEnabled, baseURL }, use) => {
      scripted = javaScriptEnabled !== false;
      office = baseURL;
      const heard: string[] = [];
      listen(context, heard);
      await use(heard);
      office = undefined;
      expect(heard).toEqual([]);
    },
    { auto: true },
  ],
  officer: async ({ browser, complaints, contextOptions }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (username, screen) => {
      const context = await browser.newContext({ ...contextOptions, ...screen });
      contexts.push(context);
      listen(context, complaints);
      return signedIn(context, username);
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

function listen(context: BrowserContext, heard: string[]): void {
  context.on('console', (message) => {
    // A refused form is an answer of 4xx, which the browser also writes down.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) heard.push(message.text());
  });
  context.on('weberror', (error) => heard.push(String(error.error())));
  context.on('response', (answer) => answer.status() >= 500 && heard.push(`${answer.status()} ${answer.url()}`));
}

/** A signed-in officer's page, without the pages of signing in: those have a journey of their own. */
async function signedIn(context: BrowserContext, username: string): Promise<Page> {
  await enter(context, username);
  return context.newPage();
}

/** Signs an officer of the demo in on this page's browser. */
export async function signInAs(page: Page, username: string): Promise<void> {
  await enter(page.context(), username);
}

/** Signing in costs a password hash and two lines of the journal: each worker keeps the session of an officer for its next journey. */
const sessions = new Map<string, Promise<string>>();

async function enter(context: BrowserContext, username: string): Promise<void> {
  const there = `${username} ${officeUrl()}`;
  if (!sessions.has(there)) sessions.set(there, signInByForm(officeUrl(), username));
  await carryOver(context, await sessions.get(there)!);
}

/** Puts what a session over HTTP has as cookies into a browser. */
export async function carryOver(context: BrowserContext, header: string): Promise<void> {
  const cookies = header.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: officeUrl() };
  });
  await context.addCookies(cookies.filter(({ value }) => value !== ''));
}

/** Where the office is in which one plays: that of the run, or one that the journey has to itself (own-office.ts). */
export function officeUrl(): string {
  return office ?? base.info().project.use.baseURL ?? process.env['JOURNEY_URL']!;
}

/** Signs in as an officer would: two fields and Enter. */
export async function signInByHand(page: Page, username: string, password = demoPassword): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Nama pengguna', { exact: true }).first().fill(username);
  await page.getByLabel('Kata sandi', { exact: true }).first().fill(password);
  await page.keyboard.press('Enter');
}

/** What a tool can see of accessibility. The tool is script itself: where a journey has none, it is left out. */
export async function expectAccessible(page: Page): Promise<void> {
  if (scripted) await expectNoViolation(page, screenOf(page));
}

/** A journey may look at the same page on both screens. */
const screenOf = (page: Page): Screen => (page.viewportSize()!.width < 600 ? 'phone' : 'desktop');

/**
 * A page that everybody can use: one heading that says what it is, nothing that axe finds, nothing wider than the screen, no name of a
 * drawing across another. A phone that shows a wide page smaller calls itself wider, so the width is held against that of the journey
 * and not against the window's.
 */
export async function expectFine(page: Page): Promise<void> {
  await page.waitForLoadState();
  try {
    await judge(page);
  } catch (refused) {
    if (!cameMeanwhile(refused)) throw refused;
    await page.waitForLoadState();
    await judge(page);
  }
}

/** A key may have asked for a page that arrives while the one before it is judged: then the one that came is judged. */
const cameMeanwhile = (refused: unknown) =>
  refused instanceof Error && /Execution context was destroyed|frame was detached/.test(refused.message);

async function judge(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }), page.url()).toHaveCount(1);
  await expectAccessible(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide, `${page.url()} is wider than the screen`).toBeLessThanOrEqual(page.viewportSize()!.width);
  expect(await namesThatMeet(page), `${page.url()}: names below a drawing that cannot be read`).toEqual([]);
  noteOpened(screenOf(page), page.url());
}

/** Names below a drawing that run into their neighbour or off the screen. */
async function namesThatMeet(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll('figure')).flatMap((figure) => {
      const names = Array.from(figure.querySelectorAll('.plot > text, .names > span'))
        .filter((name) => name.textContent !== '?')
        .map((name) => ({ name: name.textContent!, at: name.getBoundingClientRect() }))
        .filter(({ at }) => at.width > 0);
      return names
        .filter(({ at }, nth) => at.right > innerWidth || (nth > 0 && at.left < names[nth - 1]!.at.right - 1))
        .map(({ name }) => name);
    }),
  );
}

/** The same page on its own screen and on the other. Where nothing but the screen differs it need not be reached twice. */
export async function expectFineOnBoth(page: Page): Promise<void> {
  const own = screenOf(page);
  await expectFine(page);
  await expectFineAs(page, own === 'desktop' ? 'phone' : 'desktop');
}

/** The page that is there, as the other screen shows it: as wide, and a desk's page touched as on a phone. */
export async function expectFineAs(page: Page, screen: Screen): Promise<void> {
  const own = page.viewportSize()!;
  if (screenOf(page) === screen) return expectFine(page);
  const device = await page.context().newCDPSession(page);
  if (screen === 'phone') await device.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 1 });
  await page.setViewportSize(screen === 'phone' ? phone.viewport : desk.viewport);
  await expectFine(page);
  await page.setViewportSize(own);
  await device.detach();
}

/**
 * A journey that is played with script as well: every form of it is sent without script over HTTP anyway (tests/corpus/forms), so this way
 * through all of them is walked by `npm run simpul -- verify --only journeys`.
 */
export const describeTwin = everything ? base.describe : base.describe.skip;

export type { Browser, Locator, Page };
