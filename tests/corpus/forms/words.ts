import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import type { Page } from './page.ts';

const messages = fileURLToPath(new URL('../../../messages', import.meta.url));

function sentencesOf(locale: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of readdirSync(join(messages, locale)))
    for (const [key, message] of Object.entries(
      JSON.parse(readFileSync(join(messages, locale, file), 'utf8')) as object,
    ))
      if (key !== '$schema') found.set(key, textsOf(message));
  return found;
}
function textsOf(message: unknown): string[] {
  if (typeof message === 'string') return [message];
  return (message as { match: Record<string, string> }[]).flatMap(({ match }) => Object.values(match));
}
const [indonesian, english] = [sentencesOf('id'), sentencesOf('en')];

/** A message that is nothing but what is put into it would fit every sentence of the world. */
const saysSomething = (text: string) => (text.replace(/\{\w+\}/g, '').match(/\p{L}/gu) ?? []).length >= 3;

const patterns = [...indonesian.values()]
  .flat()
  .filter(saysSomething)
  .map((text) => {
    const parts = text
      .split(/(?<!\\)\{\w+\}/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'));
    return new RegExp(`^${parts.join('[\\s\\S]+?')}$`);
  });
const known = new Map<string, boolean>();

/** Whether a sentence is one of our Indonesian ones, with whatever it names in it. */
export function isIndonesian(sentence: string): boolean {
  const text = sentence.replace(/\s+/g, ' ').trim();
  const answer = known.get(text) ?? patterns.some((pattern) => pattern.test(text));
  known.set(text, answer);
  return answer;
}

/** What a person is told where nobody knew what to say. */
export const sayNothing = new Set(indonesian.get('errors_bad_request'));

/** What somebody is told whose form was sent before with other words. */
const wasSent = new Set(indonesian.get('errors_submission_other_body'));
export const saysWasSent = (text: string): boolean => wasSent.has(text);

const keys = new Set(indonesian.keys());
const inEnglishOnly = new Set(
  [...english.values()]
    .flat()
    .filter((text) => /\p{L}{3,} \p{L}{2,}/u.test(text) && !text.includes('{') && !isIndonesian(text)),
);

/** What no page in Indonesian may show: keys instead of sentences, English ones, what JavaScript says when it has nothing to say. */
export function strangeWords(page: Page, typed: readonly string[], onPurpose?: RegExp): string[] {
  const isTyped = (word: string) => typed.some((text) => text.includes(word));
  return page.words.flatMap((word) => {
    if (isTyped(word) || onPurpose?.test(word)) return [];
    if (inEnglishOnly.has(word)) return [`English: ${word}`];
    // person:read is a right as programs name it, and nothing else.
    const key = word
      .replace(/\b[a-z_]+:[a-z_]+\b/g, '')
      .match(/\b[a-z]+(?:_[a-z0-9]+)+\b/g)
      ?.find((one) => keys.has(one) || !isTyped(one));
    if (key) return [`a key: ${key} in "${word.slice(0, 80)}"`];
    const nothing = /\[object \w+\]|\bundefined\b|\bNaN\b|Invalid Date|(?<![\w{])\{[a-z]\w*\}/.exec(word);
    return nothing && !isTyped(nothing[0]) ? [`"${nothing[0]}" in "${word.slice(0, 80)}"`] : [];
  });
}

const ownElements = new Set(['iframe', 'object', 'embed', 'math', 'base', 'style', 'frame', 'applet']);

/** Markup that somebody typed and the page took for its own. */
export function foreignMarkup(html: string): string[] {
  const found: string[] = [];
  const visit = (node: Tree.Node) => {
    if ('tagName' in node) {
      const at = new Map(node.attrs.map(({ name, value }) => [name, value]));
      if (ownElements.has(node.tagName)) found.push(`<${node.tagName}>`);
      if (node.tagName === 'script' && !at.get('nonce') && !/^\.{0,2}\/(?!\/)/.test(at.get('src') ?? ''))
        found.push('a script without nonce');
      for (const { name, value } of node.attrs) {
        if (/^on/i.test(name)) found.push(`${name} on <${node.tagName}>`);
        if (
          ['href', 'src', 'action', 'formaction'].includes(name) &&
          /^\s*(javascript|vbscript|data:text)/i.test(value.replace(/[\t\n\r]/g, ''))
        )
          found.push(`${name}="${value.slice(0, 40)}"`);
      }
    }
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(parse(html));
  return found;
}
