import { describe, expect, test } from 'vitest';
import { TWO_COMMITTEES } from '../duty/held.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import type { Talk } from '../helpers/talk.ts';
import { pdf } from './bytes.ts';

const NOW = '2026-12-01T09:30';

describe('述职报告 as a file', () => {
  test('is put to the report by one tap, counts as handed in, and is had by its speaker and the committee', async () => {
    const org = await debriefBegun();
    const zhang = org.as('张建国');
    const asked = await zhang.sends('述职报告.pdf', pdf());
    expect(asked.text).toContain('这个文件放到“2026年述职评议：述职报告”吗？');
    expect(countOf(org, 'file_pieces')).toBe(0);
    const kept = await zhang.presses('确认');
    expect(kept.text).toContain('已附上');
    expect(kept.text).toContain('附件：述职报告.pdf');
    expect((await zhang.says('述职评议')).text).toContain('述职报告：已交');
    const desk = await org.as('陈静').says('述职评议');
    expect(desk.text).toContain('报告：1/3 份');
    await org.at('2026-12-02T10:00');
    expect(await zhang.finds('还没有交')).toBeUndefined();
    expect(await org.as('孙丽').finds('还没有交')).toBeDefined();

    const link = await linkOn(zhang, '看附件', '述职报告.pdf');
    const opened = await org.app.request(link);
    expect(opened.status).toBe(200);
    expect(opened.headers.get('content-type')).toBe('application/pdf');
    expect(opened.headers.get('content-disposition')).toContain('attachment');
    expect(Buffer.from(await opened.arrayBuffer())).toEqual(pdf());
  });
});

async function debriefBegun(): Promise<TestOrg> {
  const org = await testOrg(NOW, TWO_COMMITTEES);
  const staff = org.as('陈静');
  await staff.says('述职评议');
  await staff.presses('开始述职评议');
  await staff.presses('开始', { year: 2026, whom: 'branches', report: '2026-12-10' });
  return org;
}

/** Where a file on the newest card can be had. */
async function linkOn(talk: Talk, button: string, name: string): Promise<string> {
  const { messages } = await talk.presses(button);
  const found = messages.flatMap(({ actions }) => actions).find(({ label, url }) => url && label === name);
  if (!found?.url) throw new Error(`no link to ${name}: ${JSON.stringify(messages.map(({ text }) => text))}`);
  return found.url;
}

function countOf({ store }: TestOrg, table: string): number {
  return store.read((db) => db.get<{ n: number }>(`select count(*) as n from ${table}`)).n;
}
