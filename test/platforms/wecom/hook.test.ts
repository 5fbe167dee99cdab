import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { card, press } from '../../../cards/card.ts';
import { accounts } from '../../../db/schema/people.ts';
import { advance } from '../../../src/advance.ts';
import { deliver } from '../../../src/deliver.ts';
import { host } from '../../../src/host.ts';
import { post } from '../../../src/outbox/store.ts';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { formOn } from './fake.ts';
import { wecomOrg } from './org.ts';
import { message, press as pressing, text } from './payloads.ts';

const MORNING = '2026-12-01T09:30';

describe('a conversation on WeCom', () => {
  test('the address check of the admin page is answered', async () => {
    const { wecom } = await wecomOrg(MORNING);
    const answer = await wecom.checks('1616140317555161061');
    expect([answer.status, await answer.text()]).toEqual([200, '1616140317555161061']);
  });

  test('a message is answered with nothing, and the reply comes by itself', async () => {
    const { app, wecom, user, org } = await wecomOrg(MORNING, TWO_BRANCHES);
    wecom.connect((request) => app.fetch(request));
    const answer = await wecom.says(user('刘洋'), '帮助');
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(wecom.messagesTo(user('刘洋'))).toEqual([]);
    await deliver(org);
    expect(wecom.lastTo(user('刘洋')).text).toContain('签到');
  });

  test('the menu is as good as a word', async () => {
    const { wecom, user } = await wecomOrg(MORNING, TWO_BRANCHES);
    await wecom.chooses(user('刘洋'), '我的');
    expect(wecom.lastTo(user('刘洋')).text).toContain('第一党支部');
  });

  test('what WeCom sends again is answered and does nothing', async () => {
    const { wecom, user } = await wecomOrg(MORNING, TWO_BRANCHES);
    const said = text(user('刘洋'), '帮助', { id: '7000000000000000001' });
    for (let time = 0; time < 3; time++) expect((await wecom.deliver(said)).status).toBe(200);
    expect((await wecom.says(user('刘洋'), '帮助', { id: '7000000000000000002' })).status).toBe(200);
    expect(wecom.messagesTo(user('刘洋'))).toHaveLength(2);
  });

  test('settings are a vote, and what was chosen is kept', async () => {
    const { wecom, user } = await wecomOrg(MORNING, TWO_BRANCHES);
    const liu = user('刘洋');
    await wecom.says(liu, '设置');
    const asked = wecom.lastTo(liu);
    expect(asked.text).toContain('☑ 全部提醒');
    const saved = await wecom.press(asked, '保存', { by: liu, choose: { reminders: '只在当天提醒' } });
    expect(saved.status).toBe(200);
    await wecom.says(liu, '设置');
    expect(wecom.lastTo(liu).text).toContain('☑ 只在当天提醒');
  });
});

test('what a card cannot hold is read whole in a browser, by its reader, while the link lasts', async () => {
  const { app, wecom, user, org, store, at } = await wecomOrg(MORNING, TWO_BRANCHES);
  const [liu, lines] = [user('刘洋'), Array.from({ length: 60 }, (_, index) => `第${index}项<b>要办</b>`)];
  const person = Number(liu.slice(4));
  await store.change((db) =>
    post(db, org.clock.now(), {
      key: 'long',
      to: { platform: 'wecom', kind: 'direct', id: liu },
      person,
      content: {
        card: card(
          '清单',
          lines.map((line) => ({ type: 'text', text: line })),
          { actions: [press('好', 'help')] },
        ),
      },
      urgency: 'notice',
    }),
  );
  await deliver(org);
  const shown = wecom.lastTo(liu);
  expect(shown.text).toContain('另有');
  expect(shown.text).not.toContain('第59项');
  const link = formOn(shown);
  const page = await app.request(link);
  const text = await page.text();
  expect(page.status).toBe(200);
  expect(text).toContain('第59项&lt;b&gt;要办&lt;/b&gt;');
  expect((await app.request(link.replace('?whole', ''))).status).toBe(410);
  expect((await app.request(link.replace(/.\?whole/, '_?whole'))).status).toBe(404);
  await at('2026-12-01T10:30');
  const late = await (await app.request(link)).text();
  expect(late).toContain('链接已经过期');
  expect(late).not.toContain('第59项');
});

test('a hundred messages to one member all arrive, none faster than WeCom delivers', async () => {
  const { wecom, user, org, store, wait } = await wecomOrg(MORNING, TWO_BRANCHES);
  const liu = user('刘洋');
  await store.change((db) => {
    for (let index = 0; index < 100; index++) {
      const to = { platform: 'wecom' as const, kind: 'direct' as const, id: liu };
      const content = { card: card(`第${index}条`, []) };
      post(db, org.clock.now(), { key: `many:${index}`, to, content, urgency: 'notice' });
    }
  });
  await deliver(org);
  expect(wecom.messagesTo(liu)).toHaveLength(30);
  for (let minute = 0; minute < 5; minute++) await wait(60);
  expect(wecom.messagesTo(liu)).toHaveLength(100);
  expect(wecom.dropped).toEqual([]);
});

describe('a press', () => {
  async function asking() {
    const found = await wecomOrg(MORNING, TWO_BRANCHES);
    const liu = found.user('刘洋');
    await found.store.change((db) =>
      post(db, found.org.clock.now(), {
        key: 'asking',
        to: { platform: 'wecom', kind: 'direct', id: liu },
        content: { card: card('问一下', [], { actions: [press('试试', 'no.such'), press('看看', 'help')] }) },
        urgency: 'notice',
      }),
    );
    await deliver(found.org);
    return { ...found, liu };
  }

  test('that is refused is answered on the card, in words, and the card can be pressed again', async () => {
    const { wecom, liu } = await asking();
    const first = await wecom.press(wecom.lastTo(liu), '试试', { by: liu });
    expect(first.text).toMatch(/^问一下\n这个按钮已经不用了.*\n\[试试\]/);
    expect(wecom.messagesTo(liu)).toHaveLength(1);
    expect((await wecom.press(wecom.lastTo(liu), '试试', { by: liu })).text).toContain('这个按钮已经不用了');
    expect(wecom.lastTo(liu).updates).toBe(2);
  });

  test('whose answer cannot be drawn just now is drawn later, and was done at once', async () => {
    const { wecom, liu, wait } = await asking();
    wecom.next({ errcode: 0, drop: true });
    const first = await wecom.press(wecom.lastTo(liu), '试试', { by: liu });
    expect(first).toEqual({ status: 200, text: '问一下\n[试试]\n[看看]' });
    await wait(5);
    expect(wecom.lastTo(liu)).toMatchObject({
      updates: 1,
      text: expect.stringContaining('这个按钮已经不用了'),
    });
    expect(wecom.messagesTo(liu)).toHaveLength(1);
  });

  test('of somebody else on the same card reaches them, and leaves the card alone', async () => {
    const { wecom, liu, user } = await asking();
    await wecom.press(wecom.lastTo(liu), '试试', { by: user('赵敏') });
    expect(wecom.lastTo(user('赵敏')).text).toContain('这个按钮已经不用了');
    expect(wecom.lastTo(liu).updates).toBe(0);
  });

  test('that comes twice does its work once, and draws once', async () => {
    const { wecom, liu } = await asking();
    const { card: shown } = wecom.lastTo(liu);
    const key = ((shown?.button_list as { key: string }[])[0] ?? { key: '' }).key;
    const twice = pressing(liu, String(shown?.task_id), key, { at: 5, code: 'known-to-nobody' });
    await wecom.deliver(twice);
    const calls = wecom.calls.length;
    await wecom.deliver(twice);
    expect(wecom.calls).toHaveLength(calls);
    expect(wecom.messagesTo(liu).filter(({ type }) => type === 'text')).toHaveLength(1);
  });

  test('on a card that nobody remembers is answered by a message', async () => {
    const { wecom, user } = await wecomOrg(MORNING, TWO_BRANCHES);
    await wecom.deliver(pressing(user('刘洋'), 'long-ago', '{"c":"help.show"}', { at: 5 }));
    expect(wecom.lastTo(user('刘洋')).text).toContain('这个按钮已经不用了');
  });
});

test('while WeCom takes no calls from this machine, the log says what to do, and nothing is lost', async () => {
  const { wecom, user, logged, at } = await wecomOrg(MORNING, TWO_BRANCHES);
  wecom.trust(false);
  expect((await wecom.says(user('刘洋'), '帮助')).status).toBe(200);
  expect(logged.join()).toContain('企业可信IP, enter 203.0.113.7');
  expect(wecom.messagesTo(user('刘洋'))).toEqual([]);
  wecom.trust(true);
  await at('2026-12-01T10:45');
  expect(wecom.messagesTo(user('刘洋'))).toHaveLength(1);
});

describe('a bug inside', () => {
  test('has the event sent again, and it is answered once all is well', async () => {
    const { app, org, wecom, user, store, logged } = await wecomOrg(MORNING, TWO_BRANCHES);
    wecom.connect((request) => app.fetch(request));
    const { change } = store;
    let times = 0;
    store.change = (make) => (++times <= 2 ? Promise.reject(new Error('disk I/O error')) : change(make));
    const answer = await wecom.says(user('刘洋'), '帮助');
    await deliver(org);
    expect(answer.status).toBe(200);
    expect(wecom.messagesTo(user('刘洋'))).toHaveLength(1);
    expect(logged.join()).toContain('receive.failed');
  });
});

describe('a file', () => {
  test('is fetched from WeCom and read, under the name that WeCom gives it', async () => {
    const { wecom, user } = await wecomOrg(MORNING, TWO_BRANCHES);
    expect((await wecom.sends(user('管理员甲'), '名册.csv', '党组织,组织类型\n')).status).toBe(200);
    expect(wecom.calls.some(({ path, code }) => path === 'media/get' && code === 0)).toBe(true);
    expect(wecom.messagesTo(user('管理员甲'))).toHaveLength(1);
  });

  test('that cannot be had just now is sent again by WeCom', async () => {
    const { wecom, user } = await wecomOrg(MORNING, TWO_BRANCHES);
    await wecom.says(user('管理员甲'), '帮助');
    wecom.next({ errcode: -1, errmsg: 'system busy' });
    expect((await wecom.sends(user('管理员甲'), '名册.csv', '党组织,组织类型\n')).status).toBe(200);
    expect(wecom.calls.filter(({ path }) => path === 'media/get').map(({ code }) => code)).toEqual([-1, 0]);
  });

  test('that is too large, or not to be had at all, is answered with what to do', async () => {
    const { wecom, user } = await wecomOrg(MORNING, TWO_BRANCHES);
    const by = user('管理员甲');
    await wecom.sends(by, '名册.xlsx', new Uint8Array(6 * 1024 * 1024), { named: true });
    expect(wecom.lastTo(by).text).toContain('文件太大了');
    await wecom.sends(by, '录像.mp4', new Uint8Array(6 * 1024 * 1024));
    expect(wecom.lastTo(by).text).toContain('没有等您附材料的事项');
    await wecom.sends(by, '报告.docx', 'PK');
    expect(wecom.lastTo(by).text).toContain('没有等您附材料的事项');
    await wecom.deliver(message(by, 'file', { MediaId: 'gone' }));
    expect(wecom.lastTo(by).text).toContain('文件没有取到');
  });
});

test('whoever leaves the company has no account any more, and their secretary is told', async () => {
  const { wecom, user, store } = await wecomOrg(MORNING, TWO_BRANCHES);
  const liu = user('刘洋');
  expect((await wecom.leaves(liu)).status).toBe(200);
  expect(store.read((db) => db.select().from(accounts).where(eq(accounts.id, liu)).all())).toEqual([]);
  expect(wecom.lastTo(user('张建国')).text).toContain('刘洋已不在本单位的企业微信里');
});

test('what was sent before a restart counts for the pace after it', async () => {
  const { wecom, user, store, org, config, clock } = await wecomOrg(MORNING, TWO_BRANCHES);
  const liu = user('刘洋');
  const queue = (from: number, count: number) =>
    store.change((db) => {
      for (let index = from; index < from + count; index++) {
        const to = { platform: 'wecom' as const, kind: 'direct' as const, id: liu };
        post(db, org.clock.now(), {
          key: `many:${index}`,
          to,
          content: { card: card(`第${index}条`, []) },
          urgency: 'notice',
        });
      }
    });
  await queue(0, 25);
  await deliver(org);
  expect(wecom.messagesTo(liu)).toHaveLength(25);
  const again = await host(config, store, { log: org.log, wall: () => org.clock.now(), wake() {} });
  await queue(25, 15);
  await deliver(again.org);
  expect(wecom.dropped).toEqual([]);
  expect(wecom.messagesTo(liu)).toHaveLength(30);
  await advance(again.org, clock, clock.now() + 75_000);
  expect(wecom.messagesTo(liu)).toHaveLength(40);
  expect(wecom.dropped).toEqual([]);
});

test('neither a secret nor what somebody said is logged', async () => {
  const { wecom, user, logged } = await wecomOrg(MORNING, TWO_BRANCHES);
  await wecom.says(user('刘洋'), '我的手机号是13800138000，家里的秘密');
  wecom.next(
    { errcode: 40014, errmsg: 'invalid access_token' },
    { errcode: 40001, errmsg: 'invalid credential' },
  );
  await wecom.sends(user('刘洋'), 'x.csv', 'x');
  await wecom.deliver(pressing(user('刘洋'), 't', '家里的秘密'));
  const all = logged.join('\n');
  expect(all.length).toBeGreaterThan(0);
  for (const secret of [
    wecom.config.secret,
    wecom.keys.aesKey,
    wecom.keys.token,
    'access_token=',
    '13800138000',
    '家里的秘密',
  ]) {
    expect(all).not.toContain(secret);
  }
});
