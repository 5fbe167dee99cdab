import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type NodeStore, openStore } from '../../db/node.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { type Started, start } from '../../src/node.ts';
import { newFolder } from '../helpers/folder.ts';
import { type Talk, talkAs } from '../helpers/talk.ts';
import { complaints, openBrowser } from './browser.ts';

/** As long as a test may take: a picture alone would be given up after half a minute, which a busy machine needs for fonts. */
export const LIMIT = 120_000;

/** A server and a browser for the tests of a file. After each of them nothing may be left that a page complained of. */
export interface Site {
  readonly server: Started;
  page(options: BrowserContextOptions): Promise<Page>;
  /** Says 看板 in the console, and opens the link. */
  enter(name: string, options: BrowserContextOptions): Promise<Page>;
  as(name: string): Talk;
  people(): Promise<{ name: string; posts: string[] }[]>;
  go(page: Page, path: string): Promise<number | undefined>;
  shoot(page: Page, name: string, fullPage?: boolean): Promise<void>;
  /** What a test has provoked is no complaint: lines with these words. */
  forgive(words: string): void;
}

interface Ground {
  /** Where its pictures are put, in `test-output`. */
  pictures: string;
  /** When it is. */
  clock: string;
  /** What the database holds; left out, the invented organisation. */
  seed?: (store: NodeStore) => Promise<unknown>;
  /** Whether tests change it, so that each needs one of its own. */
  changed?: boolean;
}

export function openSite({ pictures, clock, seed, changed }: Ground): Site {
  const out = join('test-output', pictures);
  let browser: Browser;
  let dir: string;
  let server: Started;
  let heard: string[][] = [];

  beforeAll(async () => {
    mkdirSync(out, { recursive: true });
    browser = await openBrowser();
  }, LIMIT);
  (changed ? beforeEach : beforeAll)(serve, LIMIT);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    if (changed) await close();
    expect(heard.splice(0).flat()).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    if (!changed) await close();
  });

  return {
    get server() {
      return server;
    },
    page,
    enter,
    as,
    people,
    go,
    shoot,
    forgive,
  };

  async function serve(): Promise<void> {
    dir = newFolder();
    if (seed) {
      const store = openStore(join(dir, 'main.db'));
      await seed(store);
      store.close();
    }
    const log = createLog((line) => console.error(line), Date.now);
    server = await start(readConfig({ DATA_DIR: dir, PORT: '0', ZHIBU_CLOCK: clock }), log);
  }

  async function close(): Promise<void> {
    await server.stop();
    rmSync(dir, { recursive: true });
  }

  async function page(options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext({ locale: 'zh-CN', reducedMotion: 'reduce', ...options });
    context.setDefaultTimeout(LIMIT);
    const opened = await context.newPage();
    heard.push(complaints(opened));
    return opened;
  }

  async function enter(name: string, options: BrowserContextOptions): Promise<Page> {
    const { text } = await as(name).says('看板');
    const [link] = /\/board\/enter\?t=\S+/.exec(text) ?? [];
    const entered = await page(options);
    await go(entered, link ?? '');
    return entered;
  }

  function as(name: string): Talk {
    const app: Parameters<typeof talkAs>[0] = {
      request: (path, init) => fetch(String(path).replace('http://127.0.0.1', server.url), init),
    };
    return talkAs(app, name);
  }

  async function people(): Promise<{ name: string; posts: string[] }[]> {
    const response = await fetch(`${server.url}/console/api/people`);
    const all = (await response.json()) as { people: { name: string; posts: string[] }[] };
    return all.people;
  }

  async function go(opened: Page, path: string): Promise<number | undefined> {
    return (await opened.goto(new URL(path, server.url).href))?.status();
  }

  async function shoot(opened: Page, name: string, fullPage = true): Promise<void> {
    await opened.screenshot({
      path: join(out, `${name}.png`),
      fullPage,
      animations: 'disabled',
      timeout: LIMIT,
    });
  }

  function forgive(words: string): void {
    heard = heard.map((lines) => lines.filter((line) => !line.includes(words)));
  }
}

/** Whatever on the page has too little contrast to what is behind it. */
export async function faint(page: Page): Promise<unknown> {
  return await page.evaluate(contrast);
}

const contrast = readFileSync(new URL('./contrast.js', import.meta.url), 'utf8');

/** Nothing is wider than the screen. */
export async function fits(page: Page): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth - screen.width')).toBeLessThanOrEqual(0);
}
