import pg from 'pg';
import { ConsoleProblem } from './console-problem.server.ts';

/** Opens one connection for commands and set-up work and closes it whatever happens. */
export async function withConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'simpul-command',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {}); // a connection that is cut in mid-query rejects that query; this keeps the process alive
  try {
    await client.connect();
  } catch (error) {
    throw connectionProblem(error, url);
  }
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Host, port, database and role of an address, without its password. */
export function placeOf(url: string): string {
  try {
    const { username, host, pathname } = new URL(url);
    return `${decodeURIComponent(username)}@${host}${pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}

function connectionProblem(error: unknown, url: string): ConsoleProblem {
  const code = (error as { code?: string }).code ?? '';
  const place = placeOf(url);
  if (code === '28P01' || code === '28000')
    return new ConsoleProblem(
      {
        id: `Basis data menolak masuk sebagai ${place}; periksa nama dan kata sandinya.`,
        en: `The database refused to sign in ${place}; check the role and its password.`,
      },
      { cause: error },
    );
  if (code === '3D000')
    return new ConsoleProblem(
      {
        id: `Basis data pada ${place} belum ada; buat dahulu.`,
        en: `The database at ${place} does not exist; create it first.`,
      },
      { cause: error },
    );
  return new ConsoleProblem(
    {
      id: `Basis data ${place} tidak dapat dihubungi (${code || (error as Error).message}).`,
      en: `The database ${place} cannot be reached (${code || (error as Error).message}).`,
    },
    { cause: error },
  );
}
