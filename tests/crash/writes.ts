import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#kernel/id';
import type { Desk } from './office.ts';

/** Where a write leaves its row, by which the check finds it again without asking the application. */
export type Kind =
  'note' | 'helper' | 'arrival' | 'api-call' | 'api-arrival' | 'decision' | 'decree' | 'own-report' | Duel;
/** What two people do at the same moment of which only one can be: decide one breach, forward what is being withdrawn, edit one sitting. */
type Duel = 'two-heads' | 'withdrawn' | 'two-secretaries';

/** One thing that an officer, a program or a client on his own phone wants recorded, under one submission id for as long as it takes. */
export type Write = {
  kind: Kind;
  submissionId: string;
  /** Stands in the text where the write has one. */
  marker: string;
  caseId: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  /** What the answer must say: where a form leads to, or what the API answers. */
  says: RegExp;
  /** Another body under the same id, which must be refused. */
  otherBody: string;
  /** Sends three at once, then waits for all three answers. */
  triple: boolean;
  /** Sends once and never asks again what became of it. */
  givesUp: boolean;
  /** What somebody else sends at the same moment; of the two one is done, and the other is told why not. */
  rival?: Pick<Write, 'submissionId' | 'marker' | 'path' | 'headers' | 'body'>;
};

export type Outcome = {
  write: Write;
  acknowledged: boolean;
  /** Why the answers are not what they must be. */
  wrong: string[];
};

/** Draws writes of every kind; an arrival, a decision, a decree and a client's own report each take a client of their own, because there is one of them. */
export function writesFor(desk: Desk, address: string, count: number, label: string): Write[] {
  const kinds: Kind[] = [
    'note',
    'helper',
    'arrival',
    'api-call',
    'note',
    'api-call',
    'decision',
    'helper',
    'api-arrival',
    'decree',
    'own-report',
    'two-heads',
    'withdrawn',
    'two-secretaries',
  ];
  return Array.from({ length: count }, (_, i) => writeOf(desk, address, kinds[i % kinds.length]!, i, label));
}

function writeOf(desk: Desk, address: string, kind: Kind, i: number, label: string): Write {
  const marker = `${label}-${i}.`;
  const rivalMarker = `${label}-${i}r.`;
  const report = kind === 'own-report' ? desk.ownReports.shift()! : undefined;
  const submissionId = report?.id ?? newId();
  const isArrival = kind === 'arrival' || kind === 'api-arrival';
  const matter = matterOf(desk, kind);
  const caseId =
    (matter ?? report)?.caseId ?? (isArrival ? desk.cases.shift()! : desk.cases[desk.cases.length - 1 - (i % 200)]!);
  const hands = kind === 'decree' ? desk.signers : kind === 'withdrawn' ? desk.forwarders : desk.officers;
  const officer = hands[i % hands.length]!;
  const typedBy = (token: string) => ({
    'content-type': 'application/x-www-form-urlencoded',
    cookie: report ? `simpul_own=${report.token}` : `simpul_session=${token}`,
    origin: address,
    accept: 'text/html',
  });
  const byForm = (path: string, fields: Record<string, string>, other: Record<string, string>) => ({
    path,
    headers: typedBy(officer.token),
    body: new URLSearchParams({ submissionId, ...fields }).toString(),
    otherBody: new URLSearchParams({ submissionId, ...fields, ...other }).toString(),
  });
  const duel = (path: string, fields: Record<string, string>, rivalPath: string, rivals: Record<string, string>) => {
    const id = newId();
    return {
      ...byForm(path, fields, rivals),
      rival: {
        submissionId: id,
        marker: rivalMarker,
        path: rivalPath,
        headers: typedBy(desk.officers[(i + 1) % desk.officers.length]!.token),
        body: new URLSearchParams({ submissionId: id, ...rivals }).toString(),
      },
    };
  };
  const byProgram = (path: string, body: object, other: object) => ({
    path,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${desk.programs[i % desk.programs.length]!.token}`,
      'idempotency-key': submissionId,
    },
    body: JSON.stringify(body),
    otherBody: JSON.stringify({ ...body, ...other }),
  });
  const talk = `Percakapan ${marker} ${newId()}`;
  const says: Record<Kind, RegExp> = {
    note: /\/notes\?saved=1$/,
    helper: /\/check-ins\?saved=1$/,
    arrival: /^\/counter\?receipt=\w+$/,
    decision: /\/breaches\/[0-9a-f-]{36}\?saved=1$/,
    decree: /^\/revocations\/[0-9a-f-]{36}\?saved=1$/,
    'own-report': /^\/my\/receipt\/\w+\?sent$/,
    'two-heads': /\/breaches\/[0-9a-f-]{36}\?saved=1$/,
    withdrawn: /^\/revocations\/[0-9a-f-]{36}\?saved=1$/,
    'two-secretaries': /^\/sittings\/[0-9a-f-]{36}\?saved=1$/,
    'api-call': /"checkInId":"[0-9a-f-]{36}"/,
    'api-arrival': /"checkInId":"[0-9a-f-]{36}"/,
  };
  const ways: Record<Kind, () => Pick<Write, 'path' | 'headers' | 'body' | 'otherBody' | 'rival'>> = {
    note: () => {
      const fields = { happenedOn: desk.today, happenedAt: '00:00', text: `Catatan ${marker}` };
      return byForm(`/clients/${caseId}/notes`, fields, { text: `Catatan lain ${marker}` });
    },
    helper: () => {
      const fields = { helperName: 'Ketua RT', helperRelation: 'rt_rw', happenedOn: desk.today, talk };
      return byForm(`/clients/${caseId}/check-ins/helper`, fields, { talk: `Lain ${talk}` });
    },
    decision: () => {
      const fields = {
        decision: 'unfounded',
        reason: `Putusan ${marker}`,
        told: 'Dugaan pelanggaran tidak terbukti.',
      };
      return byForm(`/clients/${caseId}/breaches/${matter!.id}/decide`, fields, { reason: `Putusan lain ${marker}` });
    },
    decree: () =>
      byForm(
        `/revocations/${matter!.id}/sign_decree`,
        { reason: `Putusan ${marker}` },
        { reason: `Putusan lain ${marker}` },
      ),
    'two-heads': () => {
      const path = `/clients/${caseId}/breaches/${matter!.id}/decide`;
      const decision = { decision: 'unfounded', told: 'Dugaan pelanggaran tidak terbukti.' };
      return duel(path, { ...decision, reason: `Putusan ${marker}` }, path, {
        ...decision,
        reason: `Putusan ${rivalMarker}`,
      });
    },
    withdrawn: () =>
      duel(
        `/revocations/${matter!.id}/forward`,
        { reason: `Putusan ${marker}` },
        `/revocations/${matter!.id}/ask_withdrawal`,
        { reason: `Putusan ${rivalMarker}`, told: 'Penarikan usulan diminta.' },
      ),
    'two-secretaries': () => {
      const path = `/sittings/${desk.sittings.shift()!}?/details`;
      const details = { version: '1', day: '05-01-2099', startsAt: '09.00' };
      return duel(path, { ...details, place: `Ruang ${marker}` }, path, { ...details, place: `Ruang ${rivalMarker}` });
    },
    'own-report': () =>
      byForm('/my/report/check?/send', { deviceZone: 'Asia/Jakarta' }, { deviceZone: 'Asia/Makassar' }),
    arrival: () => byForm('/counter?/record', { caseId, by: 'card' }, { by: 'photo' }),
    'api-call': () =>
      byProgram(`/api/v1/clients/${caseId}/check-ins`, { medium: 'chat', talk }, { talk: `Lain ${talk}` }),
    'api-arrival': () => byProgram(`/api/v1/clients/${caseId}/arrivals`, { card: 'SATU' }, { card: 'DUA' }),
  };
  const way = ways[kind]();
  return {
    kind,
    submissionId,
    marker,
    caseId,
    triple: !way.rival && i % 5 === 2,
    givesUp: !way.rival && i % 29 === 11,
    says: says[kind],
    ...way,
  };
}

/** What is decided about, of a client of its own each. */
function matterOf(desk: Desk, kind: Kind): { caseId: string; id: string } | undefined {
  if (kind === 'decision' || kind === 'two-heads') return desk.breaches.shift()!;
  if (kind === 'decree') return desk.decrees.shift()!;
  return kind === 'withdrawn' ? desk.proposals.shift()! : undefined;
}

/** What whoever comes second is told, in words. */
const tooLate: Record<Duel, RegExp> = {
  'two-heads': /Langkah ini tidak dapat dilakukan pada keadaan pelanggaran sekarang/,
  withdrawn: /Langkah ini tidak dapat diambil pada keadaan perkara sekarang|Penarikan usulan ini sedang diputuskan/,
  'two-secretaries': /setelah Anda membuka halaman ini/,
};

/** Carries writes out, so many at a time, each until it is answered; `onDone` hears of each. */
export async function carryOut(
  writes: Write[],
  port: number,
  { atATime, onDone }: { atATime: number; onDone: (done: number) => void | Promise<void> },
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = [...writes];
  const hand = async () => {
    for (let write = waiting.shift(); write; write = waiting.shift()) {
      outcomes.push(await carryOutOne(write, port));
      await onDone(outcomes.length);
    }
  };
  await Promise.all(Array.from({ length: atATime }, hand));
  return outcomes;
}

async function carryOutOne(write: Write, port: number): Promise<Outcome> {
  if (write.givesUp) {
    const answer = await send(write, write.body, port);
    return { write, acknowledged: answer !== undefined && isDone(answer, write), wrong: [] };
  }
  if (write.rival) return carryOutDuel(write, write.rival, port);
  const wrong: string[] = [];
  const answers = await Promise.all((write.triple ? [1, 2, 3] : [1]).map(() => untilAnswered(write, write.body, port)));
  for (const answer of answers) {
    if (!isDone(answer, write)) wrong.push(`answered ${answer.status} ${answer.said.slice(0, 200)}`);
    if (answer.said !== answers[0]!.said) wrong.push(`two answers: ${answers[0]!.said} and ${answer.said}`);
  }
  // Every tenth is sent once more, and every tenth with another body; both after the first answer has come.
  const last = write.marker.at(-2);
  if (last === '3') {
    const again = await untilAnswered(write, write.body, port);
    if (again.said !== answers[0]!.said)
      wrong.push(`a repeat was answered ${again.status} ${again.said.slice(0, 200)}`);
  }
  if (last === '7') {
    const other = await untilAnswered(write, write.otherBody, port);
    if (!isRefused(other, write))
      wrong.push(`another body under the same id was answered ${other.status} ${other.said.slice(0, 200)}`);
  }
  return { write, acknowledged: answers.some((answer) => isDone(answer, write)), wrong };
}

/** Both at once, each until it is answered, and the one that was done once more. */
async function carryOutDuel(write: Write, rival: NonNullable<Write['rival']>, port: number): Promise<Outcome> {
  const wrong: string[] = [];
  const both = [write, { ...write, ...rival }];
  const answers = await Promise.all(both.map((one) => untilAnswered(one, one.body, port)));
  const done = answers.flatMap((answer, index) => (isDone(answer, write) ? [index] : []));
  if (done.length !== 1) wrong.push(`${done.length} of two were told that it was done`);
  for (const [index, answer] of answers.entries()) {
    if (done.includes(index)) {
      const again = await untilAnswered(both[index]!, both[index]!.body, port);
      if (again.said !== answer.said) wrong.push(`a repeat was answered ${again.status} ${again.said.slice(0, 200)}`);
    } else if (answer.status !== 409 || !tooLate[write.kind as Duel].test(answer.said))
      wrong.push(`who came second was answered ${answer.status} ${answer.said.slice(0, 200)}`);
  }
  return { write, acknowledged: done.length > 0, wrong };
}

type AnswerHeard = { status: number; said: string };
/** A client whose report is on record already has no page to check it on: he is led to where it says that it was sent, and to no receipt. */
const isRefused = ({ status, said }: AnswerHeard, { kind }: Write) =>
  status === 422 || (kind === 'own-report' && status === 303 && said === '/my?done=sent');
const isDone = ({ status, said }: AnswerHeard, { says }: Write) =>
  (status === 200 || status === 303) && says.test(said);

/** Asks again and again: no answer, and an answer that says "later", are both no answer. */
async function untilAnswered(write: Write, body: string, port: number): Promise<AnswerHeard> {
  for (const since = performance.now(); ;) {
    const answer = await send(write, body, port);
    if (answer && answer.status !== 503) return answer;
    if (performance.now() - since > 180_000) return answer ?? { status: 0, said: 'never answered' };
    await sleep(30 + Math.random() * 120);
  }
}

/** What is told apart is what the caller is told was done: where a form leads, what the API says; on a refusal the page itself is no matter. */
function send(
  { path, headers }: Pick<Write, 'path' | 'headers'>,
  body: string,
  port: number,
): Promise<AnswerHeard | undefined> {
  return new Promise((done) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: 'POST',
        agent: false,
        headers: { ...headers, connection: 'close', 'content-length': Buffer.byteLength(body) },
        timeout: 60_000,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => done({ status: response.statusCode!, said: response.headers.location ?? text }));
        response.on('error', () => done(undefined));
        response.on('close', () => done(undefined));
      },
    );
    request.on('error', () => done(undefined)).on('timeout', () => request.destroy());
    request.end(body);
  });
}
