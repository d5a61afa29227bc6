import type { Answer, Browser } from '../browser.ts';
import type { Office } from '../office.ts';
import { readPage, type Page } from '../page.ts';
import { fillIn, packed, target, type Scenario, type Scene } from '../scenario.ts';

/** A page as an officer of the demo opens it. */
export const at =
  (username: string, path: string | ((office: Office) => Promise<string>)): Scenario['scene'] =>
  async (office) => ({
    browser: await office.as(username),
    path: typeof path === 'string' ? path : await path(office),
  });

/** Does what comes before: sends a form well filled in, as its own scenario would, and fails where it is not taken. */
export async function step(
  office: Office,
  name: string,
  scene: Scene,
  fill: Scenario['fill'] = {},
  more: Pick<Scenario, 'which' | 'bare'> = {},
): Promise<Answer> {
  const filled = await fillIn(office, name, { scene: async () => scene, fill, ...more });
  const answer = await scene.browser.send({
    method: 'POST',
    path: target(scene.browser, filled),
    body: packed(filled.form, filled.sent),
  });
  if (answer.status !== 303 && answer.status !== 200)
    throw new Error(
      `${name} on ${scene.path} answered ${answer.status} as a step before: ${said(readPage(scene.path, answer))}`,
    );
  return answer;
}

/** What a page complains about, in one line. */
export const said = (page: Page): string =>
  page.summary.map(({ text, to }) => `${to ?? 'form'}: ${text}`).join(' | ') || page.title;

/** Where an answer leads. */
export function ledTo(browser: Browser, answer: Answer): string {
  if (!answer.headers.location) throw new Error(`a redirection was expected, not ${answer.status}`);
  return browser.resolve(answer.headers.location, '/');
}

/** Looks again until the background jobs have come round. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 600; tries++) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('what was waited for never came');
}

export type Client = { id: string; person: string; name: string };

/** A client of Palembang whom no scene has met, an adult under supervision whose file everybody there may read. */
export function aClient(office: Office, where = 'true'): Promise<Client> {
  return office.unused(
    `select c.id, c.person_id as person, p.name from cases.client_case c
     join units.unit u on u.id = c.unit_id join people.person p on p.id = c.person_id
     where u.code = 'bapas-palembang' and c.state = 'active' and not c.guarded and not c.sealed and not c.restricted and not p.restricted
       and c.age_group = 'adult' and (${where}) order by c.id desc`,
  );
}

/** Whom a child is called with, or why not. */
export const family = {
  guardianCalled: 'yes',
  guardianNote: 'Ibu Kenari',
  companionCalled: 'no',
  companionNote: 'belum ditunjuk',
};

/** Who leads the office and may do almost everything in it. */
export const head = 'kepala.palembang';
export const section = 'kasi.palembang';

/** A page of a new client's file; `first` brings the file to where the page has the form. */
export const onClient =
  (
    username: string,
    page: string | ((client: Client) => string),
    { where, first }: { where?: string; first?: (office: Office, client: Client) => Promise<unknown> } = {},
  ): Scenario['scene'] =>
  async (office) => {
    const client = await aClient(office, where);
    const led = await first?.(office, client);
    const path =
      typeof led === 'string' ? led : typeof page === 'string' ? `/clients/${client.id}/${page}` : page(client);
    return { browser: await office.as(username), path };
  };

/** A form of a client's file as the step before. */
export const before =
  (username: string, form: string, page: string, fill: Scenario['fill'] = {}) =>
  async (office: Office, client: Client): Promise<void> => {
    await step(office, form, { browser: await office.as(username), path: `/clients/${client.id}/${page}` }, fill);
  };
