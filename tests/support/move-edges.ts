import type pg from 'pg';

export type Row = Readonly<Record<string, unknown>>;

/** A table of steps as the database keeps it: a record moves by a row of its history and no other way. */
export type Edges<State extends string, Step extends string> = {
  db: pg.ClientBase;
  /** The history, and the question where the record stands. */
  moves: string;
  standing: string;
  states: readonly State[];
  steps: readonly Step[];
  next: (from: State, step: Step) => State | undefined;
  /** Brings the record to this state, with all that a step from there stands on. */
  stand: (state: State, step: Step) => Promise<void>;
  /** The row by which the step is taken: with actor, document and reason. */
  whole: (from: State, step: Step, to: State) => Row;
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
    if ('refused' in said) refused += 1;
    else wrong.push(`${what} is taken`);
  };
  for (const from of states)
    for (const step of steps) {
      const what = `${from} ${step}`;
      const to = edges.next(from, step);
      await db.query('begin');
      try {
        await edges.stand(from, step);
        if (to === undefined) {
          // Wherever it leads from elsewhere.
          const ends = new Set(states.map((state) => edges.next(state, step)));
          for (const end of ends) if (end) await expectRefused(`${what} to ${end}`, edges.whole(from, step, end));
          continue;
        }
        const row = edges.whole(from, step, to);
        const said = await attempt(edges, row);
        if ('refused' in said) wrong.push(`${what} is refused: ${said.refused}`);
        else if (said.at !== to) wrong.push(`${what} leads to ${said.at}, not ${to}`);
        else taken += 1;
        const other = states.find((state) => state !== to)!;
        await expectRefused(`${what} to ${other}`, { ...row, to_state: other });
        for (const [lack, take] of Object.entries(edges.without)) {
          await db.query('savepoint lacking');
          const lacking = await take(row, step, from);
          if (lacking) await expectRefused(`${what} ${lack}`, lacking);
          await db.query('rollback to savepoint lacking');
        }
      } finally {
        await db.query('rollback');
      }
    }
  return { wrong, taken, refused };
}

/** One row of the history, undone again: where the record stood with it, or what the database said no with. */
async function attempt<State extends string, Step extends string>(
  { db, moves, standing }: Edges<State, Step>,
  row: Row,
): Promise<{ at: string } | { refused: string }> {
  const names = Object.keys(row);
  await db.query('savepoint attempt');
  try {
    await db.query(
      `insert into ${moves} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(row),
    );
    const { rows } = await db.query<{ state: string }>(standing);
    return { at: rows[0]!.state };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    // What the rules of the table itself refuse; anything else is a mistake of the scene.
    if (!code?.startsWith('23')) throw error;
    return { refused: message };
  } finally {
    await db.query('rollback to savepoint attempt');
  }
}
