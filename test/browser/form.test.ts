import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { desc } from 'drizzle-orm';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { outbox } from '../../db/schema/outbox.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { type Started, start } from '../../src/node.ts';
import { formLink } from '../../src/platforms/form.ts';
import { talkAs } from '../helpers/talk.ts';
import { complaints, DESKTOP, openBrowser, PHONE } from './browser.ts';

const OUT = 'test-output/form';
const contrast = readFileSync(new URL('./contrast.js', import.meta.url), 'utf8');

let browser: Browser;
let dir: string;
let server: Started;
const heard: string[][] = [];

beforeAll(async () => {
  mkdirSync(OUT, { recursive: true });
  browser = await openBrowser();
  dir = mkdtempSync(join(tmpdir(), 'zhibu-form-'));
  const log = createLog((line) => console.error(line), Date.now);
  server = await start(
    readConfig({ DATA_DIR: dir, PORT: '0', ZHIBU_CLOCK: '2026-11-20T10:00:00+08:00' }),
    log,
  );
}, 60_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
  rmSync(dir, { recursive: true });
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  expect(heard.splice(0).flat()).toEqual([]);
});

describe('a form in a browser', { timeout: 60_000 }, () => {
  it('is filled in on a phone without a script, with fingers, in one column', async () => {
    const page = await opens(await linkAfter('新建活动'), { ...PHONE, javaScriptEnabled: false });
    await page.getByText('主题党日', { exact: true }).tap();
    await page.getByLabel('开始时间').fill('2026-11-25T15:00');
    await page.getByLabel('地点').fill('三楼会议室');
    await page.getByLabel('主持人').selectOption({ index: 1 });
    await shoot(page, 'phone-plan');
    for (const at of await page.locator('.choices label, .field > :last-child, .send').all()) {
      expect((await at.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    }
    await page.getByRole('button', { name: '发出通知' }).tap();
    await page.getByRole('heading', { name: '已经提交' }).waitFor();
    expect(await page.getByRole('status').textContent()).toContain('已安排在2026年11月25日');
    await page.getByText('回到聊天').first().waitFor();
    await shoot(page, 'phone-done');
    await page.reload();
    expect(await page.getByRole('status').textContent()).toContain('已安排在2026年11月25日');
  });

  it('says what is missing where it is seen first, and keeps the rest', async () => {
    const page = await opens(await linkAfter('新建活动'), PHONE);
    await page.getByLabel('开始时间').fill('2026-11-26T15:00');
    await page.getByLabel('议程').fill('一、学习\n二、讨论');
    await page.getByRole('button', { name: '发出通知' }).tap();
    await page.getByRole('alert').waitFor();
    heard.at(-1)?.pop();
    await shoot(page, 'phone-refused');
    expect(await page.getByLabel('议程').inputValue()).toBe('一、学习\n二、讨论');
    expect(await page.evaluate('document.documentElement.scrollWidth - screen.width')).toBeLessThanOrEqual(0);
  });

  it('can be read in the dark, on every page, and worked by keyboard', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const words of ['新建活动', '反馈', '设置']) {
        const page = await opens(await linkAfter(words), { ...PHONE, colorScheme });
        expect([colorScheme, words, await page.evaluate(contrast)]).toEqual([colorScheme, words, []]);
        await shoot(page, `${colorScheme}-${words}`);
      }
    }
    const page = await opens(await linkAfter('反馈'), { ...DESKTOP, colorScheme: 'dark' });
    await page.getByLabel('意见建议').focus();
    await page.keyboard.type('希望早一点通知');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '已经提交' }).waitFor();
    expect(await page.evaluate(contrast)).toEqual([]);
    await shoot(page, 'dark-done');
  });
});

/** A secretary says it; the address of the form they are sent. */
async function linkAfter(words: string): Promise<string> {
  const app: Parameters<typeof talkAs>[0] = {
    request: (path, init) => fetch(String(path).replace('http://127.0.0.1', server.url), init),
  };
  const response = await fetch(`${server.url}/console/api/people`);
  const { people } = (await response.json()) as { people: { name: string; posts: string[] }[] };
  await talkAs(app, people.find(({ posts }) => posts.includes('书记'))?.name ?? '').says(words);
  const org = server.hosted.get('main')?.org;
  const sent = org?.store.read((db) => db.select().from(outbox).orderBy(desc(outbox.id)).get());
  if (!org || !sent) throw new Error('nothing was sent');
  return formLink(org.settings, org.clock.now(), sent.id, sent.content);
}

async function opens(link: string, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', ...options });
  const page = await context.newPage();
  heard.push(complaints(page));
  await page.goto(link.replace(/^http:\/\/[^/]+/, server.url));
  return page;
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(OUT, `${name}.png`), fullPage: true });
}
