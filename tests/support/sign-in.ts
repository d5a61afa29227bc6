import { demoPassword } from '../../src/invented/demo/accounts.ts';

/** Signs in over plain HTTP, as a form without script does, and answers the cookie header of the session. */
export async function signInByForm(url: string, username: string): Promise<string> {
  const answer = await fetch(`${url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: url, accept: 'text/html' },
    body: new URLSearchParams({ username, password: demoPassword }),
  });
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  if (answer.status !== 303) throw new Error(`signing in as ${username} answered ${answer.status}`);
  return cookies.join('; ');
}
