import { randomBytes } from 'node:crypto';
import { withConnection } from '../../src/platform/one-connection.server.ts';

/** An empty database with an application role of its own, both of one name, on a server that somebody has named for tests. */
export type RoomOnServer = { name: string; ownerUrl: string; appUrl: string; remove: () => Promise<void> };

/** `server` is TEST_DATABASE_URL: any database of the server, as a role that may create databases and roles. */
export async function roomOnServer(server: string, name: string): Promise<RoomOnServer> {
  const password = randomBytes(18).toString('base64url');
  const ownerUrl = new URL(server);
  ownerUrl.pathname = `/${name}`;
  const appUrl = new URL(ownerUrl);
  Object.assign(appUrl, { username: name, password });
  await withConnection(server, async (client) => {
    await client.query(`create role ${name} login noinherit password '${password}'`);
    await client.query(`grant ${name} to current_user`); // to cut its connections when a database is dropped
    await client.query(`create database ${name} template template0 encoding 'UTF8'`);
  });
  return {
    name,
    ownerUrl: ownerUrl.href,
    appUrl: appUrl.href,
    remove: () =>
      withConnection(server, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
        await client.query(`drop role ${name}`);
      }),
  };
}
