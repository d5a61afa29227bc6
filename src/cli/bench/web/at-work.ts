import { Dice } from '#invented/dice';
import type { Answer, Browser } from './browser.ts';
import { kinds, type Kind, type Sample } from './kinds.ts';

export type Step = () => Promise<unknown>;

/**
 * Somebody at work: each `act` is one thing he does, after which he thinks. He looks at what the answer says and not only whether it
 * came: a page of the wrong person, or a save that is not there afterwards, is an error.
 */
export abstract class AtWork {
  readonly samples: Sample[] = [];
  protected readonly browser: Browser;
  protected readonly dice: Dice;
  /** What follows by itself: the arrival after the search, the questions after the arrival. */
  protected next: Step[] = [];
  private readonly startedAt: number;

  constructor(browser: Browser, seed: number, startedAt: number) {
    this.browser = browser;
    this.dice = new Dice(seed);
    this.startedAt = startedAt;
  }

  /** What he turns to when nothing follows from what he did last. */
  protected abstract choose(): Step;

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

  protected get sinceStart(): number {
    return performance.now() - this.startedAt;
  }

  protected page(kind: Kind, path: string, ...mustSay: string[]): Promise<Answer> {
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

  protected async save(kind: Kind, path: string, fields: Record<string, string>): Promise<string> {
    const { location } = await this.measure(
      kind,
      () => this.browser.post(path, fields),
      (answer) =>
        answer.status === 303 && answer.location ? undefined : `status ${answer.status}${whyNot(answer.body)}`,
    );
    return location!;
  }

  protected async measure(
    kind: Kind,
    send: () => Promise<Answer>,
    judge: (answer: Answer) => string | undefined,
  ): Promise<Answer> {
    this.browser.kind = kind;
    const at = this.sinceStart;
    let answer: Answer;
    try {
      answer = await send();
    } catch (error) {
      this.samples.push({ kind, ms: this.sinceStart - at, at, problem: (error as Error).message });
      throw new Wrong(kind);
    }
    const problem = judge(answer);
    this.samples.push({ kind, ms: answer.ms, at, ...(problem ? { problem } : {}) });
    if (problem) throw new Wrong(kind);
    return answer;
  }

  /** What must also be true of an answer that looked right at first; the last sample becomes an error where it is not. */
  protected mustHold(kind: Kind, isTrue: boolean, what: string): void {
    if (isTrue) return;
    this.samples.at(-1)!.problem = `no ${what} (${kinds[kind].says.en})`;
    throw new Wrong(kind);
  }
}

/** The answer was wrong and is counted; whoever met it gives up what he was at and does something else. */
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
