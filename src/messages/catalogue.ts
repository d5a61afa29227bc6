/** What must hold for the two languages before anything is compiled. Pure: file contents in, complaints out. */

/** One area file as it was read: `check_ins` in `id` holds these keys. */
export type AreaFile = { locale: string; area: string; messages: Record<string, unknown> };

export function complaintsAbout(files: AreaFile[], locales: readonly string[], areas: readonly string[]): string[] {
  const complaints: string[] = [];
  const byLocale = new Map<string, Map<string, unknown>>(locales.map((locale) => [locale, new Map()]));

  for (const { locale, area, messages } of files) {
    const name = `messages/${locale}/${area}.json`;
    const known = byLocale.get(locale);
    if (!known) {
      complaints.push(`${name}: there is no language "${locale}" in project.inlang/settings.json`);
      continue;
    }
    if (!areas.includes(area)) {
      complaints.push(`${name}: the area is not listed in project.inlang/settings.json, so nobody would read it`);
    }
    for (const [key, message] of Object.entries(messages)) {
      if (key === '$schema') continue;
      if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(key)) complaints.push(`${name}: "${key}" is not snake_case`);
      if (!key.startsWith(`${area}_`)) complaints.push(`${name}: "${key}" must begin with "${area}_"`);
      if (known.has(key)) complaints.push(`${name}: "${key}" is already used in another area`);
      if (typeof message === 'string' ? message.trim() === '' : !Array.isArray(message)) {
        complaints.push(`${name}: "${key}" is empty or nested; a message is a sentence or a list of variants`);
      }
      known.set(key, message);
    }
  }

  for (const [locale, messages] of byLocale) {
    for (const [other, theirs] of byLocale) {
      if (other === locale) continue;
      for (const [key, message] of theirs) {
        const own = messages.get(key);
        if (own === undefined) {
          complaints.push(`"${key}" is written in ${other} but missing in ${locale}`);
        } else if (locale > other && placeholders(own) !== placeholders(message)) {
          complaints.push(
            `"${key}" takes {${placeholders(own)}} in ${locale} but {${placeholders(message)}} in ${other}`,
          );
        }
      }
    }
  }
  return complaints;
}

/** The inputs that a message asks for, as one comparable text. */
function placeholders(message: unknown): string {
  const names = new Set<string>();
  if (typeof message === 'string') {
    for (const [, name] of message.matchAll(/(?<!\\)\{([A-Za-z_]\w*)\}/g)) names.add(name!);
  } else {
    for (const { declarations = [] } of message as { declarations?: string[] }[]) {
      for (const line of declarations) if (line.startsWith('input ')) names.add(line.slice(6).trim());
    }
  }
  return [...names].sort().join(', ');
}
