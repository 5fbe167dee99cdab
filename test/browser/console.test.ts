import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { MORNING, settleTown } from '../platforms/console/town.ts';
import { DESKTOP, PHONE } from './browser.ts';
import { openLine } from './line.ts';
import { faint, LIMIT, openSite } from './site.ts';

const BRANCH = '机关第一党支部';
const ROSTER = [
  '党组织,组织类型,姓名,党员类别,职务,党小组,手机号,飞书ID,钉钉ID,企业微信ID,入党日期,转正日期',
  '市直机关工委,机关工委,高峰,正式党员,党务干部,,,,,,,',
  '市直机关工委/第三党支部,党支部,钱学,正式党员,,,,,,,',
].join('\n');

const site = openSite({ pictures: 'console', clock: MORNING, seed: settleTown, changed: true });
const { forgive } = site;

describe('the console in a browser', { timeout: LIMIT }, () => {
  it('plans an activity by form, and its card counts three check-ins without a reload', async () => {
    const wang = await open('王芳', DESKTOP);
    await chip(wang, '新建活动').click();
    await plan(wang);
    await wang.getByText('通知已发出').waitFor();
    await shoot(wang, 'planned');

    await wang.getByRole('button', { name: '快进' }).click();
    await wang.getByRole('menuitem', { name: '1 小时后' }).click();
    await chat(wang, BRANCH).click();
    const card = wang.getByRole('article', { name: '主题党日' });
    await card.getByText('应到 12').waitFor();
    await wang.evaluate('window.sameDocument = true');

    const li = await open('李强', PHONE);
    await chat(li, '支部助手').tap();
    await li.getByRole('article').getByRole('button', { name: '签到' }).tap();
    await li.getByText('10:00 已签到').waitFor();
    await shoot(li, 'phone-checked-in');
    await card.getByText('已签到 1').waitFor();

    const liu = await open('刘洋', DESKTOP);
    await say(liu, '签到');
    await card.getByText('已签到 2').waitFor();

    const chen = await open('陈静', { ...DESKTOP, colorScheme: 'dark' });
    await chat(chen, BRANCH).click();
    await chen.getByRole('article', { name: '主题党日' }).getByRole('button', { name: '签到' }).click();
    await card.getByText('已签到 3').waitFor();
    await shoot(chen, 'dark-group');

    expect(await wang.evaluate('window.sameDocument')).toBe(true);
    await shoot(wang, 'live-card');
  });

  it('says who wrote what in a group, and marks what was not read yet', async () => {
    const li = await open('李强', PHONE);
    const liu = await open('刘洋', DESKTOP);
    await chat(liu, BRANCH).click();
    await say(liu, '帮助');
    await chat(li, BRANCH).getByText('条未读').waitFor({ state: 'attached' });
    await shoot(li, 'phone-list');
    await chat(li, BRANCH).tap();
    await li.locator('.entry', { hasText: '刘洋' }).getByText('帮助', { exact: true }).waitFor();
    await li.getByRole('button', { name: '返回会话列表' }).tap();
    await chat(li, BRANCH).getByText('条未读').waitFor({ state: 'detached' });
  });

  it('shows what people write as text, whatever it looks like', async () => {
    const li = await open('李强', DESKTOP);
    const text = '<img src=x onerror="document.title=1"> <b>粗</b> &amp; <at id=all></at>';
    await say(li, text);
    await li.locator('.bubble').getByText(text).waitFor();
    expect(await li.locator('.bubble *').count()).toBe(0);
  });

  it('goes on where it was after the line was cut', async () => {
    const line = await openLine(new URL(site.server.url));
    const li = await open('李强', DESKTOP, line.url);
    await line.cut();
    await li.getByText('连接断开').waitFor();
    await request('say', { as: '李强', text: '帮助' });
    await line.mend();
    await li.getByRole('article').waitFor();
    await li.getByText('连接断开').waitFor({ state: 'detached' });
    await line.cut();
    forgive('net::ERR_');
  });

  it('says in a sentence what was refused, and keeps what was typed', async () => {
    const li = await open('李强', DESKTOP);
    await li.context().setOffline(true);
    await say(li, '签到');
    await li.getByText('连不上服务器').waitFor();
    expect(await li.getByLabel('消息').inputValue()).toBe('签到');
    forgive('ERR_INTERNET_DISCONNECTED');
  });

  it('asks for a required field before it sends the form', async () => {
    const wang = await open('王芳', DESKTOP);
    await chip(wang, '新建活动').click();
    await wang.getByRole('button', { name: '发出通知' }).click();
    await wang.getByRole('alert').getByText('请在“活动类型”里选一项。').waitFor();
    expect(await focused(wang)).toContain('主题党日');
  });

  it('moves the clock only forward, and says what was sent on the way', async () => {
    const wang = await open('王芳', DESKTOP);
    await wang.getByRole('button', { name: '快进' }).click();
    await wang.getByRole('menuitem', { name: '选择时间…' }).click();
    await wang.getByLabel('走到这个时间').fill('2026-03-01T09:00');
    await wang.getByRole('dialog').getByRole('button', { name: '快进' }).click();
    await wang.getByText('时间只能往前走').waitFor();
    // A refused request is an error on the browser's own console too.
    forgive('400 (Bad Request)');
    await wang.getByRole('button', { name: '快进' }).click();
    await wang.getByRole('menuitem', { name: '明天 9:00' }).click();
    await wang.locator('#now').getByText('3月3日 周二').waitFor();
  });

  it('can be used with the keyboard alone, and always shows where one is', async () => {
    const wang = await open('王芳', DESKTOP);
    const { keyboard } = wang;
    await keyboard.type('新建活动');
    await keyboard.press('Enter');
    await wang.getByRole('button', { name: '发出通知' }).waitFor();

    await tabTo(wang, '主题党日', 'Shift+Tab');
    await keyboard.press('Space');
    await tabTo(wang, '开始时间', 'Tab');
    await keyboard.type('2026');
    await keyboard.press('ArrowRight');
    await keyboard.type('03031430');
    await tabTo(wang, '地点', 'Tab');
    await keyboard.type('三楼会议室');
    await tabTo(wang, '主持人', 'Tab');
    await keyboard.press('Enter');
    await keyboard.type('李');
    await keyboard.press('Enter');
    await wang.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(wang)).toContain('李强');
    await keyboard.press('Enter');
    await wang.getByRole('dialog').waitFor();
    await keyboard.press('Escape');
    await wang.getByRole('dialog').waitFor({ state: 'detached' });
    await tabTo(wang, '发出通知', 'Tab');
    await shoot(wang, 'keyboard');
    await keyboard.press('Enter');
    await wang.getByText('主持人李强').first().waitFor();

    await keyboard.press('Escape');
    expect(await focused(wang)).toContain('消息');
    await tabTo(wang, '快进', 'Shift+Tab');
    await keyboard.press('Enter');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await wang.locator('#now').getByText('3月3日 周二').waitFor();
    expect(await focused(wang)).toContain('快进');
  });

  it('keeps the focus where it is while a card changes under it', async () => {
    const wang = await open('王芳', DESKTOP);
    await chip(wang, '新建活动').click();
    await plan(wang);
    await chat(wang, BRANCH).click();
    await request('clock', { now: '2026-03-02T10:00:00+08:00' });
    const button = wang.getByRole('article', { name: '主题党日' }).getByRole('button', { name: '签到' });
    await button.focus();
    await request('say', { as: '李强', text: '签到' });
    await wang.getByText('已签到 1').waitFor();
    expect(await focused(wang)).toContain('签到');
  });

  it.each(['light', 'dark'] as const)('has enough contrast in %s', async (colorScheme) => {
    const wang = await open('王芳', { ...DESKTOP, colorScheme });
    await chip(wang, '帮助').click();
    await chip(wang, '新建活动').click();
    await shoot(wang, `${colorScheme}-form`);
    expect(await faint(wang)).toEqual([]);
    await plan(wang);
    await request('clock', { now: '2026-03-02T10:00:00+08:00' });
    await request('say', { as: '李强', text: '签到', chat: BRANCH });
    await chat(wang, BRANCH).click();
    await wang.getByText('已签到 1').waitFor();
    await wang.getByRole('button', { name: '快进' }).click();
    expect(await faint(wang)).toEqual([]);
    await wang.keyboard.press('Escape');
    await wang.getByRole('button', { name: '切换' }).click();
    await wang.getByRole('dialog').waitFor();
    await shoot(wang, `${colorScheme}-people`);
    expect(await faint(wang)).toEqual([]);
  });

  it.each([390, 360, 320])('fits a screen %s wide', async (width) => {
    const li = await open('李强', { ...PHONE, viewport: { width, height: 844 } });
    expect(await overflow(li)).toBeLessThanOrEqual(0);
    await chat(li, '支部助手').tap();
    await chip(li, '帮助').tap();
    await chip(li, '新建活动').tap();
    await li.getByRole('button', { name: '发出通知' }).waitFor();
    await shoot(li, `phone-${width}`);
    expect(await overflow(li)).toBeLessThanOrEqual(0);
  });

  it('takes a roster as a file, shows what it would change, and then knows the newcomers', async () => {
    const gao = await open('高峰', DESKTOP);
    await gao
      .getByLabel('发送文件')
      .setInputFiles({ name: '名册.csv', mimeType: 'text/csv', buffer: Buffer.from(ROSTER) });
    await gao.locator('.bubble').getByText('文件：名册.csv').waitFor();
    await gao.getByRole('article').getByText('钱学（第三党支部）', { exact: true }).waitFor();
    await shoot(gao, 'roster');
    await gao.getByRole('button', { name: '确认导入' }).click();
    await gao.getByRole('button', { name: '确认导入' }).waitFor({ state: 'detached' });
    await gao.getByRole('button', { name: '切换' }).click();
    await gao.getByRole('option', { name: '钱学' }).waitFor();
    expect(await gao.getByRole('option', { name: '王芳' }).count()).toBe(0);
  });

  it('changes who one is by searching', async () => {
    const page = await open('王芳', PHONE);
    await page.getByRole('button', { name: '切换' }).tap();
    await page.getByRole('combobox').fill('第二党支部 张');
    await page.getByRole('option', { name: '张伟（第二党支部）' }).tap();
    await page.getByRole('button', { name: /^我是 ?张伟（第二党支部）/ }).waitFor();
    expect(await chat(page, BRANCH).count()).toBe(0);
  });
});

async function open(name: string, options: BrowserContextOptions, url = site.server.url): Promise<Page> {
  const page = await site.page(options);
  await page.goto(`${url}/console#${new URLSearchParams({ as: name })}`);
  await chat(page, '支部助手').waitFor();
  return page;
}

function chat(page: Page, name: string): Locator {
  return page
    .getByRole('navigation', { name: '会话' })
    .getByRole('button')
    .filter({ has: page.getByText(name, { exact: true }) });
}

function chip(page: Page, word: string): Locator {
  return page.getByRole('group', { name: '常用' }).getByRole('button', { name: word });
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel('消息').fill(text);
  await page.getByLabel('消息').press('Enter');
}

async function plan(page: Page): Promise<void> {
  await page.getByLabel('主题党日').check();
  await page.getByLabel('开始时间').fill('2026-03-02T10:00');
  await page.getByLabel('地点').fill('三楼会议室');
  await page.getByLabel('主题', { exact: true }).fill('学习贯彻全会精神');
  await page.getByRole('button', { name: '发出通知' }).click();
  await page.getByText('通知已发出').waitFor();
}

async function request(path: string, body: unknown): Promise<void> {
  const response = await fetch(`${site.server.url}/console/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

/** Tabs until the focus is on what is called so; every stop on the way must be visible. */
async function tabTo(page: Page, name: string, key: 'Tab' | 'Shift+Tab'): Promise<void> {
  for (let stops = 0; stops < 60; stops++) {
    await page.keyboard.press(key);
    const at = await focused(page);
    expect(await page.evaluate(OUTLINED), at).toBe(true);
    if (at.includes(name)) return;
  }
  throw new Error(`the focus never came to ${name}`);
}

/** What has the focus, by its label or words. */
async function focused(page: Page): Promise<string> {
  return String(await page.evaluate(FOCUSED));
}

const FOCUSED = `(() => {
  const at = document.activeElement;
  const labels = [...(at.labels ?? [])].map((label) => label.textContent).join(' ');
  return [labels, at.getAttribute('aria-label') ?? '', at.parentElement.textContent, at.textContent].join(' ');
})()`;

const OUTLINED = `(() => {
  const at = document.activeElement;
  const box = at.closest('.box') && at.matches('textarea') ? at.closest('.box') : at;
  return getComputedStyle(box).outlineStyle !== 'none';
})()`;

async function overflow(page: Page): Promise<number> {
  return Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
}

async function shoot(page: Page, name: string): Promise<void> {
  await site.shoot(page, name, false);
}
