/**
 * A page is HTML. SvelteKit's own script (36 KB compressed) comes only to a page that says `export const csr = true` in its
 * +page.ts because it cannot do without: a camera, a table that answers while one types. See docs/decisions/020.
 */
export const csr = false;
