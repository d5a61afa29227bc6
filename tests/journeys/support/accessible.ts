import { createHash } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { everything } from '../../support/width.ts';
import { judged } from './routes.ts';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const mark = 'data-judged-now';

/**
 * No violation that a tool can see, on the page as it stands. The tool takes longer than everything else on a page, and longest over
 * contrast; so in `npm test` it judges the first page of a run whole, and of the others those elements whose like stood nowhere before: of
 * another kind, with other attributes, in another place. `npm run simpul -- verify` has every page judged whole, wherever it is opened.
 */
export async function expectNoViolation(page: Page, screen: string): Promise<void> {
  const known = judged.all();
  const language = await page.evaluate(() => document.documentElement.lang);
  const nameOf = (shape: string) => createHash('sha1').update(`${screen} ${language} ${shape}`).digest('base64url');
  const fresh = (await shapesOn(page)).filter((shape) => !known.has(nameOf(shape)));
  if (everything || known.size === 0) await expectNone(page, axe(page));
  else {
    await expectOwnNames(page);
    if (fresh.length === 0) return;
    await shapesOn(page, { marked: fresh, mark });
    await expectNone(page, axe(page).include(`[${mark}]`));
    await page.evaluate(
      (name) => document.querySelectorAll(`[${name}]`).forEach((one) => one.removeAttribute(name)),
      mark,
    );
  }
  judged.add(fresh.map(nameOf));
}

/** What is true of a page as a whole and differs from page to page: it has a title, and no two things have one name. */
async function expectOwnNames(page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    const ids = Array.from(document.querySelectorAll('[id]'), ({ id }) => id);
    return { title: document.title.trim(), twice: ids.filter((id, at) => ids.indexOf(id) !== at) };
  });
  expect(found.title, page.url()).not.toBe('');
  expect(found.twice, page.url()).toEqual([]);
}

/** Our pages hold no frames of others: without them the tool judges in the page itself and opens no second one to add up in. */
const axe = (page: Page) => new AxeBuilder({ page }).setLegacyMode().withTags(standards);

async function expectNone(page: Page, builder: AxeBuilder): Promise<void> {
  const { violations } = await builder.analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
  expect(found, page.url()).toEqual([]);
}

/**
 * What axe judges an element by, short enough to remember: what it is, what it stands in, whether it says something. Of each shape in
 * `marked` the first element gets the mark.
 */
function shapesOn(page: Page, given?: { marked: readonly string[]; mark: string }): Promise<string[]> {
  return page.evaluate((asked) => {
    const kind = (element: Element) => `${element.localName}.${[...element.classList].sort().join('.')}`;
    const attributes = (element: Element) =>
      element
        .getAttributeNames()
        .filter((name) => name !== 'class')
        .map((name) => (name === 'role' || name === 'type' ? `${name}=${element.getAttribute(name)}` : name))
        .sort()
        .join(' ');
    const says = (element: Element) => (element.textContent?.trim() ? 'says' : 'empty');
    const firsts = new Map<string, Element>();
    for (const one of document.body.querySelectorAll('*')) {
      const shape = `${kind(one.parentElement!)} > ${kind(one)} [${attributes(one)}] ${says(one)}`;
      if (!firsts.has(shape)) firsts.set(shape, one);
    }
    for (const shape of asked?.marked ?? []) firsts.get(shape)?.setAttribute(asked!.mark, '');
    return [...firsts.keys()];
  }, given);
}
