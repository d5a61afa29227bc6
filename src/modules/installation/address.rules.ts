import { caseWordsIn } from '#modules/messages';

export type AddressRefusal =
  'address_wrong' | 'address_not_web' | 'address_only_here' | 'address_has_more' | 'address_too_long';
export type AddressVerdict = { ok: true; address: string } | { ok: false; refusal: AddressRefusal };

const longest = 200;

/** How clients reach the installation, as it will stand in messages and on cards: protocol, name and port, and nothing behind them. */
export function judgeAddress(typed: string): AddressVerdict {
  const text = typed.trim();
  if (text.length > longest) return { ok: false, refusal: 'address_too_long' };
  // A name typed alone is read as what it most probably means; a protocol of another kind is not mended.
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^:/]+:\d+(\/|$)/.test(text) ? text : `https://${text}`;
  let url: URL;
  try {
    url = new URL(whole);
  } catch {
    return { ok: false, refusal: 'address_wrong' };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, refusal: 'address_not_web' };
  if (/\s/.test(text) || !isName(url.hostname)) return { ok: false, refusal: 'address_wrong' };
  if (isOnlyHere(url.hostname)) return { ok: false, refusal: 'address_only_here' };
  if (url.username || url.password || url.search || url.hash || url.pathname !== '/')
    return { ok: false, refusal: 'address_has_more' };
  return { ok: true, address: url.origin };
}

/** What a browser calls a secure context: camera, position, passkeys and the service worker exist only there. */
export function isSecureAddress(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || isOnlyHere(hostname);
}

/** A word in the name that tells whoever reads a message what it is about; none is best, and none is required. */
export function tellingWord(address: string): string | undefined {
  const { hostname } = new URL(address);
  return (
    caseWordsIn(hostname.replace(/[.-]/g, ' '))[0] ?? /bapas|lapas|rutan|ditjenpas|pemasyarakatan/.exec(hostname)?.[0]
  );
}

function isName(host: string): boolean {
  return /^\[[0-9a-f:.]+\]$/i.test(host) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host);
}

function isOnlyHere(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host.startsWith('127.') || host === '[::1]';
}
