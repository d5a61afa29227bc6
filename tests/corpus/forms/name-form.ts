import { expect } from 'vitest';
import type { Browser } from './browser.ts';
import type { Office } from './office.ts';
import { readPage, type Page } from './page.ts';
import { findForm, packed, put, target, fillIn, type Filled, type Scene } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';
import { footprints } from './writes.ts';

const form = '/people/[personId]/names add';

export const errorWords = (page: Page) => page.summary.map(({ text }) => text).join(' ');

/** The form that stands for all where they share one reader: another name of a person. */
export function nameForm(office: () => Office) {
  const fill = () => fillIn(office(), form, scenarios[form]!);

  async function send(
    filled: Filled & Scene,
    { id, browser = filled.browser }: { id?: string; browser?: Browser } = {},
  ) {
    const sent = filled.sent.map((pair): Filled['sent'][number] => [...pair]);
    if (id !== undefined) put(sent, 'submissionId', id);
    await office().writes();
    const path = target(browser, filled);
    const answer = await browser.send({ method: 'POST', path, body: packed(filled.form, sent) });
    const writes = (await office().writes()).filter(({ table }) => !footprints.includes(table));
    return { answer, page: readPage(path, answer), writes };
  }

  /** The same form again, as it was typed, under an id that was never used; and sent once more, it is taken. */
  async function expectAgain(filled: Filled & Scene, page: Page, browser = filled.browser): Promise<void> {
    expect(page.status).toBe(422);
    const again = findForm(page, form, scenarios[form]!, filled.form)!;
    const value = (name: string) => again.controls.find((control) => control.name === name)!.value;
    expect(value('name')).toBe(filled.sent.find(([name]) => name === 'name')![1]);
    expect(value('submissionId')).toMatch(/^[0-9a-f-]{36}$/);
    expect(value('submissionId')).not.toBe(filled.sent.find(([name]) => name === 'submissionId')![1]);
    expect((await send(filled, { id: value('submissionId'), browser })).answer.status).toBe(303);
  }

  return { fill, send, expectAgain };
}
