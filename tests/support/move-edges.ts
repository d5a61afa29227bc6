import type pg from 'pg';

export type Row = Readonly<Record<string, unknown>>;

/** A table of steps as the database keeps it: a record moves by a row of its history, or by a change of its own row that tells as much. */
export type Edges<State extends string, Step extends string> = {
  db: pg.ClientBase;
  /** The history to which a step is added, or the row of the record itself, of which it changes this column (`state`) and what goes with it. */
  moves: string | { table: string; id: string; column?: string };
  /** The question where the record stands. */
  standing: string;
  states: readonly State[];
  steps: readonly Step[];
  next: (from: State, step: Step) => State | undefined;
  /** Where a step leads at all, also on other ways than the one that is walked; otherwise wherever it leads on this one. */
  ends?: (step: Step, from: State) => readonly State[];
  /** Brings the record to this state, with all that a step from there stands on. */
  stand: (state: State, step: Step) => Promise<void>;
  /** By what steps are told apart that stand on different things; of those that stand on the same, the ones that lead nowhere are tried at once. */
  standsOn?: (step: Step) => string;
  /** The row by which the step is taken, or what of it changes: with actor, document and reason. */
  whole: (from: State, step: Step, to: State) => Row;
  /** What the same transaction does besides; where it does, what is asked at its end is asked after that. */
  rest?: (row: Row) => Promise<unknown> | undefined;
  /** Whose live session it is; otherwise the owner, to whom no policy speaks. */
  token?: string;
  /** The same row without something that the step asks for, or with the ground taken away on which it stands; nothing where it does not ask for it. */
  without: Readonly<Record<string, (row: Row, step: Step, from: State) => Row | undefined | Promise<Row | undefined>>>;
};

/**
 * Tries every step from every state, past the application: those of the table are taken and lead where it says, all others are refused; and
 * every step of the table is refused where something of what it stands on is missing. Answers what was otherwise, and how much was tried.
 */
export async function walkEdges<State extends string, Step extends string>(
  edges: Edges<State, Step>,
): Promise<{ wrong: string[]; taken: number; refused: number }> {
  const { db, states, steps } = edges;
  const wrong: string[] = [];
  let [taken, refused] = [0, 0];
  const expectRefused = async (what: string, row: Row) => {
    const said = await attempt(edges, row);
    if (said.refused !== undefined) refused += 1;
    else wrong.push(`${what} is taken`);
  };
  const tryEdge = async (what: string, from: State, step: Step, to: State) => {
    const row = edges.whole(from, step, to);
    const said = await attempt(edges, row);
    if (said.refused !== undefined) wrong.push(`${what} is refused: ${said.refused}`);
    else if (said.at !== to) wrong.push(`${what} leads to ${said.at}, not ${to}`);
    else taken += 1;
    const other = states.find((state) => state !== to && state !== from && !leads(edges, from, state))!;
    await expectRefused(`${what} to ${other}`, { ...row, [stateColumn(edges)]: other });
    for (const [lack, take] of Object.entries(edges.without)) {
      await db.query('savepoint lacking');
      const lacking = await take(row, step, from);
      if (lacking) await expectRefused(`${what} ${lack}`, lacking);
      await db.query('rollback to savepoint lacking');
    }
  };
  for (const from of states) {
    for (const group of groupsOf(steps, (step) =>
      edges.next(from, step) ? `${step} leads on` : (edges.standsOn?.(step) ?? step),
    )) {
      await db.query('begin');
      try {
        await edges.stand(from, group[0]!);
        for (const step of group) {
          const what = `${from} ${step}`;
          const to = edges.next(from, step);
          if (to !== undefined) {
            await tryEdge(what, from, step, to);
            continue;
          }
          // Wherever it leads from elsewhere.
          const ends = new Set(edges.ends?.(step, from) ?? states.map((state) => edges.next(state, step)));
          for (const end of ends)
            if (end && !leads(edges, from, end)) await expectRefused(`${what} to ${end}`, edges.whole(from, step, end));
        }
      } finally {
        await db.query('rollback');
      }
    }
  }
  return { wrong, taken, refused };
}

function groupsOf<Step>(steps: readonly Step[], key: (step: Step) => string): Step[][] {
  const groups = new Map<string, Step[]>();
  for (const step of steps) groups.set(key(step), [...(groups.get(key(step)) ?? []), step]);
  return [...groups.values()];
}

/** Whether a change of the record's own row, which names no step, may be another step that leads there. */
function leads<State extends string, Step extends string>(
  { moves, steps, next }: Edges<State, Step>,
  from: State,
  to: State,
): boolean {
  return typeof moves !== 'string' && steps.some((step) => next(from, step) === to);
}

function stateColumn({ moves }: Pick<Edges<string, string>, 'moves'>): string {
  return typeof moves === 'string' ? 'to_state' : (moves.column ?? 'state');
}

/** One step, undone again: where the record stood with it, or what the database said no with. */
async function attempt<State extends string, Step extends string>(
  { db, moves, standing, rest, token }: Edges<State, Step>,
  row: Row,
): Promise<{ at: string; refused?: undefined } | { refused: string }> {
  const names = Object.keys(row);
  const at = (index: number) => `$${index + 1}`;
  await db.query('savepoint attempt');
  try {
    if (token)
      await db.query(`select set_config('role', 'app_staff', true), set_config('app.token', $1, true)`, [token]);
    if (typeof moves === 'string')
      await db.query(
        `insert into ${moves} (${names.join(', ')}) values (${names.map((_, index) => at(index)).join(', ')})`,
        Object.values(row),
      );
    else
      await db.query(
        `update ${moves.table} set ${names.map((name, index) => `${name} = ${at(index)}`).join(', ')} where id = '${moves.id}'`,
        Object.values(row),
      );
    const more = rest?.(row);
    if (more) {
      await more;
      await db.query('set constraints all immediate');
    }
    const { rows } = await db.query<{ state: string }>(standing);
    return { at: rows[0]!.state };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    // What the rules of the table itself refuse, or whoever may not take the step is told; anything else is a mistake of the scene.
    if (!code?.startsWith('23') && !(token && code === '42501')) throw error;
    return { refused: message };
  } finally {
    await db.query('rollback to savepoint attempt');
  }
}
