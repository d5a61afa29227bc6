import type { Browser } from './browser.ts';
import type { Arriving, Kind, Sample } from './kinds.ts';

/** Comes to work: the sign-in page, user name and password, and the first page, which must greet the one who signed in. */
export async function signIn(one: Arriving, browser: Browser, startedAt: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  const step = async (
    kind: Kind,
    send: () => ReturnType<Browser['get']>,
    isRight: (answer: Awaited<ReturnType<Browser['get']>>) => boolean,
  ) => {
    const at = performance.now() - startedAt;
    try {
      const answer = await send();
      const problem = isRight(answer) ? {} : { problem: `status ${answer.status}` };
      samples.push({ kind, at, ms: answer.ms, ...problem });
      return isRight(answer) ? answer : undefined;
    } catch (error) {
      samples.push({ kind, at, ms: performance.now() - startedAt - at, problem: (error as Error).message });
      return undefined;
    }
  };
  const { username, password, name } = one;
  const door = await step(
    'door',
    () => browser.get('/sign-in'),
    ({ status, body }) => status === 200 && body.includes('name="password"'),
  );
  const signedIn =
    door &&
    (await step(
      'sign_in',
      () => browser.post('/sign-in', { username, password }),
      ({ status, location }) => status === 303 && location !== null,
    ));
  if (signedIn)
    await step(
      'first',
      () => browser.get('/today'),
      ({ status, body }) => status === 200 && body.includes(name),
    );
  browser.close();
  return samples;
}
