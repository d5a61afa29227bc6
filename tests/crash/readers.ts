import { setTimeout as sleep } from 'node:timers/promises';
import type { Desk } from './office.ts';

export type Seen = { statuses: Record<number, number>; wrong: string[] };

/**
 * Officers who only look, all the while. A page may be there, or say that the database is away; when the application itself is
 * being started there is nobody to say anything.
 */
export function watchPages(address: string, desk: Desk): { stop: () => Promise<Seen> } {
  const seen: Seen = { statuses: {}, wrong: [] };
  let isOver = false;
  const look = async (token: string, path: string) => {
    while (!isOver) {
      const answer = await fetch(`${address}${path}`, {
        redirect: 'manual',
        headers: { cookie: `simpul_session=${token}`, accept: 'text/html' },
      }).catch(() => undefined);
      if (answer) {
        const text = await answer.text().catch(() => '');
        seen.statuses[answer.status] = (seen.statuses[answer.status] ?? 0) + 1;
        const says =
          answer.status === 200 || (answer.status === 503 && /sedang (menunggu basis datanya|disiapkan)/.test(text));
        if (!says) seen.wrong.push(`${path}: ${answer.status} ${text.slice(0, 300)}`);
      }
      await sleep(400);
    }
  };
  const looking = [
    look(desk.officers[0]!.token, `/clients/${desk.cases.at(-1)}/check-ins`),
    look(desk.officers[1]!.token, '/today'),
  ];
  return {
    async stop() {
      isOver = true;
      await Promise.all(looking);
      return seen;
    },
  };
}
