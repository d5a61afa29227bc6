/** A telephone number as the whole world dials it: +, country, number. */
export type Phone = string & { readonly __brand: 'Phone' };
export type PhoneKind = 'mobile' | 'landline' | 'foreign';
export type PhoneProblem =
  'phone_missing' | 'phone_not_digits' | 'phone_several' | 'phone_too_short' | 'phone_too_long' | 'phone_not_a_number';
export type PhoneRead = { ok: true; phone: Phone; kind: PhoneKind } | { ok: false; problem: PhoneProblem };

/** Area codes of two digits; every other one has three. */
const shortAreaCodes = ['21', '22', '24', '31', '61'];

/**
 * A number as typed or held by a spreadsheet: 0812…, 62812…, +62 812…, 812… (a spreadsheet drops the 0), (021) …. A cell with two
 * numbers is reported and not cut. Whether the number is in use only a call can tell.
 */
export function readPhone(value: string | number): PhoneRead {
  const text = String(value)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim();
  if (text === '') return { ok: false, problem: 'phone_missing' };
  if (text.length > 60) return { ok: false, problem: 'phone_too_long' };
  if (/\d{6,}\D*[/,;|&]\D*\d{6,}/.test(text.replace(/[\s().-]/g, ''))) return { ok: false, problem: 'phone_several' };
  const bare = text.replace(/^(?:hp|telp?|tlp|wa|no|nomor)\b[.:\s]*/i, '').replace(/[\s().\-‐‑–—/']/g, '');
  if (!/^\+?\d+$/.test(bare)) return { ok: false, problem: 'phone_not_digits' };

  const foreign = /^(?:\+|00)(?!62)(\d+)$/.exec(bare);
  if (foreign) return inForeign(foreign[1]!);
  return inIndonesia(bare.replace(/^(?:\+62|0062|62(?=\d{8})|0)/, '').replace(/^0/, ''));
}

/** 0812-3456-7890, (021) 555 1234, and other countries as they are. */
export function formatPhone(phone: Phone): string {
  const national = /^\+62(\d+)$/.exec(phone)?.[1];
  if (!national) return phone;
  if (national.startsWith('8'))
    return `0${national.slice(0, 3)}-${national.slice(3, 7)}-${national.slice(7)}`.replace(/-$/, '');
  const area = areaOf(national);
  const local = national.slice(area.length);
  return `(0${area}) ${local.length > 4 ? `${local.slice(0, -4)} ${local.slice(-4)}` : local}`;
}

/** Opens a chat with this number; none for a landline. */
export function whatsappLink(phone: Phone): string | undefined {
  return phoneKind(phone) === 'landline' ? undefined : `https://wa.me/${phone.slice(1)}`;
}

export function phoneKind(phone: Phone): PhoneKind {
  if (!phone.startsWith('+62')) return 'foreign';
  return phone.startsWith('+628') ? 'mobile' : 'landline';
}

/** All that a list shows of a number. */
export function phoneEnding(phone: Phone): string {
  return `•••• ${phone.slice(-4)}`;
}

function inIndonesia(national: string): PhoneRead {
  const kind = national.startsWith('8') ? 'mobile' : 'landline';
  // Mobile: 8 and 8 to 11 more. Landline: area code and 5 to 8 digits.
  const [min, max] = kind === 'mobile' ? [9, 12] : [areaOf(national).length + 5, areaOf(national).length + 8];
  if (national.length < min) return { ok: false, problem: 'phone_too_short' };
  if (national.length > max) return { ok: false, problem: 'phone_too_long' };
  if (/^[01]/.test(national)) return { ok: false, problem: 'phone_not_a_number' };
  return { ok: true, phone: `+62${national}` as Phone, kind };
}

function inForeign(number: string): PhoneRead {
  if (number.length < 7) return { ok: false, problem: 'phone_too_short' };
  if (number.length > 15) return { ok: false, problem: 'phone_too_long' };
  if (number.startsWith('0')) return { ok: false, problem: 'phone_not_a_number' };
  return { ok: true, phone: `+${number}` as Phone, kind: 'foreign' };
}

function areaOf(national: string): string {
  const two = national.slice(0, 2);
  return shortAreaCodes.includes(two) ? two : national.slice(0, 3);
}
