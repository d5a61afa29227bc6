import { devices } from '@playwright/test';

/** The reference phone of DESIGN 6: narrow, touched, and not fast. */
export const phone = { ...devices['Galaxy S9+'], viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 };
