import { Dice } from '#invented/dice';
import type { Answer, Browser } from './browser.ts';
import { kinds, type Kind, type Player, type PlayedClient, type Sample } from './kinds.ts';

/** So many clients lie on an officer's desk at a time, and so often he turns to one of them rather than to another of his own. */
const deskSize = 8;
const revisits = 0.85;

type Step = () => Promise<unknown>;

/**
 * An officer at work: each `act` is one thing he does, after which he thinks. He looks at what the answer says and not only whether it
 * came: a page of the wrong client, or a save that is not there afterwards, is an error.
 */
export class Officer {
  readonly samples: Sample[] = [];
  private readonly player: Player;
  private readonly browser: Browser;
  private readonly dice: Dice;
  private readonly desk: PlayedClient[] = [];
  private readonly startedAt: number;
  /** What follows by itself: the arrival after the search, the questions after the arrival. */
  private next: Step[] = [];
  private served = 0;
  private written = 0;

  constructor(player: Player, browser: Browser, seed: number, startedAt: number) {
    this.player = player;
    this.browser = browser;
    this.dice = new Dice(seed);
    this.startedAt = startedAt;
  }

  async act(): Promise<void> {
    const step = this.next.shift() ?? this.choose();
    try {
      await step();
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      this.next = [];
    }
  }

  /** Whether what he does next belongs to what he did last. */
  get isInTheMiddle(): boolean {
    return this.next.length > 0;
  }

  close(): void {
    this.browser.close();
  }

  private choose(): Step {
    const { role } = this.player;
    const one = (choices: readonly (readonly [Step, number])[]) => this.dice.weighed(choices);
    if (role === 'counter')
      return one([
        [this.serve, 90],
        [this.seeToday, 5],
        [this.searchSomebody, 5],
      ]);
    if (role === 'kanwil')
      return one([
        [this.seeFigures, 40],
        [this.seeCaseload, 25],
        [this.seeToday, 15],
        [this.seeTasks, 10],
        [this.searchSomebody, 10],
      ]);
    if (role === 'head_of_bapas' || role === 'section_head')
      return one([
        [this.seeToday, 28],
        [this.seeCaseload, 20],
        [this.seeClient, 16],
        [this.seeMissed, 10],
        [this.seeTasks, 10],
        [this.seeFigures, 8],
        [this.seeReviews, 4],
        [this.searchSomebody, 4],
      ]);
    return one([
      [this.seeClient, 30],
      [this.seeToday, 14],
      [this.seeCaseload, 14],
      [this.seeLedger, 10],
      [this.takeReport, 8],
      [this.searchSomebody, 5],
      [this.seeHistory, 4],
      [this.seeDue, 4],
      [this.seeTasks, 3],
      // An assistant writes no notes and reads no figures.
      [role === 'apk' ? this.seeLedger : this.writeNote, 7],
      [role === 'apk' ? this.seeDue : this.seeFigures, 1],
    ]);
  }

  /** Mostly somebody who lies on the desk already. */
  private someClient(): PlayedClient {
    const { clients } = this.player;
    if (this.desk.length > 0 && this.dice.p(revisits)) return this.dice.pick(this.desk);
    const fresh = this.dice.pick(clients);
    this.desk.unshift(fresh);
    this.desk.length = Math.min(this.desk.length, deskSize);
    return fresh;
  }

  private seeToday = () => this.page('today', '/today', this.player.name);

  private seeCaseload = async () => {
    const sort = this.dice.weighed([
      ['', 70],
      ['?sort=due', 12],
      ['?sort=missed', 10],
      ['?sort=last', 8],
    ] as const);
    const { body } = await this.page('caseload', `/clients${sort}`, 'href="/clients/');
    this.mustHold('caseload', body.includes('data-') || body.includes('<table'), 'a table');
  };

  private seeClient = async () => {
    const client = this.someClient();
    const { body } = await this.page('client', `/clients/${client.caseId}`, client.label, client.name);
    await this.seeFaces(body);
  };

  private seeLedger = () => {
    const client = this.someClient();
    return this.page('ledger', `/clients/${client.caseId}/check-ins`, client.label, client.name);
  };

  private seeHistory = () => {
    const client = this.someClient();
    return this.page('history', `/clients/${client.caseId}/history`, client.label, client.name);
  };

  private seeDue = () => this.page('due', '/today/due', this.player.name);
  private seeMissed = () => this.page('missed', `/today/missed?row=${1 + this.dice.int(3)}`, this.player.name);
  private seeReviews = () => this.page('reviews', '/reviews', this.player.name);
  private seeTasks = () => this.page('tasks', '/tasks', this.player.name);
  private seeFigures = () => this.page('figures', '/figures', this.player.name, '<svg');

  /** Two words of a name; whom he means is among the hits. */
  private searchSomebody = async () => {
    const client = this.dice.pick(this.player.clients);
    const typed = client.name.split(' ').length > 1 ? client.name : client.label;
    await this.page('search', `/search?q=${encodeURIComponent(typed)}`, client.personId);
  };

  private writeNote = async () => {
    const client = this.someClient();
    const path = `/clients/${client.caseId}/notes`;
    const { body } = await this.page('notes', path, client.label);
    const form = formOf(body, 'name="text"');
    this.next.push(async () => {
      const text = `Catatan uji beban ${this.player.accountId.slice(-6)}-${(this.written += 1)}: klien datang, keadaan baik.`;
      const saved = await this.save('note', path, { ...form, text });
      await this.page('notes', saved, text);
    });
  };

  private takeReport = async () => {
    const client = this.someClient();
    const path = `/clients/${client.caseId}/check-ins/helper`;
    const { body } = await this.page('helper', path, client.label);
    const form = formOf(body, 'name="talk"');
    this.next.push(async () => {
      const talk = `Percakapan uji beban ${this.player.accountId.slice(-6)}-${(this.written += 1)}: pekerjaan dan keluarga.`;
      const saved = await this.save('report', path, {
        ...form,
        helperName: 'Ketua RT',
        helperRelation: 'rt_rw',
        talk,
        problem: 'none',
      });
      await this.page('ledger', saved, client.label, 'class="notice success');
    });
  };

  /** The desk: find who stands there, record the arrival, ask the questions, print the slip. Each with a breath between. */
  private serve = async () => {
    const client = this.player.clients[this.served++ % this.player.clients.length]!;
    const typed = this.dice.p(0.5) ? client.label : client.name;
    let { body } = await this.page('desk', `/counter?q=${encodeURIComponent(typed)}`, 'name="q"');
    if (!body.includes(client.caseId) && typed !== client.label) {
      // More than eight bear this name: the number on the card finds him.
      ({ body } = await this.page('desk', `/counter?q=${encodeURIComponent(client.label)}`, 'name="q"'));
    }
    this.mustHold('desk', body.includes(client.caseId), 'the client');
    await this.seeFaces(body);
    const form = formOf(body, `value="${client.caseId}"`);
    // Who has come today already was served by a colleague.
    if (!body.includes('id="arrive-')) return;
    this.next.push(async () => {
      const saved = await this.save('arrival', '/counter?/record', { ...form, caseId: client.caseId });
      const shown = await this.page('desk', saved, client.name);
      const asked = formOf(shown.body, 'name="checkInId"');
      const receipt = /receipt=([0-9A-Z]+)/.exec(saved)?.[1] ?? '';
      this.mustHold('arrival', receipt !== '' && asked['checkInId'] !== undefined, 'a receipt and questions');
      this.next.push(async () => {
        const answered = await this.save('answers', `/counter?/answer&receipt=${receipt}`, {
          ...asked,
          address: 'same',
          phone: 'same',
          work: 'same',
          family: 'fine',
          problem: 'none',
        });
        await this.page('desk', answered, client.name);
        if (this.dice.p(0.5))
          this.next.push(() => this.page('slip', `/counter/slip/${receipt}`, client.label).then(() => {}));
      });
    });
  };

  private async seeFaces(body: string): Promise<void> {
    for (const path of new Set(body.match(/\/files\/[0-9a-f-]{36}/g)))
      await this.measure(
        'face',
        () => this.browser.picture(path),
        (answer) =>
          answer.status === 304 || (answer.status === 200 && answer.type.startsWith('image/'))
            ? undefined
            : `status ${answer.status}`,
      );
  }

  private page(kind: Kind, path: string, ...mustSay: string[]): Promise<Answer> {
    return this.measure(
      kind,
      () => this.browser.get(path),
      (answer) => {
        if (answer.status !== 200) return `status ${answer.status}`;
        if (!answer.body.includes('</html>')) return 'half a page';
        return mustSay.every((words) => answer.body.includes(escaped(words)))
          ? undefined
          : 'a page that is not the one asked for';
      },
    );
  }

  private async save(kind: Kind, path: string, fields: Record<string, string>): Promise<string> {
    const { location } = await this.measure(
      kind,
      () => this.browser.post(path, fields),
      (answer) =>
        answer.status === 303 && answer.location ? undefined : `status ${answer.status}${whyNot(answer.body)}`,
    );
    return location!;
  }

  private async measure(
    kind: Kind,
    send: () => Promise<Answer>,
    judge: (answer: Answer) => string | undefined,
  ): Promise<Answer> {
    this.browser.kind = kind;
    const at = performance.now() - this.startedAt;
    let answer: Answer;
    try {
      answer = await send();
    } catch (error) {
      this.samples.push({ kind, ms: performance.now() - this.startedAt - at, at, problem: (error as Error).message });
      throw new Wrong(kind);
    }
    const problem = judge(answer);
    this.samples.push({ kind, ms: answer.ms, at, ...(problem ? { problem } : {}) });
    if (problem) throw new Wrong(kind);
    return answer;
  }

  /** What must also be true of an answer that looked right at first; the last sample becomes an error where it is not. */
  private mustHold(kind: Kind, isTrue: boolean, what: string): void {
    if (isTrue) return;
    this.samples.at(-1)!.problem = `no ${what} (${kinds[kind].says.en})`;
    throw new Wrong(kind);
  }
}

/** The answer was wrong and is counted; the officer gives up what he was at and does something else. */
class Wrong extends Error {}

/** What the page says was wrong with a form. */
const whyNot = (body: string) => /<a href="#field-[^>]*>([^<]+)</.exec(body)?.[1]?.replace(/^/, ': ') ?? '';

/** Svelte writes text with these two characters escaped. */
const escaped = (text: string) => (/^<|="/.test(text) ? text : text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'));

/** The fields that a form of the page brings along: hidden ones, and what stands in its text fields. The form is known by a piece of it. */
export function formOf(body: string, piece: string): Record<string, string> {
  const form =
    body
      .split('<form')
      .find((part) => part.split('</form>')[0]!.includes(piece))
      ?.split('</form>')[0] ?? '';
  const fields: Record<string, string> = {};
  for (const [input] of form.matchAll(/<input\b[^>]*>/g)) {
    const of = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1];
    const [type, name, value] = [of('type') ?? 'text', of('name'), of('value')];
    if (name !== undefined && value !== undefined && ['hidden', 'text'].includes(type)) fields[name] = value;
  }
  return fields;
}
