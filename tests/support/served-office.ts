import type { TestProject } from 'vitest/node';
import process from 'node:process';
import { startDemoOffice } from './demo-office.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    office: { url: string; data: string };
  }
}

/** The demo office of a run of served tests; OFFICE_URL and OFFICE_DATA name one that runs already. */
export default async function servedOffice(project: TestProject): Promise<() => Promise<void>> {
  const { OFFICE_URL, OFFICE_DATA } = process.env;
  if (OFFICE_URL && OFFICE_DATA) {
    project.provide('office', { url: OFFICE_URL, data: OFFICE_DATA });
    return async () => {};
  }
  const office = await startDemoOffice({ logs: 'debug' });
  project.provide('office', { url: office.url, data: office.data });
  return office.stop;
}
