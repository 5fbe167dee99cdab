import { readFileSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import readSheets from 'read-excel-file/universal';
import { expect, test } from 'vitest';
import { EDUCATION, FINANCE, held, RETIRED, TWO_COMMITTEES } from '../duty/held.ts';
import { foundUnits } from '../helpers/people.ts';
import { DESKTOP, PHONE } from './browser.ts';
import { openSite } from './site.ts';

const OUT = 'test-output/summary';

const site = openSite({
  pictures: 'summary',
  clock: '2026-11-20T10:00:00+08:00',
  seed: (store) =>
    store.change((db) => {
      foundUnits(db, TWO_COMMITTEES);
      for (const path of [FINANCE, RETIRED, EDUCATION])
        for (const month of ['06', '07', '08', '09'])
          held(db, path, `2026-${month}-15`, ['themeDay'], { plannedAt: 0 });
      held(db, FINANCE, '2026-10-10', ['themeDay', 'memberAssembly'], { byProxy: 3, enteredLater: 1 });
    }),
});

async function asks(options: BrowserContextOptions, said: string): Promise<Page> {
  const page = await site.page(options);
  await site.go(page, `/console#${new URLSearchParams({ as: '陈静' })}`);
  const chat = page
    .getByRole('navigation', { name: '会话' })
    .getByRole('button')
    .filter({ hasText: '支部助手' });
  await chat.first().click();
  await page.getByLabel('消息').fill(said);
  await page.getByLabel('消息').press('Enter');
  await page.getByRole('article', { name: /汇总/ }).last().waitFor();
  return page;
}

test.each([
  ['desktop', DESKTOP],
  ['phone', PHONE],
  ['dark', { ...DESKTOP, colorScheme: 'dark' as const }],
])('a summary is drawn with its charts, all of it within the card, and read aloud in words (%s)', async (name, options) => {
  const page = await asks(options, '汇总 下半年');
  const card = page.getByRole('article', { name: '机关工委 2026年下半年汇总' }).last();
  const chart = card.locator('svg[role=img]').first();
  await chart.waitFor({ timeout: 5_000 });
  expect(await chart.getAttribute('aria-label')).toMatch(/^各项完成情况（项）\s主题党日：已完成 10/);
  const [inner, outer] = [await chart.boundingBox(), await card.boundingBox()];
  expect((inner?.x ?? 0) + (inner?.width ?? 0)).toBeLessThanOrEqual((outer?.x ?? 0) + (outer?.width ?? 0));
  expect(inner?.height).toBeGreaterThan(120);
  const bar = await page.evaluate("getComputedStyle(document.querySelector('.drawn rect')).fill");
  expect(bar).toBe('rgb(47, 133, 87)');
  await card.screenshot({ path: `${OUT}/${name}.png` });
});

test('its button hands out the file', async () => {
  const page = await asks(DESKTOP, '汇总 10月');
  await page.getByRole('button', { name: '导出表格' }).last().click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '机关工委 2026年10月汇总.xlsx' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('机关工委 2026年10月汇总.xlsx');
  await download.saveAs(`${OUT}/october.xlsx`);
  const bytes = new Uint8Array(readFileSync(`${OUT}/october.xlsx`));
  expect((await readSheets(bytes.buffer)).map(({ sheet }) => sheet)).toEqual([
    '汇总',
    '分类',
    '出勤',
    '逾期',
  ]);
});
