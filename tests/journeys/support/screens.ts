import { devices } from '@playwright/test';

/** A desk in an office. */
export const desk = { viewport: { width: 1280, height: 800 } };
/** The reference phone of DESIGN 6: narrow, touched, and not fast. */
export const phone = { ...devices['Galaxy S9+'], viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 };
