import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DESKTOP, PHONE } from './browser.ts';
import { faint, fits, LIMIT, openSite } from './site.ts';

/** Heads of the matrix that something else lies over, or that have left the window. */
const COVERED = `[...document.querySelectorAll('.matrix thead th')].filter((head) => {
  const { x, y, width, height } = head.getBoundingClientRect();
  return document.elementFromPoint(x + width / 2, y + height / 2) !== head;
}).map((head) => head.textContent)`;

/** What is shown and cannot be unfolded on paper. */
const FOLDED = `[...document.querySelectorAll('details')].filter(
  (one) => one.checkVisibility() && !one.querySelector('summary + *').checkVisibility(),
).map((one) => one.textContent)`;

/** The invented organisation with half a year of records; nothing here changes them. */
const { enter, forgive, go, people, shoot } = openSite({
  pictures: 'board',
  clock: '2026-11-20T10:00:00+08:00',
});

describe('the board in a browser', { timeout: LIMIT }, () => {
  it('leads from the whole to a branch, to an activity and back, without a script', async () => {
    const page = await enter(await person('党务干部'), { ...DESKTOP, javaScriptEnabled: false });
    await shoot(page, 'committee');
    await page.getByRole('link', { name: '年', exact: true }).click();
    await page.getByRole('link', { name: '季', exact: true }).click();
    await shoot(page, 'quarter');
    const [branch] = await page.locator('.matrix tbody th[scope="row"] a').all();
    await branch?.click();
    await shoot(page, 'branch');
    await page.locator('.list a').first().click();
    await page.getByRole('heading', { name: '签到情况' }).waitFor();
    await shoot(page, 'activity');
    await page.getByRole('navigation', { name: '看板' }).getByRole('link', { name: '趋势' }).click();
    await page.getByRole('heading', { name: '逐月数字' }).waitFor();
    await shoot(page, 'trends');
    await page.getByRole('link', { name: '逾期' }).click();
    await page.getByRole('heading', { name: '逾期事项' }).waitFor();
    await shoot(page, 'overdue');
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByRole('heading', { name: '已退出' }).waitFor();
    await shoot(page, 'left');
  });

  it('keeps the heads of the matrix in sight', async () => {
    const page = await enter(await person('党务干部'), { viewport: { width: 1280, height: 420 } });
    const last = (await page.locator('.matrix tbody tr').last().boundingBox())?.y ?? 0;
    const covered = new Set<string>();
    for (let top = last - 400; top < last - 60; top += 20) {
      await page.evaluate(`scrollTo(0, ${top})`);
      for (const name of (await page.evaluate(COVERED)) as string[]) covered.add(name);
    }
    await page.evaluate(`scrollTo(0, ${last - 240})`);
    await shoot(page, 'scrolled', false);
    expect([...covered]).toEqual([]);
  });

  it('is a card a branch on a phone, and nothing is wider than the screen', async () => {
    const page = await enter(await person('党务干部'), PHONE);
    await shoot(page, 'phone-committee');
    await fits(page);
    for (const at of await page.locator('.places a, .step a, .scales a, .filters .button').all()) {
      expect((await at.boundingBox())?.height).toBeGreaterThanOrEqual(40);
    }
    await page.locator('.matrix tbody th[scope="row"] a').first().tap();
    await shoot(page, 'phone-branch');
    await fits(page);
    await page.locator('.list a').first().tap();
    await shoot(page, 'phone-activity');
    await fits(page);
    await go(page, '/board/overdue');
    await shoot(page, 'phone-overdue');
    await fits(page);
    await go(page, '/board/trends');
    await shoot(page, 'phone-trends');
    await fits(page);
  });

  it('shows a member their own part', async () => {
    const page = await enter(await person(''), PHONE);
    await page.getByRole('heading', { name: '今年的记录' }).waitFor();
    await shoot(page, 'phone-mine');
    await fits(page);
  });

  it('can be worked by keyboard alone', async () => {
    const page = await enter(await person('党务干部'), DESKTOP);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('跳到正文');
    await page.keyboard.press('Enter');
    const seen: string[] = [];
    for (let step = 0; step < 40 && !seen.includes('查看'); step++) {
      await page.keyboard.press('Tab');
      seen.push(await focused(page));
    }
    expect(seen).toEqual(expect.arrayContaining(['‹', '月', '季', '年', '查看']));
    await back(page, '只看逾期');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await page.waitForURL(/only=overdue/);
    await page.getByRole('checkbox', { name: '只看逾期', checked: true }).waitFor();
  });

  it('leads by keys alone into a branch, from there into an activity, and back to the whole', async () => {
    const page = await enter(await person('党务干部'), DESKTOP);
    const whole = page.url();
    await tabTo(page, '.matrix tbody th[scope="row"] a');
    const branch = await focused(page);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: branch }).waitFor();
    await tabTo(page, '.list a');
    expect(await outlined(page)).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '签到情况' }).waitFor();
    await tabTo(page, '.crumbs a');
    await page.keyboard.press('Enter');
    await page.locator('.matrix').waitFor();
    expect(new URL(page.url()).pathname).toBe(new URL(whole).pathname);
  });

  it('can be read in the dark, and on every page against what is behind it', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await enter(await person('党务干部'), { ...DESKTOP, colorScheme });
      const first = await page.locator('.matrix tbody th[scope="row"] a').first().getAttribute('href');
      for (const path of [
        '/board',
        '/board?period=2026',
        `/board${first}`,
        '/board/overdue',
        '/board/trends',
        '/board/mine',
        '/board/x',
      ]) {
        if ((await go(page, path)) === 404) forgive('404 (Not Found)');
        expect([colorScheme, path, await faint(page)]).toEqual([colorScheme, path, []]);
      }
      await go(page, `/board${first}`);
      if (colorScheme === 'dark') await shoot(page, 'dark-branch');
      await go(page, '/board?period=2026Q4');
      if (colorScheme === 'dark') await shoot(page, 'dark-committee');
      await go(page, '/board/trends');
      if (colorScheme === 'dark') await shoot(page, 'dark-trends');
    }
  });

  it('prints on A4 lengthways, with nothing to press', async () => {
    const page = await enter(await person('党务干部'), { viewport: { width: 1032, height: 700 } });
    await go(page, '/board?period=2026Q4');
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['.top', '.filters', '.scales']) {
      expect(await page.locator(gone).first().isVisible()).toBe(false);
    }
    expect(await page.getByText('辅助记录，不作考核依据').isVisible()).toBe(true);
    expect(await page.locator('.sources li').count()).toBeGreaterThan(3);
    expect(await page.evaluate(FOLDED)).toEqual([]);
    await shoot(page, 'print');
    const paper = await page.pdf({ preferCSSPageSize: true });
    expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
    expect(/\/MediaBox \[0 0 (84[12](?:\.\d+)?) (59[45](?:\.\d+)?)\]/.test(paper.toString('latin1'))).toBe(
      true,
    );
  });

  it('prints a branch and the list of what is overdue, with nothing cut and nothing to press', async () => {
    const page = await enter(await person('党务干部'), { viewport: { width: 1032, height: 700 } });
    const branch = await page.locator('.matrix tbody th[scope="row"] a').first().getAttribute('href');
    await page.emulateMedia({ media: 'print' });
    for (const [path, name] of [
      [`/board${branch}`, 'print-branch'],
      ['/board/overdue', 'print-overdue'],
    ] as const) {
      await go(page, path);
      for (const gone of await page.locator('.top, .filters, .scales, .crumbs, button').all())
        expect(await gone.isVisible()).toBe(false);
      expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
      expect(await page.getByText('辅助记录，不作考核依据').isVisible()).toBe(true);
      expect([path, await page.evaluate(FOLDED)]).toEqual([path, []]);
      await fits(page);
      await shoot(page, name);
      const paper = await page.pdf({ preferCSSPageSize: true });
      expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
    }
  });
});

/** Presses Tab until something of the kind has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let step = 0; step < 120; step++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
  }
  throw new Error(`no key leads to ${selector}`);
}

/** Presses Shift+Tab until the field of this label has the focus. */
async function back(page: Page, label: string): Promise<void> {
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press('Shift+Tab');
    const at = await page.evaluate('document.activeElement.labels?.[0]?.textContent.trim() ?? ""');
    if (at === label) return;
  }
  throw new Error(`no key leads back to ${label}`);
}

/** Whether it can be seen what has the focus. */
async function outlined(page: Page): Promise<boolean> {
  return (await page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'")) === true;
}

/** The first in the organisation with this post, or the first without any. */
async function person(post: string): Promise<string> {
  const found = (await people()).find(({ posts }) =>
    post === '' ? posts.length === 0 : posts.some((one) => one.includes(post)),
  );
  if (!found) throw new Error(`nobody is ${post}`);
  return found.name;
}

async function focused(page: Page): Promise<string> {
  return String(await page.evaluate('document.activeElement.textContent.trim()'));
}
