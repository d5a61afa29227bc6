import type { Office } from '../office.ts';
import type { Scenario, Scene } from '../scenario.ts';
import { aClient, family, head, ledTo, section, step, type Client } from './steps.ts';

const begin = '/clients/[caseId]/revocations default';
/** A number is one decision's: each form takes the next one. */
let decrees = 170;
const plain = {
  reason: 'Berulang kali kenari menimbulkan keresahan.',
  told: 'Saudara kenari diusulkan dicabut bimbingannya.',
};
/** Who came with a child, as its office asks at each of its own steps. */
const presences = {
  guardianPresent: 'yes',
  guardianNote: 'Ibu Kenari',
  companionPresent: 'no',
  companionNote: 'sakit',
};
/** On the way of the tiers the page asks for danger as well. */
const filled = { ...plain, danger: 'Ancaman kenari kepada saksi di rumahnya.' };

/** A client on parole whose breach was proposed for revocation and waits. */
async function proposed(office: Office): Promise<Client> {
  const client = await aClient(
    office,
    `c.kind = 'parole_pb' and c.released_on <= '2022-06-13' and not exists (select from breaches.breach b where b.case_id = c.id)`,
  );
  await office.unused(
    `with made as (
       insert into breaches.breach (case_id, unit_id, state, source, opened_on, ended_on, note)
       select c.id, c.unit_id, 'proposed_for_revocation', 'officer', '2022-06-01', '2022-06-09', '' from cases.client_case c where c.id = '${client.id}'
       returning id)
     select id from made`,
  );
  return client;
}
async function begun(office: Office, client?: Client, more: Scenario['fill'] = {}): Promise<string> {
  const { id } = client ?? (await proposed(office));
  const browser = await office.as(section);
  const answer = await step(office, begin, { browser, path: `/clients/${id}/revocations` }, { ...plain, ...more });
  return ledTo(browser, answer).split('?')[0]!;
}

/** What the sitting advised, as its minutes are noted by one and confirmed by another. */
async function heard(office: Office): Promise<string> {
  const path = await begun(office);
  await office.one(
    `insert into revocations.move (proceeding_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, advice, made_by)
     select r.id, r.case_id, r.unit_id, 'hear', 'begun', 'advised', '2022-06-13', 'Kenari disarankan dicabut.', 'sitting_minutes', '17/TPP/2022', 'approve', a.id
     from revocations.proceeding r, accounts.account a where r.id = $1 and a.username = 'pk.palembang' returning id`,
    [path.split('/').at(-1)],
  );
  return path;
}

/** A matter that lies with an authority outside, which sends its decision on paper. */
async function atAuthority(office: Office): Promise<string> {
  const client = await proposed(office);
  // Nobody of the demo's large office is on this way.
  await office.one(
    `update cases.client_case set kind = 'suspended_sentence', released_on = null, release_expected_on = null, release_document = '' where id = $1 returning id`,
    [client.id],
  );
  const path = await begun(office, client);
  await step(office, '/revocations/[id]/[step] default', {
    browser: await office.as(head),
    path: `${path}/send_letter`,
  });
  return path;
}

/** A supervision sentence that the prosecutor has brought before the judge. */
async function atJudge(office: Office, { child = false } = {}): Promise<string> {
  const client = await proposed(office);
  await office.one(
    `update cases.client_case set kind = 'supervision_sentence', released_on = null, release_expected_on = null, release_document = '',
       guidance_start = '2022-01-13', guidance_end = '2022-12-13', age_group = $2, guarded = $2 = 'child' where id = $1 returning id`,
    [client.id, child ? 'child' : 'adult'],
  );
  const path = await begun(office, client, child ? presences : {});
  for (const [name, from, to, document, who] of [
    ['consider', 'begun', 'considered', 'consideration', 'pk.palembang'],
    ['send_to_prosecutor', 'considered', 'at_prosecutor', 'cover_letter', 'kepala.palembang'],
    ['note_brought', 'at_prosecutor', 'at_judge', 'outside_letter', 'pk.palembang'],
  ])
    await office.one(
      `insert into revocations.move (proceeding_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, made_by, guardian_present,
         guardian_note, companion_present, companion_note)
       select r.id, r.case_id, r.unit_id, $2, $3, $4, '2022-06-13', 'Kenari diajukan kepada hakim.', $5, 'P-17/2022', a.id, $7,
         case when $7 then 'Ibu Kenari' else '' end, not $7, case when $7 then 'sakit' else '' end
       from revocations.proceeding r, accounts.account a where r.id = $1 and a.username = $6 returning id`,
      [path.split('/').at(-1), name, from, to, document, who, child && name !== 'note_brought' ? true : null],
    );
  return path;
}

/** A Kanwil has asked about a proposal, and the draft of its letter was withdrawn. */
async function unwritten(office: Office): Promise<Scene> {
  const browser = await office.as('kanwil.ntb');
  const { id, state } = await office.one<{ id: string; state: string }>(
    `select id, state from revocations.proceeding where state in ('at_kanwil', 'asked_by_kanwil') order by id limit 1`,
  );
  const path = `/revocations/${id}`;
  if (state === 'at_kanwil')
    await step(office, '/revocations/[id]/[step] default', { browser, path: `${path}/return_kanwil` });
  const letter = await office.one<{ id: string }>(
    `select id from letters.letter where concerns_id = $1 and kind = 'revocations.questions' and state = 'draft'`,
    [id],
  );
  await step(office, '/letters/[letterId] withdraw', { browser, path: `/letters/${letter.id}` });
  return { browser, path };
}

export const revocations: Readonly<Record<string, Scenario>> = {
  [begin]: {
    scene: async (office) => {
      const { id } = await proposed(office);
      return { browser: await office.as(section), path: `/clients/${id}/revocations` };
    },
    fill: filled,
  },
  '/revocations/[id] letter': { scene: unwritten },
  // What the prosecutor did is no step of the office: the family was not asked after then.
  '/revocations/[id]/family default': {
    scene: async (office) => ({
      browser: await office.as(section),
      path: `${await atJudge(office, { child: true })}/family`,
    }),
    fill: family,
  },
  '/revocations/[id] urgent': {
    scene: async (office) => ({ browser: await office.as(section), path: await begun(office) }),
    fill: { danger: 'Ancaman kenari kepada saksi di rumahnya.' },
  },
  '/revocations/[id]/[step] default': {
    scene: async (office) => ({ browser: await office.as(head), path: `${await begun(office)}/withdraw` }),
  },
  '/revocations/[id]/[step] default revoke_temporarily': {
    scene: async (office) => ({ browser: await office.as(head), path: `${await heard(office)}/revoke_temporarily` }),
    fill: { told: 'Bimbingan Saudara kenari dicabut sementara.' },
  },
  '/revocations/[id]/[step] default refuse': {
    scene: async (office) => ({ browser: await office.as(head), path: `${await heard(office)}/refuse` }),
    fill: {
      nextOn: '20-06-2022',
      nextPlace: 'Bapas Kenari',
      told: 'Bimbingan Saudara kenari dilanjutkan.',
      counselling: 'melapor setiap hari Senin di loket kenari',
    },
  },
  '/revocations/[id]/[step] default note_decree': {
    scene: async (office) => ({ browser: await office.as(section), path: `${await atAuthority(office)}/note_decree` }),
    fill: {
      day: '13-06-2022',
      documentNumber: () => `${++decrees}/Pid/2022`,
      issuer: 'Pengadilan Negeri Kenari',
      told: 'Keputusan tentang Saudara kenari telah terbit.',
    },
  },
  '/revocations/[id]/[step] default note_period': {
    scene: async (office) => ({ browser: await office.as(section), path: `${await atJudge(office)}/note_period` }),
    fill: {
      day: '13-06-2022',
      documentNumber: () => `${++decrees}/Pid/2022`,
      issuer: 'Pengadilan Negeri Kenari',
      newEnd: '13-06-2023',
      told: 'Masa pengawasan Saudara kenari diperpanjang.',
    },
  },
};
