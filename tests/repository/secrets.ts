import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What must not lie in a repository that everybody may read: keys of any kind, and numbers that could be somebody's. */
export type Leak = { line: number; what: string };

const keys: readonly [string, RegExp][] = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/],
  ['a key of Amazon', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a key of Google', /\bAIza[\w-]{35}\b/],
  ['a token of GitHub', /\b(?:gh[pousr]_\w{36,}|github_pat_\w{60,})\b/],
  ['a token of GitLab', /\bglpat-[\w-]{20,}\b/],
  ['a token of npm', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['a token of Slack', /\bxox[abprs]-[\w-]{20,}/],
  ['a token of a Telegram bot', /\b\d{8,10}:AA[\w-]{33}\b/],
  ['a signed token (JWT)', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
  ['a secret of a one-time-code app', /otpauth:\/\/\w+\/[^\s'"`]*secret=[A-Z2-7]{16,}/i],
  [
    'a password in an address',
    /\b(?:postgres(?:ql)?|https?|smtps?|mqtts?):\/\/[^\s:/@'"`$<{]+:(?![.$<{*]|(?:password|postgres|secret|rahasia)@)[^\s@/'"`]{6,}@/,
  ],
  // 32 bytes in base64: the shape of the keys of a data folder, and of many others.
  [
    'a key of 32 bytes',
    /(?<![A-Za-z0-9+/=-])(?=[A-Za-z0-9+/]*[0-9+/])(?=[A-Za-z0-9+/]*[A-Z])[A-Za-z0-9+/]{43}=(?![A-Za-z0-9+/=])/,
  ],
];

/** Sixteen digits, as they are typed with spaces or dots between them too. */
const sixteenDigits = /(?<![\d.])\d(?:[ .-]?\d){15}(?![ .-]?\d)/g;

export function leaksIn(text: string): Leak[] {
  return text.split('\n').flatMap((line, index) => {
    const found = keys.filter(([, pattern]) => pattern.test(line)).map(([what]) => what);
    for (const [typed] of line.matchAll(sixteenDigits))
      if (couldBeSomebodys(typed.replace(/\D/g, ''))) found.push('a NIK that could be somebody’s');
    return found.map((what) => ({ line: index + 1, what }));
  });
}

/** A number of a district that exists, with a day of birth that exists and a serial that is given out. */
export function couldBeSomebodys(nik: string): boolean {
  if (!/^\d{16}$/.test(nik) || !districts().has(nik.slice(0, 6)) || nik.endsWith('0000')) return false;
  const [day, month] = [Number(nik.slice(6, 8)) % 40, Number(nik.slice(8, 10))];
  return day >= 1 && day <= 31 && Number(nik.slice(6, 8)) <= 71 && month >= 1 && month <= 12;
}

let known: Set<string> | undefined;
function districts(): Set<string> {
  if (known) return known;
  const data = join(dirname(createRequire(import.meta.url).resolve('idn-area-data/package.json')), 'data');
  const rows = readFileSync(join(data, 'districts.csv'), 'utf8').split('\n').slice(1);
  known = new Set(rows.map((row) => row.slice(0, row.indexOf(',')).replaceAll('.', '')).filter(Boolean));
  return known;
}
