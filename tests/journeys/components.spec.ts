import { expect, test, type Page } from '@playwright/test';
import { everything } from '../support/width.ts';
import { standards, violationsOn } from './support/accessible.ts';

const page_ = '/dev/components';
const frames = ['staff', 'client', 'public'] as const;

async function speak(page: Page, language: 'id' | 'en') {
  const url = test.info().project.use.baseURL ?? process.env.JOURNEY_URL ?? 'http://localhost';
  await page.context().addCookies([{ name: 'simpul_language', value: language, url }]);
}

/** What the browser refused or stumbled over, the content policy included. */
function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on('console', (message) => message.type() === 'error' && heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(String(error)));
  return heard;
}

for (const [at, frame] of frames.entries()) {
  for (const language of ['id', 'en'] as const) {
    // The officers' frame in both languages, the others in one each; verify looks at all.
    if (!everything && at > 0 && language !== ['id', 'en'][at % 2]) continue;
    test(`every component can be used by everyone: ${frame}, ${language}`, async ({ page }, { project }) => {
      await speak(page, language);
      const heard = complaints(page);
      await page.goto(`${page_}?frame=${frame}`);
      await expect(page.locator('html')).toHaveAttribute('lang', language);

      for (const width of project.name === 'phone' ? [360] : language === 'id' ? [360, 768, 1280] : [360, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        const violations = await violationsOn(page, { type: 'tag', values: [...standards, 'best-practice'] });
        expect(
          violations.map(({ id, nodes }) => `${width}: ${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
        ).toEqual([]);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wider, `wider than ${width} px`).toBeLessThanOrEqual(0);
      }
      expect(heard).toEqual([]);
    });
  }
}

test('what is wrong stands at the top, has the focus, and leads to its field', async ({ page }) => {
  await page.goto(page_);
  const summary = page.getByRole('alert').first();
  await expect(summary).toBeFocused();
  await summary.getByRole('link').first().click();
  await expect(page.locator('#field-nameWrong')).toBeFocused();
  await expect(page.locator('#field-nameWrong')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#field-nameWrong')).toHaveAccessibleDescription(/Tulis nama lengkap\./);
});

test('the keys: / leads to the search, ? shows the list, Tab begins with the way past the menu', async ({ page }, {
  project,
}) => {
  test.skip(project.name === 'phone', 'a phone has no keys');
  await page.goto(`${page_}?frame=public`);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Langsung ke isi halaman' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();

  await page.goto(page_);
  await page.locator('main').focus();
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Tombol pintas' });
  await expect(keys).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();
  await page.keyboard.press('/');
  await expect(page.locator('[data-slash]')).toBeFocused();
  await page.keyboard.type('?/');
  await expect(page.locator('[data-slash]')).toHaveValue('?/');
});

test('a ready day is written into its field, and the calendar starts at what was typed', async ({ page }) => {
  await page.goto(page_);
  await page.getByRole('button', { name: 'Tanggal putusan: Kemarin' }).click();
  await expect(page.locator('#field-date')).toHaveValue('12-06-2022');
  await page.locator('#field-date').fill('3/6/2022');
  await page.evaluate(() => {
    HTMLInputElement.prototype.showPicker = function () {
      document.title = this.value;
      this.value = '2022-06-30';
      this.dispatchEvent(new Event('change'));
    };
  });
  await page.locator('#field-date ~ [data-calendar]').click();
  await expect(page).toHaveTitle('2022-06-03');
  await expect(page.locator('#field-date')).toHaveValue('30-06-2022');
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the language changes and the same page comes back', async ({ page }, { project }) => {
    await page.goto(`${page_}?frame=public`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Komponen');
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Components');
    expect(new URL(page.url()).search).toBe('?frame=public');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    expect(project.name).toBeTruthy();
  });

  test('nothing is offered that only script could do, and menus still open', async ({ page }) => {
    await page.goto(page_);
    await expect(page.locator('#field-date')).toBeVisible();
    await expect(page.locator('[data-calendar]').first()).toBeHidden();
    await page.locator('header details').last().locator('summary').click();
    await expect(page.getByRole('button', { name: 'Keluar' })).toBeVisible();
  });
});

test('two people who read at the same moment each get their own language', async ({ request }) => {
  const answers = await Promise.all(
    Array.from({ length: 30 }, async (_, i) => {
      const language = i % 2 === 0 ? 'id' : 'en';
      const answer = await request.get(page_, { headers: { cookie: `simpul_language=${language}` } });
      const html = await answer.text();
      return {
        language,
        lang: /<html lang="(\w+)"/.exec(html)?.[1],
        mixed: html.includes(language === 'id' ? 'Skip to the content' : 'Langsung ke isi halaman'),
      };
    }),
  );
  for (const { language, lang, mixed } of answers) expect({ lang, mixed }).toEqual({ lang: language, mixed: false });
});

test('the page brings no script of the framework and little of ours', async ({ page }) => {
  const scripts: string[] = [];
  page.on('request', (asked) => asked.resourceType() === 'script' && scripts.push(new URL(asked.url()).pathname));
  await page.goto(page_);
  await page.waitForLoadState('networkidle');
  expect(scripts).toEqual(['/simpul.js']);
});
