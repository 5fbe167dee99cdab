import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { adaptDefault, EventDispatcher, LoggerLevel } from '@larksuiteoapi/node-sdk';
import Database from 'better-sqlite3';
import { keys } from '../test/platforms/lark/payloads.ts';
import { answer } from './answer.ts';

/**
 * What one writes after Lark's own guide: its dispatcher on node:http, better-sqlite3 made as durable as ours, a
 * transaction a press with three prepared statements (seen, recorded, journal) and nothing looked up.
 */
const sqlite = new Database(join(process.env.DATA_DIR ?? '.', 'sdk.db'));
sqlite.pragma('journal_mode = WAL');
sqlite.pragma('synchronous = FULL');
sqlite.exec(`
  create table seen (key text primary key, at integer not null);
  create table attendance (activity integer, person text, present_at integer, primary key (activity, person));
  create table journal (id integer primary key, at integer, actor text, action text, subject text);
`);
const see = sqlite.prepare('insert into seen values (?, ?)');
const mark = sqlite.prepare('insert into attendance values (?, ?, ?)');
const tell = sqlite.prepare('insert into journal (at, actor, action, subject) values (?, ?, ?, ?)');

interface Pressed {
  event_id: string;
  operator: { open_id: string };
  action: { value: { input: { activity: number } } };
}

const checkIn = sqlite.transaction((pressed: Pressed, now: number) => {
  const { activity } = pressed.action.value.input;
  const person = pressed.operator.open_id;
  see.run(pressed.event_id, now);
  mark.run(activity, person, now);
  tell.run(now, person, 'attendance.checkedIn', `activity:${activity}`);
});

const dispatcher = new EventDispatcher({ ...keys, loggerLevel: LoggerLevel.error }).register({
  'card.action.trigger': (pressed: Pressed) => {
    checkIn(pressed, Date.now());
    return answer;
  },
});

const server = createServer(adaptDefault('/hooks/main/lark', dispatcher, { autoChallenge: true }));
server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.once('SIGTERM', () => {
  console.log(`${sqlite.prepare('select count(*) as n from attendance').pluck().get()}`);
  process.exit(0);
});
