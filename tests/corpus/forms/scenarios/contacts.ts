import type { Office } from '../office.ts';
import type { Scenario } from '../scenario.ts';
import { at, before, head, ledTo, onClient, section, step, type Client } from './steps.ts';

const form = (name: string) => `/clients/[caseId]/contacts/${name}`;
const place = (client: Client, page = '') => `/clients/${client.id}/contacts${page}`;

/** A recording that has been begun: its address. */
async function begun(office: Office, client: Client, kind = 'home_visit'): Promise<string> {
  const browser = await office.as(section);
  const answer = await step(office, form('record begin'), { browser, path: place(client, '/record') }, { kind });
  return ledTo(browser, answer);
}
async function tell(office: Office, path: string, fill: Scenario['fill']): Promise<string> {
  const browser = await office.as(section);
  return ledTo(browser, await step(office, form('record answer'), { browser, path }, fill));
}
/** The page before sending. Heads date back as they like, so what is late is a counsellor's. */
async function finished(office: Office, client: Client): Promise<string> {
  let path = await begun(office, client);
  path = await tell(office, path, { happenedOn: '13-06-2022' });
  path = await tell(office, path, { happening: 'attended_failed' });
  path = await tell(office, path, {});
  return tell(office, path, { next: 'none' });
}

const counsellor = 'pk.palembang';
const ofCounsellor = `c.pk_staff_id = (select a.staff_id from accounts.account a where a.username = '${counsellor}')`;
async function tooLate(office: Office, client: Client): Promise<string> {
  const browser = await office.as(counsellor);
  const go = async (name: string, path: string, fill: Scenario['fill']) =>
    ledTo(browser, await step(office, form(name), { browser, path }, fill));
  let path = await go('record begin', place(client, '/record'), { kind: 'search' });
  path = await go('record answer', path, { happenedOn: '01-06-2022' });
  path = await go('record answer', path, { source: 'court_register', finding: 'nothing' });
  return go('record answer', path, { note: '', followUp: '' });
}
async function asked(office: Office, client: Client): Promise<string> {
  const path = await tooLate(office, client);
  await step(office, form('record ask'), { browser: await office.as(counsellor), path });
  return place(client, '/late');
}

const planned = before(head, form('plan plan'), 'contacts/plan', { kind: 'home_visit', on: '20-06-2022' });
async function plan(office: Office, client: Client): Promise<string> {
  await planned(office, client);
  const { id } = await office.one<{ id: string }>(
    `select id from contacts.planned where case_id = $1 and origin = 'officer' order by made_at desc`,
    [client.id],
  );
  return place(client, `/plan?of=${id}`);
}

const invited = before(head, form('observers invite'), 'contacts/observers', {
  kind: 'rt_rw',
  name: 'Kenari Ketua RT',
});
/** The address on a new link, as its observer types it. */
async function link(office: Office, client: Client): Promise<string> {
  await invited(office, client);
  const { id } = await office.one<{ id: string }>(
    'select id from contacts.observer where case_id = $1 order by made_at desc',
    [client.id],
  );
  const page = await (await office.as(head)).open(place(client, `/observers?show=${id}`));
  const address = page.words.map((word) => /\/o\/[0-9A-Z]{27}/.exec(word)?.[0]).find(Boolean);
  if (!address) throw new Error('there is no link on the page');
  return address;
}
const seen = { seen: 'often', livesThere: 'yes', occupied: 'yes', concern: 'none' };
async function answered(office: Office, client: Client): Promise<string> {
  const path = await link(office, client);
  await step(office, '/o/[code] default', { browser: office.stranger(), path }, seen);
  return place(client, '/observers');
}

export const contacts: Readonly<Record<string, Scenario>> = {
  [form('record begin')]: { scene: onClient(section, 'contacts/record'), fill: { kind: 'call' } },
  [form('record answer')]: {
    scene: onClient(section, '', {
      first: async (office, client) => {
        let path = await begun(office, client);
        path = await tell(office, path, { happenedOn: '13-06-2022' });
        return tell(office, path, { happening: 'complied' });
      },
    }),
    // The last answer counts, so the form is no deed that runs once.
    repeats: true,
  },
  [form('record send')]: { scene: onClient(section, '', { first: finished }) },
  [form('record drop')]: { scene: onClient(section, '', { first: finished }) },
  [form('record ask')]: { scene: onClient(counsellor, '', { where: ofCounsellor, first: tooLate }) },
  [form('late default')]: {
    scene: onClient(section, '', { where: ofCounsellor, first: asked }),
    fill: { decision: 'approved' },
  },
  [form('plan plan')]: { scene: onClient(head, 'contacts/plan'), fill: { kind: 'home_visit', on: '20-06-2022' } },
  [form('plan move')]: { scene: onClient(head, '', { first: plan }), fill: { on: '21-06-2022' } },
  [form('plan cancel')]: { scene: onClient(head, '', { first: plan }) },
  [form('observers invite')]: { scene: onClient(head, 'contacts/observers'), fill: { kind: 'rt_rw' } },
  [form('observers revoke')]: {
    scene: onClient(head, 'contacts/observers', { first: invited }),
  },
  [form('observers decide')]: { scene: onClient(head, '', { first: answered }), fill: { decision: 'confirmed' } },
  '/visits default': { scene: at(counsellor, '/visits'), fill: { to: 'down' } },
  '/o/[code] default': {
    scene: async (office) => {
      const { path } = await onClient(head, '', { first: link })(office);
      return { browser: office.stranger(), path };
    },
    fill: seen,
    traces: ['accounts.attempt', 'platform.journal'],
  },
};
