import { everything } from '../support/width.ts';
import { takeExport } from './support/deeds.ts';
import { expect, expectFine, expectFineOnBoth, signInAs, test, type Page } from './support/journey.ts';

/** Three months say as much as thirty-seven. */
const period = 'from=2022-03&until=2022-05';

type Shown = { text: string; href: string };

/** The numbers of the page that open a list. */
async function numbersOn(page: Page): Promise<Shown[]> {
  return page
    .getByRole('main')
    .locator('a[href^="/figures/list"], td a[href^="/figures/officers"]')
    .evaluateAll((links) => links.map((a) => ({ text: a.textContent!.trim(), href: a.getAttribute('href')! })));
}

/** How long the list behind a number is, as its page says and, where it is one page, as it shows. */
async function lengthOf(page: Page, href: string): Promise<string> {
  const html = await (await page.request.get(href)).text();
  const closed = /([\d.]+) klien dihitung tetapi tidak ditampilkan/.exec(html)?.[1] ?? '0';
  const shown = /([\d.]+) dari ([\d.—]+) ditampilkan/.exec(html);
  if (!shown) {
    // Of an empty list nothing is added up: it says that nobody stands on it.
    expect(html, href).toMatch(/Tidak ada (klien|petugas) dalam daftar ini\./);
    return closed;
  }
  const [, visible, total] = shown;
  const rows = html.match(/<th scope="row"/g)?.length ?? 0;
  const count = (shown: string) => Number(shown.replaceAll('.', ''));
  expect(rows, href).toBe(Math.min(count(visible!), 50));
  expect(count(visible!) + count(closed), href).toBe(count(total!));
  return total!;
}

/** The rows of the table of months, number by number. */
async function monthsOn(page: Page): Promise<string[][]> {
  const rows = page.getByRole('table', { name: 'Wajib lapor per bulan dan saluran' }).last().getByRole('row');
  return rows.evaluateAll((lines) =>
    lines.map((line) => Array.from(line.querySelectorAll('th,td'), (cell) => cell.textContent!.trim())),
  );
}

const place = `/figures?${period}`;
for (const username of everything ? ['kepala.palembang', 'kanwil.sumsel'] : ['kepala.palembang'])
  test(`${username}: each number is as long as its list, and the print and the file say the same`, async ({ page }) => {
    test.slow();
    await signInAs(page, username);
    await page.goto(place);
    await expectFineOnBoth(page);
    const numbers = await numbersOn(page);
    expect(numbers.length).toBeGreaterThan(30);
    // Sums as well: each channel's over the three months, and those of both age groups.
    expect(numbers.filter(({ href }) => /month=2022-03&until=2022-05/.test(href)).length).toBeGreaterThan(1);
    // Only a share opens none: it is a number of clients divided by another. Whose assessments are due is not for the region to read.
    const open = page
      .getByRole('main')
      .locator(username === 'kanwil.sumsel' ? 'section:not(:has(h2:text-is("Asesmen")))' : 'section');
    const silent = await open.locator('td.number:not(:has(a))').allInnerTexts();
    expect(silent.filter((text) => !text.includes('%'))).toEqual([]);
    for (let at = 0; at < numbers.length; at += 4) {
      const few = numbers.slice(at, at + 4);
      const lengths = await Promise.all(few.map(({ href }) => lengthOf(page, href)));
      expect(few.map(({ href }, i) => [href, lengths[i]])).toEqual(few.map(({ href, text }) => [href, text]));
    }
    // One of them as a person opens it.
    await page.getByRole('main').locator('a[href^="/figures/list"]').first().click();
    await expectFine(page);
    await page.goBack();

    const seen = await monthsOn(page);
    const shares = await page.getByRole('table', { name: 'Klien yang melapor' }).innerText();
    await page.emulateMedia({ media: 'print' });
    expect(await monthsOn(page)).toEqual(seen);
    expect(await page.getByRole('table', { name: 'Klien yang melapor' }).innerText()).toBe(shares);
    await expect(page.getByRole('navigation')).toHaveCount(0);
    await page.emulateMedia({ media: 'screen' });

    const rows = await takeExport(
      page,
      page.getByRole('main').getByRole('link', { name: 'Ekspor' }).first(),
      'XLSX (Excel)',
    );
    if (username === 'kepala.palembang') {
      // The head's day says the same of who carries how much.
      await page.goto('/today');
      for (const [ratio, whose] of [
        ['1 : 50', 'Klien untuk setiap petugas tercatat (73 orang)'],
        ['1 : 58', 'Klien untuk setiap petugas bertugas (63 orang)'],
      ] as const)
        await expect(page.getByRole('link', { name: `${ratio} ${whose}` })).toBeVisible();
    }
    const [head = [], ...months] = rows;
    const column = head.indexOf('Klien');
    expect(column, head.join()).toBeGreaterThan(0);
    const reporting = page.getByRole('table', { name: 'Klien yang melapor' });
    await page.goto(place);
    for (const month of ['Maret 2022', 'April 2022', 'Mei 2022']) {
      const cells = await reporting.getByRole('row').filter({ hasText: month }).getByRole('cell').allInnerTexts();
      expect(months.map((row) => row.join(' ')).join('\n')).toContain(cells[0]!.replaceAll('.', ''));
    }
  });
