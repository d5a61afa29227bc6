import type { Form, Page } from './page.ts';
import { untouched } from './page.ts';
import type { Browser } from './browser.ts';
import type { Office } from './office.ts';

/** A page with a form on it that would be taken as it is filled in. */
export type Scene = { browser: Browser; path: string };

/** What somebody types: text, ticked boxes, or a file. */
export type Typing = string | readonly string[] | File | undefined;

export type Scenario = {
  /** Brings the office to where the form can be sent, and says where it stands. Called again whenever the form has done its work. */
  scene: (office: Office) => Promise<Scene>;
  /** What is typed beyond what stands in the form already and what `usual` knows. */
  fill?: Readonly<Record<string, Typing | ((page: Page, browser: Browser) => Typing | Promise<Typing>)>>;
  /** Which form, where several on the page do the same. */
  which?: (form: Form) => boolean;
  /** Whether the answer means that it was done; usually a redirection. */
  done?: (answer: { status: number; html: string }) => boolean;
  /** Fields of which a wrong one is refused as a whole, because nobody fills them in by hand. */
  unseen?: readonly string[];
  /** Fields that are refused for another field's sake, or as a whole: why. */
  elsewhere?: Readonly<Record<string, string>>;
  /** Tables in which a refusal leaves something on purpose: a failed sign-in is counted. */
  traces?: readonly string[];
  /** Nothing is chosen but what `fill` says: choices that exclude one another. */
  bare?: true;
  /** Sent again, the form answers anew: it is not one of those that run once. */
  repeats?: true;
  /** What is typed is secret and no part of what is remembered, so that other words are the same again. */
  forgetful?: true;
  /** What the page shows on purpose and would be strange elsewhere. */
  shows?: RegExp;
  /** What is typed is never shown again. */
  secret?: readonly string[];
};

/** A form filled in: what is sent, by name, in the order of the page. */
export type Filled = { form: Form; page: Page; sent: [string, string | File][]; fields: Field[] };
export type Field = {
  name: string;
  kind: 'text' | 'choice' | 'file' | 'hidden';
  /** What is read from it: text, date, nik, select and so on. */
  type: string;
  multiple: boolean;
};

/** What people usually type into a field of this name. */
const usual: Readonly<Record<string, string>> = {
  name: 'Kenari Rekaan',
  helperName: 'Kenari Tetangga',
  motherName: 'Kenari Ibu',
  nik: '1600001306850001',
  number: '081200000001',
  reason: 'Alasan kenari yang cukup panjang untuk dibaca.',
  told: 'Keputusan ini disampaikan kepada Saudara kenari.',
  why: 'Alasan kenari yang cukup panjang untuk dibaca.',
  riskNote: 'Risiko kenari rendah, keluarga menerima.',
  review: 'Sudah kenari tanyakan dan jelas alasannya.',
  note: 'Catatan kenari yang cukup panjang untuk dibaca.',
  text: 'Tulisan kenari yang cukup panjang untuk dibaca.',
  talk: 'Pembicaraan kenari tentang pekerjaan dan keluarga.',
  answer: 'Jawaban kenari yang cukup panjang untuk dibaca.',
  document: 'Berita acara kenari nomor 7.',
  report: 'Laporan kenari tentang perkembangan klien.',
  purpose: 'Tujuan kenari: laporan bulanan kepada Kanwil.',
};

/** Opens the scene and fills the form in, as a patient person does. */
export async function fillIn(office: Office, name: string, scenario: Scenario): Promise<Filled & Scene> {
  const { browser, path } = await scenario.scene(office);
  const page = await browser.open(path);
  if (page.status !== 200) throw new Error(`${name}: ${path} answered ${page.status}`);
  const form = findForm(page, name, scenario);
  if (!form)
    throw new Error(
      `${name}: there is no such form on ${page.path} (${page.title}); there are ${page.forms.map(({ action }) => action).join(', ')}`,
    );

  const sent: [string, string | File][] = untouched(form);
  const fields = fieldsOf(form);
  for (const { name: field, kind } of fields) {
    const over = scenario.fill?.[field];
    const typed = typeof over === 'function' ? await over(page, browser) : over;
    if (scenario.fill && field in scenario.fill) put(sent, field, typed);
    else if (scenario.bare) continue;
    else if (kind === 'choice' || isPressed(form, field)) chooseFirst(form, sent, field);
    else if (kind === 'text' && !sent.some(([key, value]) => key === field && value !== '') && usual[field])
      put(sent, field, usual[field]);
  }
  for (const field of Object.keys(scenario.fill ?? {}))
    if (!fields.some((one) => one.name === field)) throw new Error(`${name}: the form has no field ${field}`);
  return { browser, path: page.path, page, form, sent, fields };
}

/** The form on a page that a scenario is about; after a refusal the one with the same things hidden in it. */
export function findForm(page: Page, name: string, scenario: Scenario, like?: Form): Form | undefined {
  const [route, action] = name.split(' ') as [string, string];
  const forms = page.forms
    .filter(({ method }) => method === 'POST')
    .flatMap((form) => [form.action, ...form.otherActions].map((one) => ({ ...form, action: one })))
    .filter((form) => actionOf(form, page.path, route) === action);
  const fitting = scenario.which ? forms.filter(scenario.which) : forms;
  return like
    ? (fitting.find((form) => isSameForm(form, like)) ?? (fitting.length === 1 ? fitting[0] : undefined))
    : fitting[0];
}

/** Whether two forms are about the same thing: what is hidden in them says so, but for the id and the version of this sending. */
export function isSameForm(one: Form, other: Form): boolean {
  const hidden = ({ controls }: Form) =>
    JSON.stringify(
      controls
        .filter(({ type, name }) => type === 'hidden' && name !== 'submissionId' && name !== 'version')
        .map(({ name, value }) => [name, value]),
    );
  return hidden(one) === hidden(other);
}

/** The action that a form calls: `?/add`, nothing, or the whole address of an endpoint. */
function actionOf(form: Form, path: string, route: string): string | undefined {
  const url = new URL(form.action, new URL(path, 'http://here'));
  const pattern = new RegExp(`^${route.replace(/\[\w+\]/g, '[^/]+')}/?$`);
  if (!pattern.test(url.pathname)) return undefined;
  const named = [...url.searchParams.keys()].find((key) => key.startsWith('/'));
  return named ? named.slice(1) : isEndpoint(route) ? 'POST' : 'default';
}
const endpoints = new Set(['/language', '/sign-out', '/my/sign-out', '/place', '/settings/backups/keys/file']);
const isEndpoint = (route: string) => endpoints.has(route);

function fieldsOf(form: Form): Field[] {
  const found = new Map<string, Field>();
  for (const { name, type, disabled, inputMode } of form.controls) {
    if (name === 'submissionId' || disabled || found.has(name)) continue;
    const kind =
      type === 'hidden' || type === 'button'
        ? 'hidden'
        : type === 'file'
          ? 'file'
          : ['radio', 'checkbox', 'select'].includes(type)
            ? 'choice'
            : 'text';
    found.set(name, {
      name,
      kind,
      type: kind === 'text' ? typeOfText(name, type, inputMode) : kind === 'choice' ? type : kind,
      multiple: name.endsWith('[]'),
    });
  }
  return [...found.values()];
}

/** What a line of text is read as; the page says it by the keyboard that it asks for, or its name does. */
function typeOfText(name: string, type: string, inputMode: string): string {
  if (name === 'nik') return 'nik';
  if (/On$|^day$|^dated$|^start$|^end$|[bB]irth$|^birthDate$/.test(name)) return 'date';
  if (inputMode === 'tel') return 'telephone';
  return inputMode === 'numeric' ? 'number' : type;
}

/** A button with a name: whoever sends the form pressed one. */
const isPressed = (form: Form, field: string) =>
  form.controls.some(({ name, type }) => name === field && type === 'button');

/** Something must be chosen where nothing is; boxes stay as they are. */
function chooseFirst(form: Form, sent: [string, string | File][], field: string): void {
  if (sent.some(([key, value]) => key === field && value !== '')) return;
  const controls = form.controls.filter((control) => control.name === field && !control.disabled);
  const [first] = controls;
  if (!first || first.type === 'checkbox') return;
  const value =
    first.type === 'select'
      ? first.options.find((option) => option.value !== '' && !option.disabled)?.value
      : first.value;
  if (value !== undefined) put(sent, field, value);
}

/** Replaces what is sent under a name, in its place. */
export function put(sent: [string, string | File][], field: string, typed: Typing): void {
  const at = sent.findIndex(([key]) => key === field);
  for (let index = sent.length - 1; index >= 0; index--) if (sent[index]![0] === field) sent.splice(index, 1);
  if (typed === undefined) return;
  const values = Array.isArray(typed) ? (typed as string[]) : [typed as string | File];
  sent.splice(at < 0 ? sent.length : at, 0, ...values.map((value): [string, string | File] => [field, value]));
}

/** As a browser packs it. */
export function packed(form: Form, sent: readonly [string, string | File][]): FormData | URLSearchParams {
  if (!form.multipart)
    return new URLSearchParams(sent.filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
  const data = new FormData();
  for (const [name, value] of sent) data.append(name, value);
  return data;
}

/** Where the form goes when it is sent. */
export function target(browser: Browser, { form, path }: { form: Form; path: string }): string {
  return browser.resolve(form.action === '' ? path : form.action, path);
}
