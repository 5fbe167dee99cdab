import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Started } from '../../src/node.ts';
import { talkAs } from '../helpers/talk.ts';
import { complaints } from './browser.ts';

/** As long as a test may take: a picture alone would be given up after half a minute, which a busy machine needs for fonts. */
export const LIMIT = 120_000;

/** Says 看板 in the console, and opens the link in a browser. What the page complains of is put on `heard`. */
export async function enterBoard(
  { url }: Pick<Started, 'url'>,
  browser: Browser,
  name: string,
  options: BrowserContextOptions,
  heard: string[][],
): Promise<Page> {
  const app: Parameters<typeof talkAs>[0] = {
    request: (path, init) => fetch(String(path).replace('http://127.0.0.1', url), init),
  };
  const seen = await talkAs(app, name).says('看板');
  const [link] = /\/board\/enter\?t=\S+/.exec(seen.text) ?? [];
  const context = await browser.newContext({ locale: 'zh-CN', ...options });
  context.setDefaultTimeout(LIMIT);
  const page = await context.newPage();
  heard.push(complaints(page));
  await page.goto(new URL(link ?? '', url).href);
  return page;
}

/** Nothing is wider than the screen. */
export async function fits(page: Page): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth - screen.width')).toBeLessThanOrEqual(0);
}

export async function shootPage(page: Page, path: string, fullPage = true): Promise<void> {
  await page.screenshot({ path, fullPage, animations: 'disabled', timeout: LIMIT });
}
