import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { badInputs } from './bad-inputs.ts';

/**
 * Everything that an office's people, machines and enemies are known to send, in the words of our list of dangers, with what tries it:
 * an entry of the corpus (`group: name`), which meets every type of field and some form over HTTP, or a test of its own (`file › title`).
 */
const names = {
  "O'Neil": ['names: an apostrophe'],
  "D'Artagnan": ['names: an apostrophe behind one letter'],
  'a single name': ['names: one word', 'src/modules/people/people.test.ts › a single name, no NIK'],
  'one letter': ['names: one letter'],
  '200 characters': ['names: 200 characters', 'names: 201 characters'],
  'titles and degrees': ['names: titles', 'names: only titles'],
  'bin, binti': ['names: a father', 'names: a mother and no father', 'names: ends with bin'],
  'Balinese, Batak': ['names: Balinese', 'names: a Batak marga', 'names: a comma'],
  'Mandarin, Arabic and Javanese script': ['names: Mandarin', 'names: Arabic', 'names: Javanese'],
  'composed and decomposed é': ['names: composed', 'names: decomposed', 'names: marks left out'],
  'İ and ı': ['names: a dotted capital I', 'names: a dotless i'],
  ligatures: ['names: a ligature'],
  'a flood of combining marks': ['names: a flood of marks', 'texts: a flood of marks'],
  'emoji joined with zero width': ['names: a family of emoji'],
  'reading direction turned': ['names: reading direction turned', 'texts: reading direction turned'],
  'zero width characters': ['names: zero width', 'names: only zero width', 'texts: only zero width'],
  'no-break space, soft hyphen': ['names: a no-break space', 'names: a soft hyphen'],
  'a Cyrillic а': ['names: a Cyrillic а'],
  'full-width digits': ['names: full-width digits', 'niks: full-width digits', 'dates: full-width digits'],
  'null, undefined, NaN, true, -': [
    'names: the word null',
    'names: the word undefined',
    'names: the word NaN',
    'names: the word true',
    'names: a dash',
  ],
  'only spaces, nothing': ['names: only spaces', 'names: nothing', 'names: a blank letter'],
  'the end of an SQL statement': ['names: the end of a statement', 'texts: the end of a statement'],
  'templates, formats of C': ['names: a template of JavaScript', 'names: a template of pages', 'names: a format of C'],
  NUL: ['names: NUL', 'dates: NUL', 'texts: NUL'],
  'half a pair of surrogates': [
    'names: half a pair of surrogates',
    'names: the other half',
    'texts: half a pair of surrogates',
  ],
  'one letter of difference, MOHAMMAD and MUHAMAD, MUH. and M.': [
    'names: in capitals',
    'names: one letter less',
    'names: a short form',
    'names: a short form with its point',
    'names: an initial',
  ],
} as const;

const niks = {
  '15 and 17 digits': ['niks: 15 digits', 'niks: 17 digits', 'niks: 10,000 digits'],
  'letters, spaces, dots': ['niks: letters', 'niks: spaces and dots'],
  'leading zeros': ['niks: a leading zero', 'niks: two leading zeros', 'niks: an apostrophe of a spreadsheet'],
  'days 00, 32, 40, 71, 72': ['niks: day 00', 'niks: day 32', 'niks: day 40', 'niks: day 71', 'niks: day 72'],
  "a woman's day": ["niks: a woman's day"],
  '29 February of a common year, month 13': ['niks: 29 February of a common year', 'niks: month 13', 'niks: month 00'],
  'provinces 00 and 99, serial 0000': ['niks: province 00', 'niks: province 99', 'niks: serial 0000'],
  'a birth that the form contradicts': ['src/kernel/nik.test.ts › is compared with what else is known of the person'],
  'the same NIK for two people': ['src/modules/people/people.test.ts › somebody who may be known already'],
  'a newborn, a foreigner, a temporary number, none': [
    'niks: a newborn',
    'niks: a foreigner without one',
    'niks: a passport',
    'niks: a temporary number',
    'niks: none',
  ],
  'which century': ['niks: two centuries'],
  'never required': [
    'src/modules/people/people.test.ts › a single name, no NIK and only a guessed year of birth are enough',
  ],
} as const;

const dates = {
  '29 February and a year on': [
    'dates: 29 February of a common year',
    'dates: 29 February of a leap year',
    'dates: the leap day a year on',
  ],
  'the 31st and a month on, sentences to the end of a month': [
    'dates: 31 January',
    'dates: 31 April',
    'src/kernel/milestones.test.ts › months run to the end of a shorter month',
  ],
  'late in the evening in Jayapura': [
    'dates: late in the evening in Jayapura',
    'dates: the same moment in Jakarta',
    'src/modules/check-ins/rules.test.ts › a report at half past eleven at night in Jayapura',
  ],
  'the years 1 and 9999': ['dates: the year 1', 'dates: the year 9999', 'dates: a year of five digits'],
  'days that can be read two ways': ['dates: two digits of year', 'dates: the month first'],
  'the Islamic calendar': ['dates: in the Islamic calendar', 'dates: in Islamic figures'],
  'a birth in the future': ['dates: in the far future', 'dates: in the future by a day'],
  '17 years and 364 days': [
    'dates: eighteen tomorrow',
    'dates: eighteen today',
    'src/modules/cases/rules.test.ts › at 17 years and 364 days nobody is received as an adult',
  ],
  '118 years': ['dates: 118 years ago', 'src/modules/cases/rules.test.ts › 118 years'],
  'an end before its beginning': ['src/modules/cases/rules.test.ts › a period that ends before it begins is refused'],
  'entered in another order than it happened': [
    'src/modules/check-ins/rules.test.ts › the order in which things were typed changes nothing',
  ],
  "a device's clock that is wrong": ['src/modules/check-ins/rules.test.ts › a clock in the future, a stale one'],
  'summer time, leap seconds': [
    'dates: an hour that summer time skips',
    'dates: a leap second',
    'dates: a leap second alone',
    'dates: hour 25',
  ],
} as const;

const files = {
  polyglots: [
    'files: a photo with an archive behind it',
    'files: a photo with a page behind it',
    'files: a PDF behind a page',
    'files: a PDF with an archive behind it',
  ],
  'a drawing': ['files: a drawing (SVG)', 'files: a drawing behind a declaration'],
  '40,000 points a side': ['files: a picture of 40,000 x 40,000 points'],
  'a bomb of an archive': [
    'files: a bomb',
    'files: a bomb that lies about its size',
    'files: a PDF whose packed list is a bomb',
  ],
  'where a photo was taken': ['files: a photo that says where it was taken'],
  'a path as name, two extensions': ['files: a path upwards', 'files: a path of Windows', 'files: a double extension'],
  'a PDF with a program': ['files: a PDF with a program in it', 'files: a PDF that spells its program in figures'],
  'nothing in it': ['files: nothing', 'files: nothing, as a paper', 'files: an empty file'],
  'a byte more than the limit': ['files: a photo of 5 MB and one byte', 'files: a PDF of 15 MB and one byte'],
  '2 GB that never end': ['tests/corpus/forms/uploads.served.ts › 2 GB without a length are cut off early'],
  'a letter at a time': ['tests/corpus/forms/uploads.served.ts › who sends his request a letter at a time'],
  'names of 300 bytes, of devices, with line ends': [
    'files: a name of 300 bytes',
    'files: a device of Windows',
    'files: a header in the name',
  ],
  'HEIC, a moving PNG, CMYK': [
    'files: a photo of an iPhone (HEIC)',
    'files: a moving PNG',
    'files: a CMYK photo from a print shop',
  ],
  'a bomb of a colour profile': ['files: a colour profile that is a bomb'],
  'a PDF with a password': ['files: a PDF with a password'],
  'a test virus': ['files: a test virus'],
} as const;

const texts = {
  'scripts, handlers, frames': [
    'texts: a script',
    'texts: a script that ends another',
    'texts: an image with a handler',
    'texts: a drawing with a handler',
    'texts: the end of an attribute',
    'texts: a frame',
    'texts: a mutated tag',
    'tests/journeys/bad-inputs.spec.ts › what strangers wrote is shown and runs nowhere',
  ],
  'links that run': [
    'texts: a link of Markdown',
    'texts: a link of data',
    'texts: a link in other letters',
    'texts: an address that runs',
  ],
  'cells that calculate': [
    'texts: a formula with =',
    'texts: a formula with +',
    'texts: a formula with -',
    'texts: a formula with @',
    'texts: a formula behind a tab',
    'texts: a formula behind a return',
    'texts: a full-width formula',
    'files: a CSV of formulas',
  ],
  'line ends in what is logged': [
    'texts: a line of a log',
    'texts: a header',
    'src/platform/log.test.ts › an event is one line of JSON, whatever is in it',
  ],
  '1 MB': ['texts: 1 MB', 'texts: 10,000 characters without a space'],
  'slow for patterns': [
    'texts: slow for patterns of letters',
    'texts: slow for patterns of spaces',
    'texts: slow for patterns of dots',
    'texts: slow for patterns of mail',
    'texts: slow for patterns of digits',
  ],
} as const;

const http = {
  'a wrong type of content': [
    'http: text as a form',
    'http: XML as a form',
    'http: no type at all',
    'http: JSON with the type of a form',
  ],
  'a parameter twice': ['http: one name twice', 'http: one parameter twice'],
  'the prototype': ['http: the prototype as a field', 'http: the prototype in JSON', 'texts: the name of a property'],
  'lists for text': ['http: lists for text'],
  '1e309, minus zero, 2^53 + 1': [
    'http: a number without end',
    'http: minus zero',
    'http: a number beyond exactness',
    'texts: a number without end',
    'texts: minus zero',
    'texts: a number beyond exactness',
  ],
  'twenty levels, a bomb of gzip': ['http: twenty levels', 'http: twenty thousand levels', 'http: a bomb of gzip'],
  'no origin, a foreign one': ['http: no origin', 'http: a foreign origin', 'http: the origin null'],
  'another method': ['http: another method in a header', 'http: another method in a field'],
  'lists of forwarders': ['http: a list of forwarders', 'http: a foreign host'],
  'paths upwards, in capitals, with a slash': [
    'http: a path upwards',
    'http: an encoded path upwards',
    'http: a path encoded twice',
    'http: a path in capitals',
    'http: a slash at the end',
    'texts: an encoded path',
  ],
  'HEAD, OPTIONS, TRACE': ['http: only the head', 'http: the options', 'http: a trace', 'http: an unknown method'],
  'a cookie of 20 KB': ['http: a cookie of 20 KB', 'http: two hundred cookies'],
  'pages −1 and 10^9': [
    'http: a page before the first',
    'http: a page far behind the last',
    'http: a page that is none',
  ],
  'sorted by what is hidden': ['http: sorted by a hidden column', 'http: sorted by a statement'],
} as const;

const served = 'tests/corpus/forms/replays.served.ts';
const replays = {
  'the same id with other words': ['tests/corpus/forms/trial.ts › other words under the same id'],
  'the same id from somebody else': [`${served} › a colleague under the same id`],
  'ids of no and of 300 characters': [`${served} › of no characters`, `${served} › of 300 characters`],
  'an id that was forgotten': [`${served} › an id of 36 days ago`, `${served} › after the id was forgotten`],
  'a double click, back and sent again': [`${served} › ten at once are one deed`, `${served} › back and sent again`],
  'a step left out': [`${served} › a step was left out`],
  'a session that ended, rights that were lost': [
    'tests/corpus/forms/kept.served.ts › after signing in again the form is there',
    `${served} › rights were lost`,
  ],
  'two approvers at once': ['src/modules/units/units.test.ts › two people who approve at the same time approve once'],
  'merged, transferred, annulled meanwhile': [
    'tests/races.test.ts › a head approves what is being withdrawn',
    'tests/races.test.ts › an ending and a transfer decided at once',
    'tests/races.test.ts › the report belongs to the office that still guided',
  ],
} as const;

const searches = {
  'wild cards': ['texts: wild cards', 'texts: one wild card'],
  'nothing, one character, 10,000': ['names: nothing', 'names: one letter', 'texts: 10,000 characters without a space'],
  'parts in another order': [
    'names: the parts of a name turned round',
    'src/modules/people/people.test.ts › a part of a name, words in any order',
  ],
  'fifty aliases, a nickname': ['names: many aliases', 'names: a nickname'],
  'marks and transliterations': ['names: marks left out', 'names: another transliteration'],
  'the NIK of somebody whom one may not see': ['src/modules/people/people.test.ts › an excluded officer finds nothing'],
} as const;

const entries = new Set(badInputs.map(({ group, name }) => `${group}: ${name}`));
const root = fileURLToPath(new URL('../..', import.meta.url));
const isThere = (what: string): boolean => {
  const [file, title] = what.split(' › ');
  if (title === undefined) return entries.has(what);
  try {
    return readFileSync(join(root, file!), 'utf8').includes(title);
  } catch {
    return false;
  }
};

describe.each(Object.entries({ names, niks, dates, files, texts, http, replays, searches }))('%s', (_, table) => {
  test.each(Object.entries(table))('%s', (_phrase, tries) => {
    expect(tries.length).toBeGreaterThan(0);
    expect((tries as readonly string[]).filter((one) => !isThere(one))).toEqual([]);
  });
});
