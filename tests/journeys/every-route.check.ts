import { expect, test } from '@playwright/test';
import { openedOn, pageRoutes } from './support/routes.ts';

for (const screen of ['desktop', 'phone'])
  test(`every page of src/routes was looked at on the ${screen}`, () => {
    const opened = openedOn(screen);
    expect(pageRoutes.length).toBeGreaterThan(100);
    expect(pageRoutes.filter((route) => !opened.has(route))).toEqual([]);
  });
