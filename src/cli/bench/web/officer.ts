import { AtWork, formOf, type Step } from './at-work.ts';
import type { Browser } from './browser.ts';
import type { Player, PlayedClient } from './kinds.ts';

/** So many clients lie on an officer's desk at a time, and so often he turns to one of them rather than to another of his own. */
const deskSize = 8;
const revisits = 0.85;

/** An officer of a Bapas or of the Kanwil above it, who mostly turns to what lies on his desk already. */
export class Officer extends AtWork {
  private readonly player: Player;
  private readonly desk: PlayedClient[] = [];
  private served = 0;
  private written = 0;

  constructor(player: Player, browser: Browser, seed: number, startedAt: number) {
    super(browser, seed, startedAt);
    this.player = player;
  }

  protected choose(): Step {
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
}
