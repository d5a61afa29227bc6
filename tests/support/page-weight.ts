import { gzipSync } from 'node:zlib';

/** What a page costs on the way to a phone, in bytes after gzip. */
export type PageWeight = { url: string; html: number; script: number; style: number; scripts: string[] };

/**
 * Weighs pages of a running server as a browser would load them: the HTML, every script that it names and those that these import.
 * Compressed here and not taken from the answer, so that a server without compression is measured the same.
 */
export async function weighPages(urls: readonly string[], headers: Record<string, string> = {}): Promise<PageWeight[]> {
  const known = new Map<string, Promise<{ size: number; imports: string[] }>>();
  const weigh = (url: string) => {
    const found = known.get(url);
    if (found) return found;
    const weighing = textOf(url, {}).then((code) => ({ size: gzipped(code), imports: importsOf(code, url) }));
    known.set(url, weighing);
    return weighing;
  };

  const weights: PageWeight[] = [];
  for (const url of urls) {
    const html = await textOf(url, { accept: 'text/html', ...headers });
    const scripts = new Set<string>();
    const pending = scriptsOf(html, url);
    let script = 0;
    while (pending.length > 0) {
      const next = pending.pop()!;
      if (scripts.has(next)) continue;
      scripts.add(next);
      const { size, imports } = await weigh(next);
      script += size;
      pending.push(...imports);
    }
    let style = 0;
    for (const href of stylesOf(html, url)) style += (await weigh(href)).size;
    weights.push({ url, html: gzipped(html), script, style, scripts: [...scripts].sort() });
  }
  return weights;
}

/** `https://office/clients  script 38.1 kB  html 9.0 kB` */
export function describeWeight({ url, html, script, style }: PageWeight): string {
  const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  return `${url}  script ${kb(script)}  html ${kb(html)}  style ${kb(style)}`;
}

async function textOf(url: string, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(url, { headers });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.text();
}

function gzipped(text: string): number {
  return gzipSync(text, { level: 9 }).length;
}

function scriptsOf(html: string, base: string): string[] {
  const named = [
    ...[...html.matchAll(/<script\b[^>]*\bsrc="([^"]+)"/g)].map(([, src]) => src!),
    ...[...html.matchAll(/<link\b[^>]*>/g)]
      .filter(([tag]) => /\brel="modulepreload"/.test(tag))
      .flatMap(([tag]) => /\bhref="([^"]+)"/.exec(tag)?.[1] ?? []),
    ...[...html.matchAll(/\bimport\("([^"]+\.js)"\)/g)].map(([, src]) => src!),
  ];
  return named.map((src) => new URL(src, base).href);
}

function stylesOf(html: string, base: string): string[] {
  return [...html.matchAll(/<link\b[^>]*>/g)]
    .filter(([tag]) => /\brel="stylesheet"/.test(tag))
    .flatMap(([tag]) => /\bhref="([^"]+)"/.exec(tag)?.[1] ?? [])
    .map((href) => new URL(href, base).href);
}

/** Static imports only: what a script asks for later is not part of showing the page. */
function importsOf(code: string, base: string): string[] {
  return [...code.matchAll(/(?:\bfrom|\bimport)\s*"(\.[^"]+\.js)"/g)].map(([, src]) => new URL(src!, base).href);
}
