import { describe, expect, test } from 'vitest';
import { audit } from '../../db/schema/audit.ts';
import type { TestOrg } from '../helpers/org.ts';
import { held, RETIRED, recordedTown } from './held.ts';

describe('督办 is followed until it has its answer', () => {
  test('an answer is 说明, 已安排 or 已办结, told to whoever asked, and in the committee’s next digest once', async () => {
    const org = await nudged();
    await org.as('郑强').presses('回复');
    expect((await org.as('郑强').presses('提交回复', { answer: '' })).text).toContain('请写明情况');
    await org.as('郑强').presses('提交回复', { outcome: 'arranged', answer: '周五开' });
    expect((await org.as('何书记').finds('已回复督办'))?.text).toContain('回复：已安排：周五开');
    await org.at('2026-12-21T10:00');
    const said = (await weeklies(org)).filter(({ text }) => text.includes('12月1日督办'));
    expect(said.map(({ at }) => at.slice(0, 10))).toEqual(['2026-12-07']);
    expect(said[0]?.text).toContain('督办\n退休党支部：12月1日督办11月主题党日，已安排：周五开');
    expect((await org.as('郑强').messages()).some(({ text }) => text.includes('还没有回复'))).toBe(false);
  });

  test('a better answer follows the first, until it says that it is done; each is told once', async () => {
    const org = await nudged();
    await org.as('郑强').presses('回复');
    await org.as('郑强').presses('提交回复', { outcome: 'arranged', answer: '周五开' });
    await org.at('2026-12-04T17:00');
    await org.as('郑强').presses('更新回复');
    await org.as('郑强').presses('提交回复', { outcome: 'settled', answer: '' });
    const told = (await org.as('何书记').messages()).filter(({ text }) => text.includes('已回复督办'));
    expect(told).toHaveLength(2);
    expect((await org.as('何书记').says('督办 退休党支部')).text).toContain(
      '12月1日督办11月主题党日，已办结（记录显示：已逾期）',
    );
    const card = await org.as('郑强').finds('请退休党支部留意');
    expect(card?.actions).toEqual([]);
    const journal = org.store.read((db) => db.select().from(audit).all());
    const answers = journal.filter(({ action }) => action === 'nudge.answered');
    expect(answers.map(({ before }) => before !== null)).toEqual([false, true]);
    expect(answers[1]?.before).toContain('周五开');
  });

  test('without an answer it is said once more to the branch and once to the committee, with its button', async () => {
    const org = await nudged();
    await org.at('2026-12-31T20:00');
    const again = (await org.as('郑强').messages()).filter(({ text }) => text.includes('还没有回复'));
    expect(again.map(({ at }) => at.slice(0, 16))).toEqual(['2026-12-07T09:00']);
    expect(again[0]?.text).toContain('督办：11月主题党日：财政局机关党委12月1日督办，还没有回复');
    expect(again[0]?.actions.map(({ label }) => label)).toContain('回复督办');
    const weekly = (await weeklies(org)).filter(({ text }) => text.includes('12月1日督办'));
    expect(weekly.map(({ at, text }) => [at.slice(0, 10), text.includes('，等待回复')])).toEqual([
      ['2026-12-07', true],
    ]);
    await org.as('郑强').presses('回复督办');
    await org.as('郑强').presses('提交回复', { answer: '疫情影响' });
    await org.at('2027-01-06T10:00');
    expect((await weeklies(org)).at(-1)?.text).toContain('12月1日督办2026年11月主题党日，说明情况：疫情影响');
  });

  test('what the records answer nobody is asked again: here it was put off with a reason', async () => {
    const org = await nudged();
    await org.as('郑强').says('暂缓');
    await org.as('郑强').presses('暂缓：11月主题党日');
    await org.as('郑强').presses('暂缓', { reason: '多数同志驻村', until: '2026-12-20' });
    expect((await org.as('郑强').finds('请退休党支部留意'))?.text).toContain('记录里已经有了着落');
    await org.at('2026-12-10T10:00');
    expect(await org.as('郑强').finds('还没有回复')).toBeUndefined();
    expect((await weeklies(org)).at(-1)?.text).toContain(
      '12月1日督办11月主题党日，暂缓至12月20日，郑强说明：多数同志驻村',
    );
  });

  test('what was entered afterwards answers it too, and the form knows', async () => {
    const org = await nudged();
    await org.store.change((db) => {
      held(db, RETIRED, '2026-11-20', ['themeDay']);
    });
    await org.at('2026-12-10T10:00');
    expect(await org.as('郑强').finds('还没有回复')).toBeUndefined();
    expect((await weeklies(org)).at(-1)?.text).toContain('12月1日督办11月主题党日，已完成（11月20日）');
    await org.as('何书记').says('督办 退休党支部');
    await org.as('何书记').presses('督办总体情况');
    await org.as('何书记').presses('发出督办', { said: '近期怎么样' });
    await org.as('郑强').presses('回复');
    const form = (await org.as('郑强').messages()).findLast((message) => message.form);
    expect(form?.form?.find(({ name }) => name === 'outcome')?.value).toBe('explained');
  });
});

/** The finance committee has asked the retired branch about its theme day on 1 December. */
async function nudged(): Promise<TestOrg> {
  const org = await recordedTown('2026-12-01T09:30', '2026-11-01');
  await org.as('何书记').says('督办 退休党支部');
  await org.as('何书记').presses('督办：11月主题党日');
  await org.as('何书记').presses('发出督办', {});
  return org;
}

async function weeklies(org: TestOrg) {
  return (await org.as('何书记').messages()).filter(({ text }) => text.includes('本周情况'));
}
