import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import type { Answer } from './browser.ts';

/** One control as it stands in the page: an input, a list, an area, a button with a name. */
export type Control = {
  name: string;
  type: string;
  /** Which keyboard it asks for. */
  inputMode: string;
  value: string;
  /** For boxes, radios and lists: what may be sent, and whether it would be as it stands. */
  checked: boolean;
  options: { value: string; selected: boolean; disabled: boolean }[];
  disabled: boolean;
  invalid: boolean;
  /** The sentence beside it that says what is wrong. */
  error: string;
};

export type Form = {
  /** Where it goes, as written in the page. */
  action: string;
  /** Where its other buttons send it. */
  otherActions: string[];
  method: 'GET' | 'POST';
  multipart: boolean;
  controls: Control[];
};

export type Page = {
  path: string;
  status: number;
  html: string;
  title: string;
  /** Its first headings: a page has one. */
  headings: string[];
  lang: string;
  forms: Form[];
  /** The sentences at the top of a refused form, each with the field that it names and the id to which it leads. */
  summary: { text: string; field: string | undefined; to: string | undefined }[];
  /** Every piece of text that a person would see, and what is read aloud in its place. */
  words: string[];
  links: string[];
  /** Those among them that stand in a menu. */
  navigation: string[];
};

type Element = Tree.Element;
const isElement = (node: Tree.Node): node is Element => 'tagName' in node;
const attributes = (element: Element) => new Map(element.attrs.map(({ name, value }) => [name, value]));

export function readPage(path: string, { status, body }: Pick<Answer, 'status' | 'body'>): Page {
  const html = body.toString('utf8');
  const document = parse(html);
  const all = [...elements(document)];
  const byId = new Map(all.flatMap((one) => (attribute(one, 'id') ? [[attribute(one, 'id')!, one] as const] : [])));
  const summary = all.find((one) => attribute(one, 'aria-labelledby') === 'error-summary');
  return {
    path,
    status,
    html,
    title: all.filter(({ tagName }) => tagName === 'title').map(textOf)[0] ?? '',
    headings: all.filter(({ tagName }) => tagName === 'h1').map(textOf),
    lang: all.filter(({ tagName }) => tagName === 'html').map((one) => attribute(one, 'lang') ?? '')[0] ?? '',
    forms: all.filter(({ tagName }) => tagName === 'form').map((one) => readForm(one, all, byId)),
    summary: summary
      ? [...elements(summary)].filter(({ tagName }) => tagName === 'li').map((one) => summaryLine(one, all))
      : [],
    words: seenWords(document),
    links: linksAmong(all),
    navigation: all.filter(({ tagName }) => tagName === 'nav').flatMap((menu) => linksAmong([...elements(menu)])),
  };
}

const linksAmong = (all: readonly Element[]) =>
  all.flatMap((one) => (one.tagName === 'a' && attribute(one, 'href') ? [attribute(one, 'href')!] : []));

function summaryLine(item: Element, all: readonly Element[]): Page['summary'][number] {
  const inside = [...elements(item)];
  const named = inside.find((one) => hasClass(one, 'of-field'));
  const field = named && textOf(named);
  const to = inside
    .map((one) => attribute(one, 'href'))
    .find((href) => href?.startsWith('#'))
    ?.slice(1);
  if (field !== undefined) return { text: textOf(item).slice(field.length).trim(), field: field.replace(/:$/, ''), to };
  // A sentence that begins with the field's own name needs none before it.
  const own = to === undefined ? undefined : labelOf(to, all);
  return { text: textOf(item), field: own && textOf(item).startsWith(`${own} `) ? own : undefined, to };
}

const hasClass = (element: Element, name: string) => attribute(element, 'class')?.split(' ').includes(name) ?? false;

/** The words of a field's label, or of a group's legend, without what says that it may stay empty. */
function labelOf(id: string, all: readonly Element[]): string | undefined {
  const group = all.find((one) => one.tagName === 'fieldset' && attribute(one, 'id') === id);
  const label =
    all.find((one) => one.tagName === 'label' && attribute(one, 'for') === id) ??
    (group && [...elements(group)].find(({ tagName }) => tagName === 'legend'));
  if (!label) return undefined;
  const optional = [...elements(label)].find((one) => hasClass(one, 'optional'));
  return textOf(label)
    .replace(optional ? textOf(optional) : '', '')
    .trim()
    .replace(/:$/, '');
}

function readForm(form: Element, all: Element[], byId: Map<string, Element>): Form {
  const id = attribute(form, 'id');
  const inside = new Set(elements(form));
  const own = all.filter((one) =>
    attribute(one, 'form') !== undefined ? attribute(one, 'form') === id && id : inside.has(one),
  );
  return {
    action: attribute(form, 'action') ?? '',
    otherActions: own.flatMap((one) => attribute(one, 'formaction') ?? []),
    method: attribute(form, 'method')?.toUpperCase() === 'POST' ? 'POST' : 'GET',
    multipart: attribute(form, 'enctype') === 'multipart/form-data',
    controls: own.flatMap((one) => {
      const control = readControl(one, byId);
      return control ? [control] : [];
    }),
  };
}

function readControl(element: Element, byId: Map<string, Element>): Control | undefined {
  const { tagName } = element;
  const at = attributes(element);
  const name = at.get('name');
  if (!['input', 'select', 'textarea', 'button'].includes(tagName) || !name) return undefined;
  const type = tagName === 'input' ? (at.get('type') ?? 'text').toLowerCase() : tagName;
  const options = [...elements(element)]
    .filter((one) => one.tagName === 'option')
    .map((one) => ({
      value: attribute(one, 'value') ?? textOf(one),
      selected: attribute(one, 'selected') !== undefined,
      disabled: attribute(one, 'disabled') !== undefined,
    }));
  return {
    name,
    type,
    inputMode: at.get('inputmode') ?? '',
    value:
      tagName === 'textarea'
        ? rawText(element)
        : tagName === 'select'
          ? ((options.find(({ selected }) => selected) ?? options[0])?.value ?? '')
          : (at.get('value') ?? (type === 'checkbox' || type === 'radio' ? 'on' : '')),
    checked: at.has('checked'),
    options,
    disabled: at.has('disabled'),
    invalid: at.get('aria-invalid') === 'true',
    error: (at.get('aria-describedby') ?? '')
      .split(' ')
      .filter((one) => one.endsWith('-error'))
      .flatMap((one) => (byId.has(one) ? [textOf(byId.get(one)!)] : []))
      .join(' '),
  };
}

/** What a browser without script would send, had nobody touched the form: names with their values, in their order. */
export function untouched(form: Form): [string, string][] {
  const sent: [string, string][] = [];
  for (const control of form.controls) {
    const { name, type, value, checked, disabled, options } = control;
    if (disabled || type === 'file' || type === 'button' || type === 'submit') continue;
    if ((type === 'checkbox' || type === 'radio') && !checked) continue;
    if (type === 'select' && options.every((option) => option.disabled)) continue;
    sent.push([name, value]);
  }
  return sent;
}

function* elements(node: Tree.Node): Generator<Element> {
  if (!('childNodes' in node)) return;
  for (const child of node.childNodes) {
    if (isElement(child)) yield child;
    yield* elements(child);
  }
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value;
}

function rawText(node: Tree.Node): string {
  if ('value' in node && node.nodeName === '#text') return (node as Tree.TextNode).value;
  return 'childNodes' in node ? node.childNodes.map(rawText).join('') : '';
}

function textOf(element: Element): string {
  return rawText(element).replace(/\s+/g, ' ').trim();
}

function seenWords(document: Tree.Document): string[] {
  const said = new Set(['title', 'alt', 'aria-label', 'placeholder', 'data-too-large']);
  const words: string[] = [];
  const visit = (node: Tree.Node) => {
    if (node.nodeName === '#text') words.push((node as Tree.TextNode).value.replace(/\s+/g, ' ').trim());
    if (isElement(node)) {
      if (['script', 'style', 'template'].includes(node.tagName)) return;
      for (const { name, value } of node.attrs) if (said.has(name)) words.push(value.trim());
    }
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(document);
  return words.filter(Boolean);
}
