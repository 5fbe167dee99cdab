import { expect, test } from 'vitest';
import { activities } from '../../db/schema/activity.ts';
import { calendars } from '../../db/schema/web.ts';
import { amend } from '../../src/activity/change.ts';
import { instantOf } from '../../src/time.ts';
import { plannedOrg, THEME_DAY } from '../activity/planned.ts';
import type { TestOrg } from '../helpers/org.ts';

test('somebody puts what they are expected at into their calendar', async () => {
  const org = await plannedOrg();
  const said = await org.as('刘洋').says('日历');
  expect(said.text).toContain('旧地址立即作废');
  const response = await read(org, await address(org, '刘洋'));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  const file = unfolded(await response.text());
  expect(file).toContain('SUMMARY:主题党日：学习党纪');
  expect(file).toContain('DTSTART;TZID=Asia/Shanghai:20261204T150000');
  expect(file).toContain('LOCATION:三楼会议室');
  expect(file).toContain('STATUS:CONFIRMED');
});

test('nobody is expected at another branch’s activity', async () => {
  const org = await plannedOrg();
  await org.as('冯雪').says('日历');
  expect(await (await read(org, await address(org, '冯雪'))).text()).not.toContain('VEVENT');
});

test('a move and a cancellation change the same event, each with a higher number', async () => {
  const org = await plannedOrg();
  await org.as('刘洋').says('日历');
  const url = await address(org, '刘洋');
  const first = unfolded(await (await read(org, url)).text());
  await org.at('2026-12-01T10:00');
  await org.as('张建国').says('改期');
  await org.as('张建国').presses('确认改期', { startsAt: '2026-12-05T10:00' });
  const moved = unfolded(await (await read(org, url)).text());
  await org.as('张建国').says('取消活动');
  await org.as('张建国').presses('确认取消', { reason: '会场停电' });
  const cancelled = unfolded(await (await read(org, url)).text());

  const all = [first, moved, cancelled];
  expect(new Set(all.map((file) => field(file, 'UID')))).toHaveProperty('size', 1);
  expect(all.map((file) => field(file, 'SEQUENCE'))).toEqual(['0', '1', '2']);
  expect(all.map((file) => field(file, 'STATUS'))).toEqual(['CONFIRMED', 'CONFIRMED', 'CANCELLED']);
  expect(all.map((file) => field(file, 'DTSTART;TZID=Asia/Shanghai'))).toEqual([
    '20261204T150000',
    '20261205T100000',
    '20261205T100000',
  ]);
  expect(field(moved, 'LAST-MODIFIED')).toBe('20261201T020000Z');
  expect(field(cancelled, 'SUMMARY')).toBe('【已取消】主题党日：学习党纪');
});

test('a changed theme changes the event in its place, with a higher number and when', async () => {
  const org = await plannedOrg();
  await org.as('刘洋').says('日历');
  const url = await address(org, '刘洋');
  const first = unfolded(await (await read(org, url)).text());
  await org.at('2026-12-01T10:30');
  await org.store.change((db) => {
    const activity = db.select().from(activities).get();
    if (!activity) throw new Error('nothing planned');
    amend(db, activity, { ...activity, theme: '学习宪法' }, 1, instantOf('2026-12-01T10:30'));
  });
  const changed = unfolded(await (await read(org, url)).text());
  expect(field(changed, 'SUMMARY')).toBe('主题党日：学习宪法');
  expect(field(changed, 'UID')).toBe(field(first, 'UID'));
  expect(field(changed, 'DTSTART;TZID=Asia/Shanghai')).toBe(field(first, 'DTSTART;TZID=Asia/Shanghai'));
  expect(Number(field(changed, 'SEQUENCE'))).toBeGreaterThan(Number(field(first, 'SEQUENCE')));
  expect(field(changed, 'LAST-MODIFIED')).toBe('20261201T023000Z');
  expect(field(first, 'LAST-MODIFIED')).not.toBe('20261201T023000Z');
});

test('of other people a calendar names the host alone', async () => {
  const org = await plannedOrg({
    ...THEME_DAY,
    kinds: ['partyLecture'],
    agenda: '讨论赵敏的思想汇报',
    lecturer: '孙丽',
    host: '李红梅',
  });
  await org.as('刘洋').says('日历');
  const file = unfolded(await (await read(org, await address(org, '刘洋'))).text());
  expect(file).toContain('主持人：李红梅');
  expect(file).not.toMatch(/赵敏|孙丽|张建国|刘洋/);
});

test('what is over for more than ninety days is gone', async () => {
  const org = await plannedOrg();
  await org.as('刘洋').says('日历');
  const url = await address(org, '刘洋');
  await org.at('2027-03-04T15:00');
  expect(await (await read(org, url)).text()).toContain('VEVENT');
  await org.at('2027-03-04T15:01');
  expect(await (await read(org, url)).text()).not.toContain('VEVENT');
}, 60_000);

test('asked again, the address is the same; a new one makes nothing of the old', async () => {
  const org = await plannedOrg();
  await org.as('刘洋').says('日历');
  const first = await address(org, '刘洋');
  await org.as('刘洋').says('日历');
  expect(await address(org, '刘洋')).toBe(first);
  expect((await org.as('刘洋').presses('换一个地址')).toast?.text).toContain('旧地址作废');
  const second = await address(org, '刘洋');
  expect(second).not.toBe(first);
  expect((await read(org, first)).status).toBe(404);
  expect((await read(org, second)).status).toBe(200);
  expect(org.store.read((db) => db.select().from(calendars).all())).toHaveLength(1);
});

test('an address that was never there and one that was look alike', async () => {
  const org = await plannedOrg();
  await org.as('刘洋').says('日历');
  const old = await address(org, '刘洋');
  await org.as('刘洋').presses('换一个地址');
  const answers = await Promise.all(
    [old, 'http://x/calendar/main.unknown.ics', 'http://x/calendar/nowhere.ics', 'http://x/calendar/x'].map(
      async (url) => {
        const response = await read(org, url);
        return [response.status, await response.text()];
      },
    ),
  );
  for (const answer of answers) expect(answer).toEqual([404, '{"error":"not found"}']);
});

test('no record but the console’s own chats holds an address', async () => {
  const org = await plannedOrg();
  await org.as('刘洋').says('日历');
  await org.as('刘洋').presses('换一个地址');
  const token = /calendar\/(.+)\.ics/.exec(await address(org, '刘洋'))?.[1] ?? '';
  expect(token).not.toBe('');
  for (const table of ['outbox', 'inbox', 'audit', 'calendars']) {
    const rows = org.store.read((db) => db.all(`select * from ${table}`));
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token);
  }
});

async function address(org: TestOrg, name: string): Promise<string> {
  const message = await org.as(name).finds('我的日历');
  const found = /http:\S+\.ics/.exec(message?.text ?? '')?.[0];
  if (!found) throw new Error('no address');
  return found;
}

async function read(org: TestOrg, url: string): Promise<Response> {
  return await org.app.request(url);
}

function unfolded(file: string): string {
  return file.replaceAll('\r\n ', '');
}

function field(file: string, name: string): string | undefined {
  const [, event = ''] = file.split('BEGIN:VEVENT');
  return event
    .split('\r\n')
    .find((line) => line.startsWith(`${name}:`))
    ?.slice(name.length + 1);
}
