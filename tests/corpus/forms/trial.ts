import type { Stranger, Strangers } from '../../access/strangers.ts';
import type { BadFile, BadText } from '../bad-inputs.ts';
import type { Answer } from './browser.ts';
import { faultsOfPage, judge } from './judge.ts';
import type { Office } from './office.ts';
import { readPage } from './page.ts';
import {
  fillIn,
  findForm,
  isSameForm,
  packed,
  put,
  target,
  type Field,
  type Filled,
  type Scenario,
  type Scene,
} from './scenario.ts';
import { said } from './scenarios/steps.ts';
import { saysWasSent } from './words.ts';
import { footprints } from './writes.ts';

export type Tried = { field: Field; bad: BadText };

/** One form that is sent again and again with something bad in it; each time it does its work, the scene is set anew. */
export class Trial {
  readonly faults: string[] = [];
  readonly #office: Office;
  readonly #name: string;
  readonly #scenario: Scenario;
  #filled: Filled & Scene;

  private constructor(office: Office, name: string, scenario: Scenario, filled: Filled & Scene) {
    this.#office = office;
    this.#name = name;
    this.#scenario = scenario;
    this.#filled = filled;
  }

  static async begin(office: Office, name: string, scenario: Scenario): Promise<Trial> {
    await office.newDay(); // every scene opens another client, and nobody may open hundreds in an hour
    return new Trial(office, name, scenario, await fillIn(office, name, scenario));
  }

  get fields(): readonly Field[] {
    return this.#filled.fields;
  }

  /** The fields that people fill in, where each says beside itself what is wrong with it: all of them can be bad at once. */
  get open(): readonly Field[] {
    const { unseen = [], elsewhere = {} } = this.#scenario;
    return this.fields.filter(
      ({ name, kind }) => kind !== 'hidden' && !unseen.includes(name) && !Object.hasOwn(elsewhere, name),
    );
  }

  /** The same form, well filled in, from people who may not send it. */
  async sendAs(strangers: Strangers, some: readonly Stranger[]): Promise<void> {
    for (const one of some) this.faults.push(...(await strangers.send(this.#name, this.#scenario, this.#filled, one)));
  }

  async send(tried: readonly Tried[]): Promise<void> {
    const filled = this.#filled;
    const sent = filled.sent.map((pair): Filled['sent'][number] => [...pair]);
    for (const { field, bad } of tried) put(sent, field.name, bad.value);
    const { path, answer, writes } = await this.#send(sent);
    const typed = new Map(tried.map(({ field, bad }) => [field, bad.value]));
    const verdict = judge({ name: this.#name, scenario: this.#scenario, filled, typed, answer, path, writes });
    const what = tried.map(({ field, bad }) => `${field.name} ← ${bad.group}: ${bad.name}`).join(', ');
    for (const fault of verdict.faults) this.faults.push(`${what}: ${fault}`);
    if (verdict.outcome !== 'done') return;
    const to = answer.headers.location;
    if (to) {
      const page = await filled.browser.open(filled.browser.resolve(to, path));
      if (page.status !== 200) this.faults.push(`${what}: afterwards ${page.path} answered ${page.status}`);
    }
    await this.#again();
  }

  /** The fields that take a file. */
  get files(): readonly Field[] {
    return this.fields.filter(({ kind }) => kind === 'file');
  }

  /** A file that nobody may keep, in a form that is filled in well beside it: refused at its field, and everything typed is there again. */
  async sendFile(field: Field, bad: BadFile): Promise<void> {
    const filled = this.#filled;
    const sent = filled.sent.map((pair): Filled['sent'][number] => [...pair]);
    put(sent, field.name, new File([new Uint8Array(await bad.value())], bad.fileName, { type: bad.mediaType }));
    const { path, answer, writes } = await this.#send(sent);
    const fault = (what: string) => this.faults.push(`${field.name} ← ${bad.group}: ${bad.name}: ${what}`);
    const typed = new Map([[field, '']]);
    const verdict = judge({ name: this.#name, scenario: this.#scenario, filled, typed, answer, path, writes });
    for (const wrong of verdict.faults) fault(wrong);
    if (verdict.outcome === 'done') {
      fault('is taken');
      return this.#again();
    }
    if (Object.hasOwn(this.#scenario.elsewhere ?? {}, field.name)) return;
    const page = readPage(path, answer);
    const isBeside = page.forms.some(({ controls }) =>
      controls.some(
        ({ name, type, invalid, error }) => name === field.name && type === 'file' && invalid && error !== '',
      ),
    );
    if (!isBeside) fault(`nothing is said beside the field: ${said(page)}`);
  }

  /** Nothing chosen where one of several must be: a browser then sends no such field at all. */
  async sendUnchosen(): Promise<void> {
    const { form, sent, fields } = this.#filled;
    const isRadio = ({ name }: Field) =>
      form.controls.some((control) => control.name === name && control.type === 'radio');
    const radios = this.open.filter((field) => isRadio(field) && sent.some(([name]) => name === field.name));
    if (radios.length === 0 || fields.length === 0) return;
    const left = sent.filter(([name]) => !radios.some((field) => field.name === name));
    const { path, answer, writes } = await this.#send(left);
    const typed = new Map(radios.map((field) => [field, '']));
    const verdict = judge({
      name: this.#name,
      scenario: this.#scenario,
      filled: this.#filled,
      typed,
      answer,
      path,
      writes,
    });
    for (const fault of verdict.faults)
      this.faults.push(`nothing chosen in ${radios.map(({ name }) => name).join(', ')}: ${fault}`);
    if (verdict.outcome === 'done') await this.#again();
  }

  /** Filled in as it should be: taken; and where a form runs once, a double click is one deed and other words need a form of their own. */
  async sendSensible(): Promise<void> {
    if (this.#mustReopen) await this.#again();
    const { sent, path } = this.#filled;
    const isOnce = !this.#scenario.repeats && sent.some(([name]) => name === 'submissionId');
    const [first, second] = await this.#sendTogether(isOnce ? 2 : 1);
    if (!this.#isDone(first!))
      this.faults.push(
        `what is filled in sensibly is not taken: ${first!.status} ${said(readPage(path, first!))} ${first!.headers.location ?? ''}`,
      );
    if (!isOnce) return;
    const led = ({ status, headers }: Answer) => `${status} ${headers.location ?? ''}`;
    if (led(second!) !== led(first!))
      this.faults.push(`a double click is answered "${led(first!)}" and "${led(second!)}"`);
    const claims = (await this.#office.writes()).filter(({ table }) => table === 'platform.submission');
    if (claims.filter(({ how }) => how === 'INSERT').length !== 1)
      this.faults.push(`a double click claims ${claims.length} submissions`);
    if (!this.#scenario.forgetful) await this.#sendOtherWords();
  }

  /** Back, something else typed, and sent: what was recorded stays, and the form stands there again with an id of its own. */
  async #sendOtherWords(): Promise<void> {
    const filled = this.#filled;
    const words = 'Kenari menulis sesuatu yang lain.';
    const isPlain = ({ name, type }: Field) =>
      type === 'text' && !['code', 'username', 'url', 'address'].includes(name);
    const plain = this.open.find(({ type }) => type === 'textarea') ?? this.open.find(isPlain);
    const sent = filled.sent.map((pair): Filled['sent'][number] => [...pair]);
    // Where nothing is typed, a field that nobody reads makes the body another one.
    put(sent, plain?.name ?? 'kenari', words);
    const { path, answer, writes } = await this.#send(sent);
    const page = readPage(path, answer);
    const fault = (what: string) => this.faults.push(`other words under the same id: ${what}`);
    // A file that the deed closed to him is as absent as one that never was.
    if (answer.status === 404 && (await filled.browser.open(filled.path)).status === 404) return;
    // What nobody reads is no other word: the first answer comes again.
    if (!plain && answer.status === 303 && writes.every(({ table }) => footprints.includes(table))) return;
    if (answer.status !== 422) return void fault(`${answer.status} ${answer.headers.location ?? said(page)}`);
    const wrote = writes.filter(({ table }) => !footprints.includes(table));
    if (wrote.length > 0) fault(`${wrote[0]!.how} on ${wrote[0]!.table}`);
    // Words that the field does not take are refused before anybody asks whether the form was sent.
    if (page.summary.some(({ to }) => to === `field-${plain?.name}`)) return;
    if (!page.words.some((word) => saysWasSent(word))) fault(`nothing says what happened: ${said(page)}`);
    for (const wrong of faultsOfPage(page, answer, [words], this.#scenario.shows)) fault(wrong);
    const form = findForm(page, this.#name, this.#scenario, filled.form);
    // The deed is done: the page may have no such form any more, or only those of other lines.
    if (!form || !isSameForm(form, filled.form)) return;
    const shown = (name: string) => form.controls.filter((control) => control.name === name).map(({ value }) => value);
    const id = sent.find(([name]) => name === 'submissionId')![1];
    if (shown('submissionId')[0] === id) fault('the form keeps the id that was used');
    if (plain && !this.#scenario.secret?.includes(plain.name) && !shown(plain.name).includes(words))
      fault(`lost in ${plain.name}: "${shown(plain.name).join(', ').slice(0, 60)}"`);
  }

  #isDone(answer: Answer): boolean {
    const { done = ({ status }) => status === 303 } = this.#scenario;
    return done({ status: answer.status, html: answer.body.toString() });
  }

  /** A code of an app counts once, a photo's number is given once: some pages must be opened again after a refusal. */
  get #mustReopen(): boolean {
    return Object.values(this.#scenario.fill ?? {}).some((typing) => typeof typing === 'function');
  }

  async #again(): Promise<void> {
    await this.#office.newDay();
    this.#filled = await fillIn(this.#office, this.#name, this.#scenario);
  }

  /** The same form so many times at once, as by a double click. */
  async #sendTogether(times: number): Promise<Answer[]> {
    const { browser, form, sent } = this.#filled;
    await this.#office.writes();
    const path = target(browser, this.#filled);
    const send = () => browser.send({ method: 'POST', path, body: packed(form, sent) });
    return Promise.all(Array.from({ length: times }, send));
  }

  async #send(sent: Filled['sent']) {
    const { browser, form } = this.#filled;
    await this.#office.writes();
    const path = target(browser, this.#filled);
    const answer = await browser.send({ method: 'POST', path, body: packed(form, sent) });
    return { path, answer, writes: await this.#office.writes() };
  }
}
