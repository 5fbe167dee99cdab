import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../db/node.ts';
import { createApp } from '../../src/app.ts';
import { host } from '../../src/host.ts';
import { silent } from '../../src/log.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { larkOrg } from '../platforms/lark/org.ts';
import { cardPress, message, sealed } from '../platforms/lark/payloads.ts';

const PLAN = { kinds: ['主题党日'], startsAt: '2026-12-04T15:00' };

test('an event delivered five times at once and again after a restart changes one row and has one answer', async () => {
  const town = await larkOrg('2026-12-01T09:30', TWO_BRANCHES);
  await town.lark.says(town.ou('张建国'), '新建活动');
  await town.lark.press(town.lark.lastTo(town.ou('张建国')), '发出通知', {
    by: town.ou('张建国'),
    form: PLAN,
  });
  await town.at('2026-12-04T14:40');
  const press = cardPress(town.ou('刘洋'), { command: 'activity.checkIn', input: { activity: 1 } });
  const deliver = (app: typeof town.app) =>
    Promise.resolve(app.fetch(sealed(press, { at: town.org.clock.now() }))).then((answer) => answer.text());
  const first = await Promise.all(Array.from({ length: 5 }, () => deliver(town.app)));

  // Nothing but the file is left.
  const file = join(mkdtempSync(join(tmpdir(), 'zhibu-')), 'main.db');
  await town.store.backup(file);
  const reopened = openStore(file);
  onTestFinished(() => {
    reopened.close();
    rmSync(dirname(file), { recursive: true });
  });
  const restarted = await host(
    { slug: 'main', settings: town.org.settings, console: null, lark: town.lark.config },
    reopened,
    { log: silent, wall: town.org.clock.now, wake() {} },
  );
  const app = createApp({ log: silent, hosted: new Map([['main', restarted]]), local: () => false });
  const later = await deliver(app);

  expect(new Set([...first, later]).size).toBe(1);
  expect(first[0]).toContain('已签到（14:40）');
  const rows = reopened.read((db) => db.all("select * from audit where action = 'attendance.checkedIn'"));
  expect(rows).toHaveLength(1);
});

test('a message delivered again under a new event id is the same message', async () => {
  const town = await larkOrg('2026-12-01T09:30', TWO_BRANCHES);
  const said = message(town.ou('刘洋'), '帮助', { id: 'om_the_same' });
  const again = message(town.ou('刘洋'), '帮助', { id: 'om_the_same' });
  await town.lark.deliver(said);
  await town.lark.deliver(again);
  expect(town.lark.messagesTo(town.ou('刘洋'))).toHaveLength(1);
});
