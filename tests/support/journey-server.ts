import process from 'node:process';
import { startDemoOffice } from './demo-office.ts';

/** One demo office for all journeys of a run; each journey works with clients of its own. */
export default async function journeyServer(): Promise<() => Promise<void>> {
  const office = await startDemoOffice();
  process.env.JOURNEY_URL = office.url;
  process.env.JOURNEY_DATA = office.data;
  return office.stop;
}
