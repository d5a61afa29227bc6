import { isDatabaseAwake } from '#platform/health.server';
import { application } from './application.server.ts';

/** What a watchdog is told. */
export async function healthOfApplication(): Promise<{ process: 'ok'; database: 'ok' | 'down' }> {
  return { process: 'ok', database: (await isDatabaseAwake(application().db)) ? 'ok' : 'down' };
}
