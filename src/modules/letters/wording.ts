/**
 * How a letter is written down: plain text, a little marked up, with nothing in it that could run.
 *
 *     An empty line begins a new paragraph.
 *     *bold*   {client_name}   # A title in the middle
 *     Label :: what stands behind it
 *     1. an item   a. an item   - an item
 *
 * A backslash takes the next mark as it is. What looks like a loop, a condition or a call of some template language is refused.
 */
export type Run = { text: string; bold?: true };
export type Block =
  | { kind: 'paragraph'; runs: Run[] }
  | { kind: 'title'; runs: Run[] }
  | { kind: 'rows'; rows: { label: string; runs: Run[] }[] }
  | { kind: 'list'; items: { marker: string; runs: Run[] }[] };

export type WordingProblem = {
  line: number;
  problem:
    | 'field_unknown'
    | 'field_not_here'
    | 'field_missing'
    | 'brace'
    | 'program'
    | 'bold_open'
    | 'label_missing'
    | 'empty'
    | 'too_long';
  /** The piece of the line that is meant. */
  piece: string;
};

/** Minutes of a long sitting are the longest letters. */
export const longestBody = 60_000;
const longestWord = 45;

type Piece = { text: string; bold?: true } | { field: string };

/** Loops, conditions, calls and includes of the template languages that people know; none of them does anything here. */
const program =
  /\{\{|\}\}|\{%|%\}|\{#|\{\/|\{@|\{:|\$\{|<%|%>|<\/?script|#(?:for|while|if|let|import|include|set|show|read|eval)\b/i;

/** What is wrong with a wording, line by line; nothing is wrong with an empty list. `allowed` are the fields it may use. */
export function judgeWording(
  text: string,
  {
    known,
    allowed,
    required = [],
  }: { known: ReadonlySet<string>; allowed: ReadonlySet<string>; required?: readonly string[] },
): WordingProblem[] {
  const problems: WordingProblem[] = [];
  if (text.trim() === '') problems.push({ line: 1, problem: 'empty', piece: '' });
  if (text.length > longestBody)
    problems.push({ line: text.split('\n').length, problem: 'too_long', piece: String(longestBody) });
  const used = new Set<string>();
  for (const [index, written] of text.split('\n').entries()) {
    const add = (problem: WordingProblem['problem'], piece: string) =>
      problems.push({ line: index + 1, problem, piece: piece.slice(0, 60) });
    const called = program.exec(written);
    if (called) {
      add('program', written.slice(called.index, called.index + 40).trim());
      continue;
    }
    if (/^\s*::/.test(written)) add('label_missing', written.trim());
    const { pieces, wrong } = readLine(written);
    for (const one of wrong) add(one.problem, one.piece);
    for (const piece of pieces) {
      if (!('field' in piece)) continue;
      used.add(piece.field);
      if (!known.has(piece.field)) add('field_unknown', `{${piece.field}}`);
      else if (!allowed.has(piece.field)) add('field_not_here', `{${piece.field}}`);
    }
  }
  for (const field of required)
    if (!used.has(field))
      problems.push({ line: text.split('\n').length, problem: 'field_missing', piece: `{${field}}` });
  return problems;
}

/** The fields that a text still waits for. */
export function fieldsIn(text: string): string[] {
  const found = text.split('\n').flatMap((written) => readLine(written).pieces);
  return [...new Set(found.flatMap((piece) => ('field' in piece ? [piece.field] : [])))];
}

/**
 * The text with its fields filled in, as somebody may go on writing it; a field without a value stays as it is. What is `written` is a
 * wording itself.
 */
export function fillWording(
  text: string,
  values: Readonly<Record<string, string>>,
  written: Readonly<Record<string, string>> = {},
): string {
  return text.replace(/\\.|\{([a-z_]+)\}/g, (whole, field: string | undefined) => {
    const value = field === undefined ? undefined : values[field];
    if (field !== undefined && written[field]) return written[field];
    return value === undefined || value === '' ? whole : escapeWording(value);
  });
}

/** A value from the record is only ever text: marks in it lose their meaning. A line of its own stays one. */
export function escapeWording(value: string): string {
  return value
    .replace(/[\\*{}]/g, '\\$&')
    .replace(/^(\s*)(#|-|::)/gm, '$1\\$2')
    .replace(/::/g, ':\\:');
}

/** What a text is made of, for the typesetter and for the page. A field that waits for its value shows as dots. */
export function readWording(text: string): Block[] {
  const blocks: Block[] = [];
  let begins = true;
  for (const written of text.split('\n')) {
    const last = blocks.at(-1);
    const line = written.trim();
    if (line === '') {
      begins = true;
      continue;
    }
    const title = /^#\s+(.*)$/.exec(line);
    const row = /^((?:\\.|[^:\\]|:(?!:))+?)\s*::\s*(.*)$/.exec(line);
    const item = /^(\d{1,2}[.)]|[a-z][.)]|-)\s+(.*)$/.exec(line);
    if (title) blocks.push({ kind: 'title', runs: runsOf(title[1]!) });
    else if (row) {
      const one = { label: plainOf(row[1]!), runs: runsOf(row[2]!) };
      if (last?.kind === 'rows' && !begins) last.rows.push(one);
      else blocks.push({ kind: 'rows', rows: [one] });
    } else if (item) {
      const one = { marker: item[1]! === '-' ? '–' : item[1]!, runs: runsOf(item[2]!) };
      if (last?.kind === 'list' && !begins) last.items.push(one);
      else blocks.push({ kind: 'list', items: [one] });
    } else if (last && !begins && last.kind !== 'title') continueBlock(last, runsOf(line));
    else blocks.push({ kind: 'paragraph', runs: runsOf(line) });
    begins = false;
  }
  return blocks;
}

function continueBlock(block: Exclude<Block, { kind: 'title' }>, runs: Run[]): void {
  const open =
    block.kind === 'paragraph'
      ? block.runs
      : block.kind === 'rows'
        ? block.rows.at(-1)!.runs
        : block.items.at(-1)!.runs;
  open.push({ text: ' ' }, ...runs);
}

/** One line of text, without marks: a subject or an addressee. */
export const plainOf = (text: string) =>
  runsOf(text)
    .map((run) => run.text)
    .join('');

function runsOf(written: string): Run[] {
  return readLine(written).pieces.map((piece) =>
    'field' in piece ? { text: '........................' } : { ...piece, text: breakable(piece.text) },
  );
}

/** Nothing is so long that it leaves the page. */
const breakable = (text: string) => text.replace(new RegExp(`\\S{${longestWord}}(?=\\S)`, 'g'), '$&\u200b');

function readLine(written: string): {
  pieces: Piece[];
  wrong: { problem: 'brace' | 'bold_open'; piece: string }[];
} {
  const pieces: Piece[] = [];
  const wrong: { problem: 'brace' | 'bold_open'; piece: string }[] = [];
  let bold = false;
  let text = '';
  const flush = () => {
    if (text !== '') pieces.push(bold ? { text, bold: true } : { text });
    text = '';
  };
  for (let at = 0; at < written.length; at++) {
    const char = written[at]!;
    const field = char === '{' ? /^\{([^{}]*)\}/.exec(written.slice(at, at + 80)) : null;
    if (char === '\\' && at + 1 < written.length) text += written[++at]!;
    else if (char === '*') {
      flush();
      bold = !bold;
    } else if (field && /^[a-z_]{2,40}$/.test(field[1]!)) {
      flush();
      pieces.push({ field: field[1]! });
      at += field[0].length - 1;
    } else {
      if (char === '{' || char === '}') {
        wrong.push({ problem: 'brace', piece: field?.[0] ?? written.slice(at, at + 20) });
        if (field) {
          text += field[0];
          at += field[0].length - 1;
          continue;
        }
      }
      text += char;
    }
  }
  if (bold) wrong.push({ problem: 'bold_open', piece: written.slice(written.lastIndexOf('*')) });
  flush();
  return { pieces, wrong };
}
