import { expect, test } from '@playwright/test';
import { everything } from '../support/width.ts';
import { openedOn, pageRoutes } from './support/routes.ts';

/** For whoever signs in with more than a password: accounts.spec.ts. */
const inVerify = everything ? [] : ['/sign-in/passkey', '/sign-in/second-factor'];

for (const screen of ['desktop', 'phone'] as const)
  test(`no page of the application was left unopened: ${screen}`, () => {
    const opened = openedOn(screen);
    const left = pageRoutes.filter((route) => !opened.has(route));
    expect(left.filter((route) => !inVerify.includes(route))).toEqual([]);
  });
