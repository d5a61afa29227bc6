/** Rules that only this house has. Each says why in its message. */

const SHOWN = new Set(['label', 'title', 'placeholder', 'alt', 'aria-label', 'hint', 'legend', 'caption', 'heading']);
const LETTERS = /\p{L}{2,}/u;

/** Screen text comes from #messages, or one of the two languages will not have it. */
const noHardCodedWords = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      words: 'Screen text comes from #messages (both languages): "{{text}}"',
    },
  },
  create(context) {
    return {
      SvelteText(node) {
        const text = node.value.trim();
        const { parent } = node;
        if (parent?.type === 'SvelteStyleElement' || parent?.type === 'SvelteScriptElement') return;
        if (parent?.type === 'SvelteElement' && parent.name?.name === 'kbd') return;
        if (LETTERS.test(text)) context.report({ node, messageId: 'words', data: { text: text.slice(0, 40) } });
      },
      SvelteAttribute(node) {
        if (!SHOWN.has(node.key.name)) return;
        for (const part of node.value) {
          if (part.type === 'SvelteLiteral' && LETTERS.test(part.value)) {
            context.report({ node, messageId: 'words', data: { text: part.value.slice(0, 40) } });
          }
        }
      },
    };
  },
};

export const house = { rules: { 'no-hard-coded-words': noHardCodedWords } };
