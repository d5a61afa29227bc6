import { startDemoOffice, type DemoOffice } from '../../support/demo-office.ts';
import { passNight } from '../../support/nights.ts';
import { test as base } from './journey.ts';

/** An office that this journey has to itself, so that days may pass in it: in the office of the run it is the same day for everybody. */
export type OwnOffice = DemoOffice & {
  /** The night before this day passes, and in Gili Lestari with all that the worker does in it. */
  passNight: (before: string) => Promise<void>;
};

export const test = base.extend<{ office: OwnOffice }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads from this pattern what a fixture needs
  office: async ({}, use) => {
    const office = await startDemoOffice();
    await use({ ...office, passNight: (before) => passNight(office.data, before, 'Asia/Makassar') });
    await office.stop();
  },
  baseURL: async ({ office }, use) => use(office.url),
});
