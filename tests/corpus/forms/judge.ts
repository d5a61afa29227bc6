import type { Answer } from './browser.ts';
import { readPage, type Control, type Form, type Page } from './page.ts';
import { findForm, type Field, type Filled, type Scenario } from './scenario.ts';
import { foreignMarkup, isIndonesian, sayNothing, strangeWords } from './words.ts';
import { footprints, textsIn, type Written } from './writes.ts';

export type Attempt = {
  name: string;
  scenario: Scenario;
  filled: Filled;
  /** What was typed instead of something sensible, by field. */
  typed: ReadonlyMap<Field, string>;
  answer: Answer;
  path: string;
  writes: readonly Written[];
};

export type Verdict = { outcome: 'done' | 'refused' | 'turned_away'; faults: string[] };

/** What became of a form with something bad in its fields, and everything about it that should not be. */
export function judge(attempt: Attempt): Verdict {
  const { answer, scenario, typed } = attempt;
  const page = readPage(attempt.path, answer);
  const isDone = (scenario.done ?? (({ status }) => status === 303))({ status: answer.status, html: page.html });
  const faults = [...faultsOfPage(page, answer, [...typed.values(), ...textsSent(attempt)], scenario.shows)];
  if (answer.status >= 500) return { outcome: 'turned_away', faults: [...faults, `answered ${answer.status}`] };
  if (isDone) return { outcome: 'done', faults: [...faults, ...faultsOfWrites(attempt.writes)] };

  faults.push(...leftBehind(attempt.writes, scenario));
  const isOpen = [...typed.keys()].some(({ name, kind }) => kind !== 'hidden' && !scenario.unseen?.includes(name));
  // A hidden field that names another thing than the page showed: the page of what has changed meanwhile, where no field can be at fault.
  const isStale = answer.status === 409 && !isOpen && page.summary.length === 0;
  if (isStale || ![409, 422, 429].includes(answer.status)) {
    if (isOpen) faults.push(`a field that people fill in is answered ${answer.status} instead of a sentence beside it`);
    else if (![303, 400, 403, 404, 409, 413, 415].includes(answer.status)) faults.push(`answered ${answer.status}`);
    return { outcome: 'turned_away', faults };
  }
  faults.push(...faultsOfRefusal(attempt, page));
  return { outcome: 'refused', faults };
}

/** What holds for every page, whatever was sent. */
export function faultsOfPage(page: Page, answer: Answer, typed: readonly string[], onPurpose?: RegExp): string[] {
  const type = answer.headers['content-type'] ?? '';
  if (!type.startsWith('text/html')) return [];
  const faults = [
    ...foreignMarkup(page.html).map((what) => `markup of a stranger: ${what}`),
    ...strangeWords(page, typed, onPurpose),
  ];
  if (page.lang !== 'id') faults.push(`the page says it is in "${page.lang}"`);
  if (!answer.headers['content-security-policy']?.includes("default-src 'self'")) faults.push('no content policy');
  return faults;
}

/** What is kept: whole characters in their usual form, nothing that controls a screen or turns what is read. */
export function faultsOfWrites(writes: readonly Written[]): string[] {
  const faults: string[] = [];
  for (const { where, text } of textsIn(writes)) {
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/.test(text))
      faults.push(`a control character is kept in ${where}`);
    if (/[\u200b\u202a-\u202e\u2066-\u2069\ufeff]/.test(text))
      faults.push(`a character that hides or turns text is kept in ${where}`);
    if (text !== text.normalize('NFC')) faults.push(`text that is not NFC is kept in ${where}`);
    if (/\p{M}{8}/u.test(text)) faults.push(`a flood of marks is kept in ${where}`);
    if (text.length > 200_000) faults.push(`${text.length} characters are kept in ${where}`);
  }
  return faults;
}

function leftBehind(writes: readonly Written[], { traces = [] }: Scenario): string[] {
  const allowed = new Set([...footprints, ...traces]);
  return [
    ...new Set(
      writes.filter(({ table }) => !allowed.has(table)).map(({ table, how }) => `refused, and yet ${how} on ${table}`),
    ),
  ];
}

function faultsOfRefusal(attempt: Attempt, page: Page): string[] {
  const { name, scenario, filled, typed, answer } = attempt;
  const faults: string[] = [];
  // What a person can do wrong is said beside the field and led to; what only a program sends is said at least.
  const open = [...typed].filter(
    ([field, text]) =>
      field.kind !== 'hidden' &&
      (field.kind !== 'choice' || text === '') &&
      !scenario.unseen?.includes(field.name) &&
      !scenario.elsewhere?.[field.name],
  );
  const isOpen = open.length > 0;
  // What no list on the page offers, only a program can send; that it is refused is enough.
  const notOffered = new Set(
    [...typed]
      .filter(([field, text]) => field.kind === 'choice' && text !== '')
      .map(([field]) => `field-${plain(field.name)}`),
  );
  if (page.summary.length === 0) faults.push(`refused with ${answer.status} and no summary of what is wrong`);
  for (const { text, to, field } of page.summary) {
    if (!isIndonesian(text)) faults.push(`not one of our Indonesian sentences: "${text.slice(0, 120)}"`);
    if (sayNothing.has(text) && isOpen) faults.push('the sentence says nothing about what is wrong');
    if (to === undefined || !isOpen || notOffered.has(to)) continue;
    if (!hasId(page, to)) faults.push(`the summary leads to #${to}, which is not on the page`);
    else if (!field) faults.push(`the summary does not name the field to which it leads: #${to} "${text}"`);
    if (!hasId(page, `${to}-error`)) faults.push(`the summary leads to #${to}, and nothing is said there`);
    else if (!isReadAloud(page, `${to}-error`))
      faults.push(`what is said at #${to} belongs to no field: nobody hears it who does not see it`);
  }
  const hidden = [...typed.keys()].some(({ kind }) => kind === 'hidden');
  const form = findForm(page, name, scenario, hidden ? undefined : filled.form);
  if (!form) return hidden ? faults : [...faults, 'the form is gone after the refusal'];
  const isAboutPeople = page.summary.some(({ to }) => to === undefined || !notOffered.has(to));
  if (answer.status === 422 && isOpen && isAboutPeople) {
    const isBeside = ({ name: field }: Field) =>
      form.controls.some((control) => control.name === field && control.invalid && control.error !== '') ||
      new RegExp(`id="[^"]*${plain(field)}[^"]*-error"`).test(page.html);
    if (![...typed.keys()].some(isBeside))
      faults.push(
        `no sentence beside the field (said: ${page.summary
          .map(({ text, to }) => `${to ?? 'form'}: ${text}`)
          .join(' | ')
          .slice(0, 200)})`,
      );
  }
  if (!hidden) faults.push(...lost(attempt, form));
  return faults;
}

const plain = (name: string) => name.replace(/\[\]$/, '');
const isReadAloud = (page: Page, id: string) => new RegExp(`aria-describedby="(?:[^"]* )?${id}[ "]`).test(page.html);
const hasId = (page: Page, id: string) => page.html.includes(`id="${id}"`);

/** Nothing typed is lost: every field of the form shows again what was sent. */
function lost({ filled, typed, scenario: { secret = [] } }: Attempt, form: Form): string[] {
  const faults: string[] = [];
  const tried = new Map([...typed].map(([field, text]) => [field.name, text]));
  for (const field of filled.fields) {
    if (field.kind === 'file' || field.kind === 'hidden' || secret.includes(field.name)) continue;
    const controls = form.controls.filter((control) => control.name === field.name);
    if (controls.some(({ type }) => type === 'password')) continue;
    const sent = filled.sent.filter(([name]) => name === field.name).map(([, value]) => value as string);
    if (tried.has(field.name) && field.kind === 'choice') continue; // what nobody offers cannot be chosen again
    const wanted = tried.has(field.name) ? [tried.get(field.name)!] : sent;
    const shown = shownValues(controls);
    if (controls.length === 0) faults.push(`the field ${field.name} is gone after the refusal`);
    else if (
      JSON.stringify(shown) !==
      JSON.stringify(wanted.map(asParsed).filter((value) => field.kind !== 'choice' || value !== ''))
    )
      faults.push(
        `lost in ${field.name}: "${wanted.join(', ').slice(0, 60)}" became "${shown.join(', ').slice(0, 60)}"`,
      );
  }
  return faults;
}

function shownValues(controls: readonly Control[]): string[] {
  return controls.flatMap((control) => {
    if (control.type === 'checkbox' || control.type === 'radio') return control.checked ? [control.value] : [];
    if (control.type === 'select')
      return control.options.filter(({ selected, value }) => selected && value !== '').map(({ value }) => value);
    return [asParsed(control.value)];
  });
}

/** What a text is after a form, a page and the reading of the page: line ends are one, NUL and halves of characters are not shown. */
function asParsed(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\0\ufffd]/g, '')
    .replace(/^\n+/, '');
}

function textsSent({ filled }: Attempt): string[] {
  return filled.sent.flatMap(([, value]) => (typeof value === 'string' && value !== '' ? [value] : []));
}
