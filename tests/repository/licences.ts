/** Licences under which others may use, change and pass on what they got from us under the AGPL. */
const open = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'MPL-2.0',
  'CC0-1.0',
  'BlueOak-1.0.0',
  'Python-2.0',
]);

/** What only some packages need, each with its reason. */
const exceptions: readonly [RegExp, string][] = [
  // libvips, which sharp loads as a library of its own that anybody may exchange.
  [/^@img\/sharp-/, 'LGPL-3.0-or-later'],
  // Fonts that may be passed on and embedded with everything, only not sold by themselves.
  [/^@expo-google-fonts\//, 'OFL-1.1'],
];

/** Packages whose manifest names no licence; the file LICENSE that they bring does. */
const unnamed: Readonly<Record<string, string>> = {
  '@inlang/plugin-message-format': 'MIT',
  'sqlite-wasm-kysely': 'MIT',
};

export type LockedPackage = { license?: string; version?: string; integrity?: string; hasInstallScript?: boolean };

/** Whether a package of package-lock.json may be used; a text such as `Apache-2.0 AND MIT` needs all of its parts. */
export function mayUse(name: string, { license }: LockedPackage): boolean {
  const said = license ?? unnamed[name];
  if (said === undefined) return false;
  const own = exceptions.filter(([packages]) => packages.test(name)).map(([, licence]) => licence);
  const allowed = (part: string) => open.has(part) || own.includes(part);
  if (said.includes(' OR ')) return said.replace(/[()]/g, '').split(' OR ').some(allowed);
  return said.replace(/[()]/g, '').split(' AND ').every(allowed);
}
