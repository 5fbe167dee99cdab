import { readdirSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { activities } from '../../db/schema/activity.ts';
import { testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';

const FOLDER = 'db/migrations';
const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.sql'))
  .toSorted();
const own = files.findIndex((name) => name.endsWith('_proxies.sql'));

test('what was on record before it was counted is counted by the migration as it would be now', () => {
  const db = new Database(':memory:');
  for (const name of files.slice(0, own)) db.exec(statements(name));
  db.exec(`
    insert into units (id, kind, name, path, lineage) values (1, 'branch', '一支部', '一支部', '/1/');
    insert into persons (id, name) values (1, '甲'), (2, '乙'), (3, '丙'), (4, '丁'), (5, '戊'), (6, '己');
    insert into activities (id, unit, kinds, starts_at, ends_at, planned_at, closed_at, expected, present)
      values (1, 1, '["themeDay"]', 1000, 2000, 0, 2000, 5, 4), (2, 1, '["themeDay"]', 9000, 9500, 0, null, 0, 0);
    insert into attendance (activity, person, role, present_at, how, recorded_at) values
      (1, 1, 'expected', 1000, 'self', 1000),
      (1, 2, 'expected', 1000, 'proxy', 1500),
      (1, 3, 'expected', 1000, 'correction', 2000),
      (1, 4, 'expected', 1000, 'proxy', 2001),
      (1, 5, 'expected', null, 'correction', 1500),
      (1, 6, 'observer', 1500, 'proxy', 1500),
      (2, 2, 'expected', 9000, 'proxy', 9000);`);
  db.exec(statements(files[own] ?? ''));
  expect(db.prepare('select id, by_proxy from activities order by id').all()).toEqual([
    { id: 1, by_proxy: 2 },
    { id: 2, by_proxy: 0 },
  ]);
  db.close();
});

function statements(name: string): string {
  return readFileSync(`${FOLDER}/${name}`, 'utf8').replaceAll('--> statement-breakpoint', '');
}

test('a check-in of one’s own, one by the secretary while it lasts, and one afterwards are told apart', async () => {
  const org = await testOrg('2026-12-04T09:00', TWO_BRANCHES);
  await org.as('张建国').says('新建活动');
  await org.as('张建国').presses('发出通知', {
    kinds: ['themeDay'],
    startsAt: '2026-12-04T15:00',
    place: '活动室',
    theme: '学习',
  });
  await org.at('2026-12-04T15:00');
  await org.as('刘洋').says('签到');
  await org.as('张建国').says('代签 赵敏、孙丽');
  await org.at('2026-12-04T18:00');
  await org.as('张建国').says('代签 周杰');
  const [held] = org.store.read((db) => db.select().from(activities).all());
  expect(held).toMatchObject({ present: 4, byProxy: 2, enteredLater: 1 });
  expect((await org.as('张建国').says('汇总')).text).toContain(
    '到会登记：现场本人签到 1 人次，现场代签 2，事后补记 1。',
  );
});
