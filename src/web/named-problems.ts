/**
 * The summary at the top of a refused form, each line with the name of its field: "Nama: Bagian ini harus diisi." The name is the
 * label as it stands in the page below, which only the finished page knows; so the lines get it when the page is whole.
 */
export function nameProblems(html: string): string {
  const start = html.indexOf('aria-labelledby="error-summary"');
  if (start < 0) return html;
  const end = html.indexOf('</section>', start);
  const lines = html
    .slice(start, end)
    .replace(
      /<a href="#([\w.[\]-]+)"([^>]*)>(?!<span class="of-field")([^<]*)/g,
      (link, id: string, more: string, sentence: string) => {
        const name = labelOf(html, id);
        // "PIN tidak cocok." says already which field it is about.
        if (name === undefined || sentence.startsWith(`${name} `)) return link;
        const named = name.endsWith('?') ? name : `${name}:`;
        return `<a href="#${id}"${more}><span class="of-field">${named}</span> ${sentence}`;
      },
    );
  return html.slice(0, start) + lines + html.slice(end);
}

/** The words of a field's label, or of the legend of a group, as they are written in the page; without "(tidak wajib)". */
function labelOf(html: string, id: string): string | undefined {
  const field = id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const label = new RegExp(`<label\\b[^>]* for="${field}"[^>]*>([\\s\\S]*?)</label>`).exec(html);
  const group =
    label ?? new RegExp(`<fieldset id="${field}"[^>]*>[\\s\\S]*?<legend[^>]*>([\\s\\S]*?)</legend>`).exec(html);
  const words = group?.[1]!
    .replace(/<span class="optional[^>]*>[\s\S]*?<\/span>/, '')
    .replace(/<!--[\s\S]*?-->|<[^>]*>|&nbsp;|\u00a0/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/:$/, '');
  return words || undefined;
}
