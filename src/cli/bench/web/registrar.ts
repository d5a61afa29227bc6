import { setTimeout as sleep } from 'node:timers/promises';
import { countryToday } from '#invented/country/days';
import { formatNumericDate } from '#kernel/format';
import { addDays, plainDate } from '#kernel/plain-date';
import { m } from '#messages';
import { AtWork, formOf, type Step } from './at-work.ts';
import { Browser } from './browser.ts';
import type { Registrar, Suspect } from './kinds.ts';

/** Between two looks of the counsellor at his client's page, and how long he goes on looking. */
const look = { everyMs: 200, mostMs: 30_000 };

/** What the counsellor reads among what needs his attention, up to the day. */
const alerts = [m.notices_task_held_says, m.notices_task_likely_says].map(
  (says) => says({ day: '|' }, { locale: 'id' }).split('|')[0]!,
);

/** A paper has an end; which one does not matter here. */
const daysOfAWarrant = 20;

/**
 * A registrar who books clients of the offices under a name that differs by a letter, is shown who he may be, says that it is he, and
 * writes the admission. From the moment that is sent until the client's counsellor reads of it on his page is what is measured.
 */
export class BookingRegistrar extends AtWork {
  private readonly registrar: Registrar;
  private readonly origin: string;
  private booked = 0;

  constructor(registrar: Registrar, origin: string, seed: number, startedAt: number) {
    super(new Browser(origin, { simpul_session: registrar.token }), seed, startedAt);
    this.registrar = registrar;
    this.origin = origin;
  }

  protected choose(): Step {
    const suspect = this.registrar.suspects[this.booked++];
    return suspect ? () => this.begin(suspect) : this.seeOccupants;
  }

  private seeOccupants = () => this.page('occupants', '/custody', this.registrar.name);

  private async begin(suspect: Suspect): Promise<void> {
    const { body } = await this.page('booking', '/custody/admit', this.registrar.name);
    const typed = {
      ...formOf(body, 'name="motherName"'),
      name: this.misheard(suspect.name),
      sex: suspect.sex,
      birth: suspect.birth,
      birthPlace: suspect.birthPlace,
      motherName: suspect.motherName,
    };
    this.next.push(() => this.identify(typed, suspect));
  }

  /** The first answer shows who he may be; the most likely one comes first. */
  private async identify(typed: Record<string, string>, suspect: Suspect): Promise<void> {
    const shown = await this.measure(
      'who',
      () => this.browser.post('/custody/admit', typed),
      ({ status, body }) =>
        status === 409 && body.includes('name="who0"') ? undefined : `status ${status}: nobody shown`,
    );
    const form = formOf(shown.body, 'name="motherName"');
    const answers = Object.keys(form)
      .filter((name) => /^who\d+$/.test(name))
      .map((name) => [name.replace('who', 'answer'), name === 'who0' ? 'same' : 'not_same'] as const);
    this.next.push(async () => {
      const to = await this.save('identity', '/custody/admit', {
        ...form,
        sex: suspect.sex,
        ...Object.fromEntries(answers),
        whoReason: 'Ia sendiri menyebut wajib lapornya.',
      });
      const { body } = await this.page('admission_form', to, 'name="broughtFrom"');
      this.next.push(() => this.admit(to, formOf(body, 'name="broughtFrom"'), suspect));
    });
  }

  private async admit(path: string, form: Record<string, string>, suspect: Suspect): Promise<void> {
    const sentAt = this.sinceStart;
    await this.save('admission', path, {
      ...form,
      broughtFrom: 'Polres Rekaan',
      kind: 'warrant',
      authority: 'investigator',
      issuer: 'Polres Rekaan',
      number: `SP.Han/${this.registrar.accountId.slice(-6)}-${this.booked}`,
      dated: form['admittedOn'] ?? '',
      fromOn: form['admittedOn'] ?? '',
      untilOn: formatNumericDate(addDays(plainDate(countryToday), daysOfAWarrant)),
    });
    await this.read(suspect, sentAt);
  }

  private async read(suspect: Suspect, sentAt: number): Promise<void> {
    const counsellor = new Browser(this.origin, { simpul_session: suspect.counsellorToken });
    try {
      for (;;) {
        const { status, body } = await counsellor.get(`/clients/${suspect.caseId}`);
        const ms = this.sinceStart - sentAt;
        if (status === 200 && alerts.some((words) => body.includes(words))) {
          this.samples.push({ kind: 'alert', ms, at: sentAt });
          return;
        }
        if (ms > look.mostMs) {
          this.samples.push({ kind: 'alert', ms, at: sentAt, problem: `not told after ${look.mostMs / 1000} s` });
          return;
        }
        await sleep(look.everyMs);
      }
    } finally {
      counsellor.close();
    }
  }

  /** One letter inside the longest part is another one. */
  private misheard(name: string): string {
    const longest = name.split(' ').reduce((a, b) => (b.length > a.length ? b : a));
    const at = 1 + this.dice.int(longest.length - 2);
    const other = this.dice.pick([...'aeiounrst'].filter((letter) => letter !== longest[at]));
    return name.replace(longest, longest.slice(0, at) + other + longest.slice(at + 1));
  }
}
