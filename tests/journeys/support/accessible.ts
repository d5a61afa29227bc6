import { createHash } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import axe, { type RunOnly } from 'axe-core';
import { everything } from '../../support/width.ts';
import { judged } from './routes.ts';

export const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const allRules: RunOnly = { type: 'tag', values: standards };
/** What hangs on how large an element is and where it stands, and so on the screen that shows it. */
const byPlace: RunOnly = { type: 'rule', values: ['target-size', 'scrollable-region-focusable'] };
const mark = 'data-judged-now';

/**
 * No violation that a tool can see, on the page as it stands. The tool takes longer than everything else on a page, and longest over
 * contrast; so in `npm test` it judges the first page of a run whole, and of the others those elements whose like stood nowhere before: of
 * another kind, with other attributes, in another place, in other colours, or hidden where the like was seen. On the second screen
 * only what hangs on the screen is new. `npm run simpul -- verify` has every page judged whole, wherever it is opened.
 */
export async function expectNoViolation(page: Page, screen: string): Promise<void> {
  const known = judged.all();
  const language = await page.evaluate(() => document.documentElement.lang);
  const nameOf = (...told: string[]) => createHash('sha1').update(told.join(' ')).digest('base64url');
  const anywhere = (shape: string) => nameOf(language, shape);
  const here = (shape: string) => nameOf(screen, language, shape);
  const shapes = await shapesOn(page);
  const fresh = shapes.filter((shape) => !known.has(anywhere(shape)));
  const placed = shapes.filter((shape) => !known.has(here(shape)) && !shape.endsWith(hidden));
  if (everything || known.size === 0) await expectNone(page, allRules);
  else {
    await expectOwnNames(page);
    const marked = [...new Set([...fresh, ...placed])];
    if (marked.length === 0) return;
    await shapesOn(page, { marked, mark });
    await expectNone(page, fresh.length > 0 ? allRules : byPlace, `[${mark}]`);
    await page.evaluate(
      (name) => document.querySelectorAll(`[${name}]`).forEach((one) => one.removeAttribute(name)),
      mark,
    );
  }
  judged.add([...fresh.map(anywhere), ...placed.map(here)]);
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

async function expectNone(page: Page, rules: RunOnly, within?: string): Promise<void> {
  const violations = await violationsOn(page, rules, within);
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`);
  expect(found, page.url()).toEqual([]);
}

type Violation = { id: string; nodes: { target: string; html: string }[] };
/**
 * What the tool finds against these rules, on the page or within some elements of it. It is brought to a page once, however often that is
 * judged, and speaks of nothing but what is wrong: finding a name for each of a thousand elements that are well takes it longer.
 */
export async function violationsOn(page: Page, rules: RunOnly, within?: string): Promise<Violation[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(
    async ({ rules, within }) => {
      const { axe: tool } = window as unknown as { axe: typeof axe };
      const context = within === undefined ? document : { include: [[within]] };
      const { violations } = await tool.run(context, { runOnly: rules, resultTypes: ['violations'] });
      return violations.map(({ id, nodes }) => ({
        id,
        nodes: nodes.map(({ target, html }) => ({ target: target.join(' '), html })),
      }));
    },
    { rules, within },
  );
}

/** How a shape ends whose element nobody sees. */
const hidden = ' hidden';

/**
 * What axe judges an element by, short enough to remember: what it is, what it stands in, whether it says something, how it looks. Of each
 * shape in `marked` the first element gets the mark.
 */
function shapesOn(page: Page, given?: { marked: readonly string[]; mark: string }): Promise<string[]> {
  return page.evaluate(
    ({ asked, hidden }) => {
      const kind = (element: Element) => `${element.localName}.${[...element.classList].sort().join('.')}`;
      const attributes = (element: Element) =>
        element
          .getAttributeNames()
          .filter((name) => name !== 'class')
          .map((name) => (name === 'role' || name === 'type' ? `${name}=${element.getAttribute(name)}` : name))
          .sort()
          .join(' ');
      const says = (element: Element) => (element.textContent?.trim() ? 'says' : 'empty');
      const look = (element: Element) => {
        if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return hidden;
        const { color, backgroundColor, fontSize } = getComputedStyle(element);
        return ` ${color} on ${backgroundColor} ${fontSize}`;
      };
      const firsts = new Map<string, Element>();
      for (const one of document.body.querySelectorAll('*')) {
        const shape = `${kind(one.parentElement!)} > ${kind(one)} [${attributes(one)}] ${says(one)}${look(one)}`;
        if (!firsts.has(shape)) firsts.set(shape, one);
      }
      for (const shape of asked?.marked ?? []) firsts.get(shape)?.setAttribute(asked!.mark, '');
      return [...firsts.keys()];
    },
    { asked: given, hidden },
  );
}
