import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { defineConfig } from '@playwright/test';
import { desk, phone } from './tests/journeys/support/screens.ts';
import { everything } from './tests/support/width.ts';

/** Named by scripts/test.mjs; found in its usual place where somebody runs Playwright by hand. */
const chromium =
  process.env.CHROMIUM_PATH ||
  ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    existsSync,
  );

/** Pages that were looked at; the workers inherit the name from the process that plans the run (tests/journeys/support/routes.ts). */
process.env.JOURNEY_OPENED ??= mkdtempSync(join(tmpdir(), 'simpul-opened-'));

const atTheDesk = [
  'accounts.spec.ts',
  'auditor.spec.ts',
  'bad-inputs.spec.ts',
  'cases.spec.ts',
  'every-page.spec.ts',
  'figures.spec.ts',
  'judge.spec.ts',
  'keyboard.spec.ts',
  'lists.spec.ts',
  'new-password.spec.ts',
  'office.spec.ts',
  'session-end.spec.ts',
  'sittings.spec.ts',
];

/** Long walks through what administrators set: `npm run simpul -- verify --only journeys` plays them, too. */
const inVerify = ['accounts.spec.ts', 'office.spec.ts'];
/** Of what officers do a phone plays what is done on one; every page is looked at there anyway (every-page.spec.ts). */
const onPhone = /@phone|client\.spec|without-script\.spec/;

/** Counts what the others have looked at. */
const afterAll = 'every-route.spec.ts';

export default defineConfig({
  testDir: 'tests/journeys',
  outputDir: 'test-results',
  // Starts an office with its own data and says where it is, unless JOURNEY_URL names one that runs already.
  ...(process.env.JOURNEY_URL ? {} : { globalSetup: './tests/support/journey-server.ts' }),
  fullyParallel: true,
  workers: 2,
  timeout: 120_000,
  // Against hanging only: a machine that builds beside the browser is slow, and slow is the benchmarks' business.
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    baseURL: process.env.JOURNEY_URL,
    locale: 'id-ID',
    timezoneId: 'Asia/Jakarta',
    // What a page asks for is looked at as it leaves the page; the journey without a line lets the device answer.
    serviceWorkers: 'block',
    // A trace of every step costs more than the steps: PWDEBUG or --trace on, when one is looking for something.
    trace: 'off',
    // A button that is not there is missed by its name after this, and not by the test that waited for it as long as it lived.
    actionTimeout: 20_000,
    navigationTimeout: 60_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // Every page is the office's own. Told to keep sites apart, a browser has another process waiting beside each journey's, which nobody uses.
        '--disable-site-isolation-trials',
      ],
    },
  },
  projects: [
    { name: 'desktop', use: desk, testIgnore: [afterAll, 'without-script.spec.ts', ...(everything ? [] : inVerify)] },
    { name: 'phone', use: phone, testIgnore: [afterAll, ...atTheDesk], ...(everything ? {} : { grep: onPhone }) },
    { name: 'after all', testMatch: afterAll, dependencies: ['desktop', 'phone'] },
  ],
});
