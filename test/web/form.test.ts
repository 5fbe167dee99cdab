import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { accounts, claims } from '../../db/schema/people.ts';
import { createApp } from '../../src/app.ts';
import { createLog } from '../../src/log.ts';
import type { Ability } from '../../src/platforms/platform.ts';
import { instantOf, MINUTE } from '../../src/time.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { testChat } from '../people/chat.ts';

const NOW = '2026-12-04T10:00';
/** As on a platform whose cards hold no forms and stay as they were sent. */
const LINKS_ONLY: Ability = { form: false, edit: false };
const PLAN = { kinds: 'themeDay', startsAt: '2026-12-06T15:00', place: '三楼会议室' };

async function branches(can: Ability = LINKS_ONLY) {
  const chat = await testChat(NOW, TWO_BRANCHES, {}, can);
  await chat.link('张建国', 'ou_zhang');
  await chat.link('陈静', 'ou_chen');
  const logged: string[] = [];
  const log = createLog((line) => logged.push(line), chat.clock.now);
  const hosted = { org: chat.org, lark: null, console: null };
  const app = createApp({ log, hosted: new Map([['main', hosted]]), local: () => false });
  const zhang = chat.account('ou_zhang');
  return { ...chat, app, zhang, logged, formOf, opens, sends };

  /** The address of the form that this account was sent last. */
  function formOf(account: { sees(): { form: string | undefined }[] }): string {
    const form = account.sees().at(-1)?.form;
    if (!form) throw new Error('no form was sent');
    return form;
  }

  async function opens(url: string) {
    return seen(await app.request(url));
  }

  async function sends(url: string, fields: Record<string, string | string[]>) {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) {
      for (const one of [value].flat()) body.append(name === 'again' ? name : `f.${name}`, one);
    }
    const answer = await app.request(url, { method: 'POST', body });
    return answer.status === 303 ? opens(answer.headers.get('location') ?? '') : seen(answer);
  }

  async function seen(response: Response) {
    return { status: response.status, text: await response.text(), headers: response.headers };
  }
}

test('a form is filled in in a browser; what comes of it is said there, and stands in the chat as a new message', async () => {
  const { zhang, formOf, opens, sends } = await branches();
  await zhang.says('新建活动 主题党日');
  const link = formOf(zhang);
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:3000\/form\/main\.\d+\.\d+\.[\w-]{11}\.[\w-]{43}$/);

  const form = await opens(link);
  expect(form.status).toBe(200);
  expect(form.text).toContain('以<strong>张建国</strong>同志的身份填写');
  expect(form.text).toMatch(/<input type="checkbox" name="f.kinds" value="themeDay" checked>/);
  expect(form.text).toMatch(/name="f.startsAt" required type="datetime-local"/);

  const done = await sends(link, PLAN);
  expect(done.status).toBe(200);
  expect(done.text).toContain('已安排在2026年12月6日（星期日）15:00');
  expect(done.text).toContain('三楼会议室');
  expect(zhang.text()).not.toContain('三楼会议室');
  await zhang.says('帮助');
  expect(zhang.text()).toContain('三楼会议室');
});

test('on a platform that draws cards anew, the form’s own card becomes what came of it', async () => {
  const { zhang, formOf, sends } = await branches({ form: false, edit: true });
  await zhang.says('新建活动 主题党日');
  const { length } = zhang.sees();
  await sends(formOf(zhang), PLAN);
  await zhang.says('帮助');
  expect(JSON.stringify(zhang.sees()[length - 1]?.card)).toContain('三楼会议室');
  expect(
    zhang
      .sees()
      .slice(length)
      .map(({ card }) => card.title),
  ).not.toContain('新建活动');
});

test('a refusal keeps what was typed and says why; mended, it is taken', async () => {
  const { zhang, formOf, sends } = await branches();
  await zhang.says('新建活动 主题党日');
  const link = formOf(zhang);
  const refused = await sends(link, { ...PLAN, startsAt: '', agenda: '一、学习\n二、<b>讨论</b>' });
  expect(refused.status).toBe(422);
  expect(refused.text).toMatch(/<p class="refused" role="alert">[^<]+<\/p>/);
  expect(refused.text).toContain('value="三楼会议室"');
  expect(refused.text).toContain('一、学习\n二、&lt;b&gt;讨论&lt;/b&gt;</textarea>');
  expect((await sends(link, PLAN)).text).toContain('已安排在');
});

test('the same form twice, at once or later, is done once and answers the same', async () => {
  const { zhang, formOf, sends, opens, store } = await branches();
  await zhang.says('新建活动 主题党日');
  const link = formOf(zhang);
  const [first, second] = await Promise.all([sends(link, PLAN), sends(link, { ...PLAN, place: '别处' })]);
  expect(second.text).toBe(first.text);
  expect((await sends(link, PLAN)).text).toContain('已安排在');
  expect((await opens(link)).text).toContain('已安排在');
  expect(store.read((db) => db.query.activities.findMany().sync())).toHaveLength(1);
});

test('opening a link uses nothing up', async () => {
  const { zhang, formOf, opens, sends, app } = await branches();
  await zhang.says('新建活动 主题党日');
  const link = formOf(zhang);
  await app.request(link, { method: 'HEAD' });
  await opens(link);
  expect((await opens(link)).text).toContain('class="sheet"');
  expect((await sends(link, PLAN)).status).toBe(200);
});

test('after half an hour the link does nothing but send the form to its reader once more', async () => {
  const { zhang, formOf, opens, sends, clock } = await branches();
  await zhang.says('新建活动 主题党日');
  const link = formOf(zhang);
  clock.at = instantOf(NOW) + 29 * MINUTE;
  expect((await opens(link)).status).toBe(200);
  clock.at = instantOf(NOW) + 41 * MINUTE;
  const late = await opens(link);
  expect([late.status, late.text.includes('重新发给我')]).toEqual([410, true]);
  const count = zhang.sees().length;
  expect((await sends(link, { ...PLAN, again: 'yes' })).text).toContain('表单已经发到您的聊天里');
  await sends(link, { again: 'yes' });
  await zhang.says('帮助');
  expect(zhang.sees()).toHaveLength(count + 2);
  const anew = zhang.sees()[count]?.form ?? '';
  expect(anew).not.toBe(link);
  expect((await sends(anew, PLAN)).text).toContain('已安排在');
});

test('a link that is forged, cut off, of another organisation or of nothing opens nothing, kindly', async () => {
  const { zhang, formOf, opens, sends } = await branches();
  await zhang.says('新建活动');
  const link = formOf(zhang);
  const [, row = ''] = /main\.(\d+)\./.exec(link) ?? [];
  for (const bad of [
    link.slice(0, -1),
    link.replace(/.$/, (last) => (last === '_' ? 'A' : '_')),
    link.replace(`main.${row}.`, `main.${Number(row) + 1}.`),
    'http://127.0.0.1/form/main.x',
  ]) {
    for (const answer of [await opens(bad), await sends(bad, PLAN)]) {
      expect([bad, answer.status]).toEqual([bad, 404]);
      expect(answer.text).toContain('打不开这张表单');
    }
  }
  expect((await opens(link.replace('main.', 'other.'))).status).toBe(404);
});

test('an account that is somebody else’s by now opens nothing of who had it before', async () => {
  const { zhang, formOf, opens, store } = await branches();
  await zhang.says('新建活动');
  const link = formOf(zhang);
  await store.change((db) => {
    const other = db.query.persons.findFirst({ where: (row) => eq(row.name, '刘洋') }).sync();
    db.update(accounts)
      .set({ person: other?.id ?? 0 })
      .where(eq(accounts.id, 'ou_zhang'))
      .run();
  });
  const { status, text } = await opens(link);
  expect([status, text.includes('张建国')]).toEqual([404, false]);
});

test('rights are asked for again when the form is sent in', async () => {
  const { zhang, formOf, sends, store } = await branches();
  await zhang.says('新建活动 主题党日');
  await store.change((db) => db.run("update posts set ended = '2026-12-04'"));
  const { status, text } = await sends(formOf(zhang), PLAN);
  expect([status, text.includes('由本支部的书记或组织委员来做')]).toEqual([422, true]);
});

test('somebody unknown says who they are in a browser, and is taken for nobody else', async () => {
  const { account, formOf, opens, sends, store } = await branches();
  const stranger = account('ou_new');
  await stranger.says('你好');
  const link = formOf(stranger);
  expect((await opens(link)).text).not.toContain('的身份填写');
  expect((await sends(link, { name: '刘洋', unit: '第一党支部' })).text).toContain('已转给书记确认');
  expect(store.read((db) => db.select().from(claims).all())).toMatchObject([
    { account: 'ou_new', saidName: '刘洋' },
  ]);
});

test('in a group a form goes to the asker alone, where cards hold none', async () => {
  const { zhang, joins } = await branches();
  await joins('oc_1', '第一党支部');
  await zhang.says('新建活动', 'oc_1');
  expect(zhang.sees('oc_1').every(({ form }) => form === undefined)).toBe(true);
  expect(zhang.sees().at(-1)?.form).toBeDefined();
});

test('a form whose card has become something else is not filled in any more', async () => {
  const { zhang, formOf, opens } = await branches({ form: true, edit: true });
  await zhang.says('新建活动 主题党日');
  const link = formOf(zhang);
  await zhang.presses('发出通知', { ...PLAN, kinds: ['themeDay'] });
  const { status, text } = await opens(link);
  expect([status, text.includes('这张表单不用填了')]).toEqual([410, true]);
});

test('pages of forms are kept by nobody, framed by nobody, tell nobody where one came from, and stay out of the log', async () => {
  const { zhang, formOf, opens, app, logged } = await branches();
  await zhang.says('新建活动');
  const { headers } = await opens(formOf(zhang));
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('set-cookie')).toBeNull();
  const large = await app.request(formOf(zhang), { method: 'POST', body: 'x'.repeat(2 ** 20 + 1) });
  expect(large.status).toBe(413);
  expect(logged.join()).toContain('/form/…');
  expect(logged.join()).not.toContain(formOf(zhang).slice(-20));
});
