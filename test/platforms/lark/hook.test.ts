import { createAdaptorServer } from '@hono/node-server';
import { describe, expect, test } from 'vitest';
import { Rejected } from '../../../src/errors.ts';
import { larkHook } from '../../../src/platforms/lark/hook.ts';
import { openLark } from '../../../src/platforms/lark/lark.ts';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { larkOrg } from './org.ts';
import {
  botAdded,
  cardPress,
  challenge,
  fileMessage,
  message,
  sealed,
  signed,
  unsigned,
} from './payloads.ts';

const MORNING = '2026-12-01T09:30';
const THEME_DAY = {
  kinds: ['主题党日'],
  startsAt: '2026-12-04T15:00',
  place: '三楼会议室',
  theme: '<at id=all></at>学习党纪',
  agenda: '集中学习、讨论',
};

describe('a conversation on Lark', () => {
  test('a secretary plans in a form, a member checks in with one tap, and the card says so at once', async () => {
    const { lark, ou, at } = await larkOrg(MORNING, TWO_BRANCHES);
    const [zhang, liu] = [ou('张建国'), ou('刘洋')];
    await lark.says(zhang, '新建活动');
    const planned = await lark.press(lark.lastTo(zhang), '发出通知', { by: zhang, form: THEME_DAY });
    expect(planned.status).toBe(200);

    await at('2026-12-04T14:40');
    const notice = lark.messagesTo(liu).findLast(({ text }) => /我的情况.*\[签到\]/s.test(text));
    if (!notice) throw new Error(`刘洋 sees no button: ${lark.messagesTo(liu).map(({ text }) => text)}`);
    expect(notice.text).toContain('<at id=all></at>学习党纪');
    const checkedIn = await lark.press(notice, '签到', { by: liu });
    expect(checkedIn).toMatchObject({
      status: 200,
      toast: { type: 'success', content: '已签到（14:40）。' },
    });
    expect(checkedIn.text).toContain('14:40 已签到');
    const again = await lark.press(notice.id, '请假', { by: liu }).catch((error: Error) => error.message);
    expect(again).toContain('no button says 请假');
  });

  test('the bot is named in a group, or the group is left in peace', async () => {
    const { lark, ou } = await larkOrg(MORNING, TWO_BRANCHES);
    await lark.added('oc_group', '第一党支部');
    const before = lark.messagesTo('oc_group').length;
    await lark.says(ou('刘洋'), '大家好，签到了吗', { chat: 'oc_group', quietly: true });
    expect(lark.messagesTo('oc_group')).toHaveLength(before);
    expect(lark.messagesTo(ou('刘洋'))).toEqual([]);
    await lark.says(ou('刘洋'), '帮助', { chat: 'oc_group' });
    const all = [...lark.messagesTo('oc_group'), ...lark.messagesTo(ou('刘洋'))];
    expect(all.at(-1)?.text).toContain('签到');
    expect(lark.calls.filter(({ path }) => path.includes('bot/v3/info'))).toHaveLength(1);
  });

  test('an event that Lark sends again is answered and does nothing', async () => {
    const { lark, ou } = await larkOrg(MORNING, TWO_BRANCHES);
    const said = message(ou('刘洋'), '帮助');
    for (let time = 0; time < 3; time++) expect((await lark.deliver(said)).status).toBe(200);
    const sameMessage = message(ou('刘洋'), '帮助', {
      id: (said.event as { message: { message_id: string } }).message.message_id,
    });
    expect((await lark.deliver(sameMessage)).status).toBe(200);
    expect(lark.messagesTo(ou('刘洋'))).toHaveLength(1);
  });

  test('a press that came twice has one answer, the same', async () => {
    const { lark, ou } = await larkOrg(MORNING, TWO_BRANCHES);
    const pressed = cardPress(ou('刘洋'), { command: 'no.such', input: {} });
    const answers = [await lark.deliver(pressed), await lark.deliver(pressed)];
    const bodies = await Promise.all(answers.map((answer) => answer.json()));
    expect(bodies[0]).toMatchObject({
      toast: { type: 'warning', content: expect.stringContaining('这个按钮已经不用了') },
    });
    expect(bodies[1]).toEqual(bodies[0]);
  });

  test('what is ignored is answered with nothing', async () => {
    const { lark, logged } = await larkOrg(MORNING);
    const response = await lark.deliver({
      ...botAdded('oc_x'),
      header: { event_id: 'e', event_type: 'contact.user.updated_v3', token: lark.keys.verificationToken },
    });
    expect([response.status, await response.text()]).toEqual([200, '{}']);
    expect(logged.join()).toContain('nothing follows from contact.user.updated_v3');
  });
});

describe('a bug inside', () => {
  test('is said to who pressed, with a number, and an event is sent again by Lark', async () => {
    const { app, lark, ou, store, logged } = await larkOrg(MORNING, TWO_BRANCHES);
    const [liu, broken] = [ou('刘洋'), { ...store }];
    store.change = () => Promise.reject(new Error('disk I/O error'));
    lark.connect((request) => app.fetch(request));
    const pressed = await lark.deliver(cardPress(liu, { command: 'help', input: {} }));
    const { toast } = (await pressed.json()) as { toast: { type: string; content: string } };
    expect(pressed.status).toBe(200);
    expect(toast).toMatchObject({
      type: 'error',
      content: expect.stringMatching(/^出错了（编号 [0-9a-f]{8}）/),
    });
    const event = await lark.says(liu, '帮助');
    expect([event.status, await event.text()]).toEqual([500, '{}']);
    expect(logged.join()).toContain(/编号 ([0-9a-f]{8})/.exec(toast.content)?.[1]);
    store.change = broken.change;
    expect((await lark.says(liu, '帮助')).status).toBe(200);
  });
});

describe('a file in the direct chat', () => {
  test('is fetched from Lark and read', async () => {
    const { lark, ou } = await larkOrg(MORNING, TWO_BRANCHES);
    expect((await lark.sends(ou('管理员甲'), '名册.csv', '党组织,组织类型\n')).status).toBe(200);
    expect(lark.calls.some(({ path, code }) => path.includes('/resources/') && code === 0)).toBe(true);
    expect(lark.messagesTo(ou('管理员甲'))).toHaveLength(1);
  });

  test('is fetched beside a server of Node’s, which puts a Response of its own in the place of the one that fetch gives', async () => {
    createAdaptorServer({ fetch: () => new Response() });
    const { lark, ou } = await larkOrg(MORNING, TWO_BRANCHES);
    expect(await fetch('data:,').then((given) => given instanceof Response)).toBe(false);
    expect((await lark.sends(ou('管理员甲'), '名册.csv', '党组织,组织类型\n')).status).toBe(200);
    expect(lark.messagesTo(ou('管理员甲'))).toHaveLength(1);
  });

  test('that cannot be had just now is sent again by Lark', async () => {
    const { lark, ou } = await larkOrg(MORNING, TWO_BRANCHES);
    await lark.says(ou('管理员甲'), '帮助');
    lark.next({ code: 99991400, status: 429 });
    expect((await lark.sends(ou('管理员甲'), '名册.csv', 'x')).status).toBe(500);
  });

  test('that is too large, or not to be had at all, is answered with what to do', async () => {
    const { lark, ou } = await larkOrg(MORNING, TWO_BRANCHES);
    const by = ou('管理员甲');
    expect((await lark.sends(by, '名册.xlsx', new Uint8Array(6 * 1024 * 1024))).status).toBe(200);
    expect(lark.lastTo(by).text).toContain('文件太大了');
    expect((await lark.deliver(fileMessage(by, { key: 'file_gone', name: '名册.csv' }))).status).toBe(200);
    expect(lark.lastTo(by).text).toContain('文件没有取到');
  });
});

describe('the address itself', () => {
  async function ask(request: Request) {
    const { app, logged } = await larkOrg(MORNING);
    const response = await app.fetch(request);
    return { status: response.status, body: await response.text(), logged: logged.join('\n') };
  }

  const now = Date.parse(`${MORNING}:00+08:00`);

  test('answers the challenge', async () => {
    expect(await ask(unsigned(challenge('word')))).toMatchObject({
      status: 200,
      body: '{"challenge":"word"}',
    });
  });

  test('refuses what Lark has not signed', async () => {
    expect(await ask(unsigned(botAdded('oc_x')))).toMatchObject({
      status: 401,
      body: '{"error":"the request is not signed"}',
    });
  });

  test('refuses a body of fifty megabytes', async () => {
    const large = new Request('http://zhibu.test/hooks/main/lark', {
      method: 'POST',
      body: new Uint8Array(50 * 1024 * 1024),
    });
    expect(await ask(large)).toMatchObject({ status: 413 });
  });

  test('has no 500 and no stack for anything a stranger sends', async () => {
    const strange = [
      sealed({ hello: 'world' }, { at: now }),
      sealed(cardPress('ou_x', 'not ours'), { at: now }),
      sealed(message('', ''), { at: now }),
      signed('null', { at: now }),
      signed('{"encrypt":{}}', { at: now }),
      unsigned(''),
      unsigned('{"__proto__":{"type":"url_verification"}}'),
    ];
    for (const request of strange) {
      const { status, body } = await ask(request);
      expect([400, 401]).toContain(status);
      expect(body).not.toMatch(/at .*\.ts|node_modules/);
    }
  });

  test('does not exist where everything comes over the long connection', async () => {
    const { org, lark } = await larkOrg(MORNING);
    const { appId, appSecret, domain } = lark.config;
    const connected = openLark({ mode: 'websocket', appId, appSecret, domain });
    const asked = larkHook(org, connected, sealed(botAdded('oc_x'), { at: now }));
    await expect(asked).rejects.toThrow(Rejected);
  });
});

test('neither a secret nor what somebody said is logged', async () => {
  const { lark, ou, logged } = await larkOrg(MORNING, TWO_BRANCHES);
  await lark.says(ou('刘洋'), '我的手机号是13800138000，家里的秘密');
  lark.next({ code: 10014, msg: 'app secret invalid' });
  await lark.sends(ou('刘洋'), 'x.csv', 'x');
  await lark.deliver(cardPress(ou('刘洋'), '家里的秘密'));
  const all = logged.join('\n');
  for (const secret of [
    lark.config.appSecret,
    lark.keys.encryptKey,
    lark.keys.verificationToken,
    '13800138000',
    '家里的秘密',
  ]) {
    expect(all).not.toContain(secret);
  }
});
