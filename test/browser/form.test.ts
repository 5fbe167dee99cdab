import { desc } from 'drizzle-orm';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { outbox } from '../../db/schema/outbox.ts';
import { formLink } from '../../src/platforms/form.ts';
import { DESKTOP, PHONE } from './browser.ts';
import { faint, fits, LIMIT, openSite } from './site.ts';

const site = openSite({ pictures: 'form', clock: '2026-11-20T10:00:00+08:00' });
const { forgive, shoot } = site;

describe('a form in a browser', { timeout: LIMIT }, () => {
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
    forgive('Failed to load resource');
    await shoot(page, 'phone-refused');
    expect(await page.getByLabel('议程').inputValue()).toBe('一、学习\n二、讨论');
    await fits(page);
  });

  it('can be read in the dark, on every page, and worked by keyboard', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const words of ['新建活动', '反馈', '设置']) {
        const page = await opens(await linkAfter(words), { ...PHONE, colorScheme });
        expect([colorScheme, words, await faint(page)]).toEqual([colorScheme, words, []]);
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
    expect(await faint(page)).toEqual([]);
    await shoot(page, 'dark-done');
  });
});

/** A secretary says it; the address of the form they are sent. */
async function linkAfter(words: string): Promise<string> {
  const secretary = (await site.people()).find(({ posts }) => posts.includes('书记'));
  await site.as(secretary?.name ?? '').says(words);
  const org = site.server.hosted.get('main')?.org;
  const sent = org?.store.read((db) => db.select().from(outbox).orderBy(desc(outbox.id)).get());
  if (!org || !sent) throw new Error('nothing was sent');
  return formLink(org.settings, org.clock.now(), sent.id, sent.content);
}

async function opens(link: string, options: BrowserContextOptions): Promise<Page> {
  const page = await site.page(options);
  await site.go(page, new URL(link).pathname);
  return page;
}
