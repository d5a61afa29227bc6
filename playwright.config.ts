import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { defineConfig, devices } from '@playwright/test';
import { everything } from './tests/support/width.ts';

/** Named by scripts/test.mjs; found in its usual place where somebody runs Playwright by hand. */
const chromium =
  process.env.CHROMIUM_PATH ||
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

/** Pages that were looked at; the workers inherit the name from the process that plans the run (tests/journeys/support/routes.ts). */
process.env.JOURNEY_OPENED ??= mkdtempSync(join(tmpdir(), 'simpul-opened-'));

/** The reference phone of DESIGN 6: narrow, touched, and not fast. */
const phone = { ...devices['Galaxy S9+'], viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 };

const atTheDesk = [
  'accounts.spec.ts',
  'auditor.spec.ts',
  'bad-inputs.spec.ts',
  'cases.spec.ts',
  'counsellor.spec.ts',
  'figures.spec.ts',
  'keyboard.spec.ts',
  'lists.spec.ts',
  'office.spec.ts',
];

/** Long walks through the administrators' pages: `npm run simpul -- verify --only journeys` plays them, too. */
const inVerify = ['accounts', 'office'].map((name) => `${name}.spec.ts`);

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
      ],
    },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } }, testIgnore: everything ? [] : inVerify },
    // The officers' long journeys are played at the desk; every page of theirs is looked at here, too.
    { name: 'phone', use: phone, testIgnore: atTheDesk },
  ],
});
