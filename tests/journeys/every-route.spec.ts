import { expect, test } from '@playwright/test';
import { openedOn, pageRoutes } from './support/routes.ts';

/** Pages that stand on the way between two others and are never looked at: what sends them on is tested in their journeys. */
const passedThrough: readonly string[] = [];

for (const screen of ['desktop', 'phone'])
  test(`no page of the application was left unopened: ${screen}`, () => {
    const opened = openedOn(screen);
    expect(pageRoutes.filter((route) => !opened.has(route) && !passedThrough.includes(route))).toEqual([]);
  });
