/**
 * Loaded before the application (`node --import`), it writes down which statements each request leads to, for a request that says
 * which act it belongs to. One request at a time: whoever listens sends the next one when he has the answer.
 */
import { appendFileSync } from 'node:fs';
import { Server, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { matchingConnection } from '#modules/people/server';
import { writeRecording, type Recording } from './recording.ts';

const file = process.env['BENCH_LISTEN_TO']!;
let current: Recording | undefined;

const emit = Server.prototype.emit;
Server.prototype.emit = function (this: Server, name: string | symbol, ...told: unknown[]) {
  if (name === 'request') {
    const [request, response] = told as [IncomingMessage, ServerResponse];
    const [act, kind] = String(request.headers['x-bench'] ?? '').split(' ');
    if (act && kind) {
      const recording: Recording = { act: Number(act), kind, statements: [] };
      current = recording;
      response.once('close', () => {
        current = undefined;
        appendFileSync(file, writeRecording(recording) + '\n');
      });
    }
  }
  return Reflect.apply(emit, this, [name, ...told]) as boolean;
};

const lines = new WeakMap<pg.Client, number>();
let known = 0;
function lineOf(client: pg.Client): number {
  const line = lines.get(client) ?? (known += 1);
  lines.set(client, line);
  return line;
}

/** What keeps the copy of the people in step works at the same time and for nobody in particular. */
const followsChanges = (client: pg.Client) =>
  (client as unknown as { connectionParameters: { application_name?: string } }).connectionParameters
    .application_name === matchingConnection;

const query = pg.Client.prototype.query as (...told: unknown[]) => unknown;
pg.Client.prototype.query = function (this: pg.Client, ...told: unknown[]) {
  const [asked, values] = told;
  // A statement that is kept prepared comes with its name.
  const named = typeof asked === 'object' && asked !== null && 'name' in asked ? (asked as pg.QueryConfig) : undefined;
  const text = typeof asked === 'string' ? asked : named?.text;
  const given: unknown = named ? named.values : values;
  if (current && text !== undefined && !followsChanges(this))
    current.statements.push({
      text,
      values: Array.isArray(given) ? [...(given as unknown[])] : [],
      line: lineOf(this),
    });
  return Reflect.apply(query, this, told);
} as typeof pg.Client.prototype.query;
