import readSheets from 'read-excel-file/universal';
import { describe, expect, test } from 'vitest';
import { audit } from '../../db/schema/audit.ts';
import { draftList, publishList } from '../../src/duty/lists/store.ts';
import { setTerm } from '../../src/duty/owed/terms.ts';
import { instantOf } from '../../src/time.ts';
import { tap } from '../evaluation/tap.ts';
import type { TestOrg } from '../helpers/org.ts';
import { enters, idOf } from '../web/visitor.ts';
import { FINANCE, held, recordedTown } from './held.ts';

const OWED = '2026年书记讲党课';
const SAID = '暂缓至5月20日，陈静说明：书记住院';
const COMMITTEE = '机关工委/财政局机关党委';

describe('what a 党委 owes itself is put off and asked about by the committee above', () => {
  test('put off from above it is no longer overdue, the 党委 is told, and all who see it read why', async () => {
    const org = await late();
    const staff = org.as('陈静');
    expect((await staff.says('还差什么 财政局机关党委')).messages.at(-1)?.actions).toContainEqual(
      expect.objectContaining({ label: '暂缓' }),
    );
    await staff.says('暂缓 财政局机关党委');
    await staff.presses(`暂缓：${OWED}`);
    const done = await staff.presses('暂缓', { reason: '书记住院', until: '2027-05-20' });
    expect(done.text).toContain(`财政局机关党委${OWED}暂缓到2027年5月20日`);
    expect((await org.as('何书记').finds(`${OWED}暂缓到`))?.text).toContain('机关工委已同意暂缓');
    for (const name of ['何书记', '陈静']) {
      const { text } = await org.as(name).says('逾期');
      expect(text).toContain(`${OWED}${SAID}`);
      expect(text).not.toContain(`财政局机关党委（本级）：${OWED}`);
    }
    expect((await org.as('吴书记').says('逾期')).text).not.toContain('住院');
    const journal = org.store.read((db) => db.select().from(audit).all());
    expect(journal.filter(({ action }) => action === 'duty.waived')).toHaveLength(1);
    await org.at('2027-05-21T10:00');
    expect((await staff.says('逾期')).text).toContain(`财政局机关党委（本级）：${OWED}`);
  });

  test('暂缓 said alone offers the committees beneath that owe something', async () => {
    const org = await late();
    const { text, messages } = await org.as('陈静').says('暂缓');
    expect(text).toContain('哪个党组织的事项要暂缓');
    const labels = messages.at(-1)?.actions.map(({ label }) => label);
    expect(labels).toEqual(['财政局机关党委', '教育局机关党委']);
  });

  test('the 党委 itself, its branches and its neighbours may not', async () => {
    const org = await late();
    const unit = idOf(org, COMMITTEE);
    const [item] = await keys(org);
    const said = { unit, item, reason: 'x', until: '2027-05-01' };
    for (const name of ['何书记', '吴书记', '张建国', '刘洋'])
      expect([name, await tap(org, name, 'duty.waiveUntil', said)]).toEqual([
        name,
        expect.stringMatching(/联系他们|不能|只能/),
      ]);
    for (const name of ['何书记', '吴书记', '张建国'])
      expect([name, await tap(org, name, 'duty.nudge', { unit, item })]).toEqual([
        name,
        expect.stringMatching(/只能查看自己所在组织/),
      ]);
    expect((await org.as('何书记').says('暂缓')).text).toContain('党委的由上级党组织来定');
    expect((await org.as('陈静').says('逾期')).text).toContain(`财政局机关党委（本级）：${OWED}`);
  });

  test('督办 reaches its secretary, whose answer comes back; what the records answer is not asked again', async () => {
    const org = await late();
    const staff = org.as('陈静');
    expect((await staff.says('督办')).text).toContain('财政局机关党委：2026年书记讲党课');
    await staff.presses('督办：财政局机关党委（本级）');
    await staff.presses('发出督办', { said: '请安排' });
    const asked = await org.as('何书记').finds('请财政局机关党委留意');
    expect(asked?.text).toContain(`事项：${OWED}`);
    await org.as('何书记').presses('回复');
    await org.as('何书记').presses('提交回复', { outcome: 'explained', answer: '四月补讲' });
    expect((await staff.finds('财政局机关党委已回复督办'))?.text).toContain('说明情况：四月补讲');
    expect((await staff.says('督办 财政局机关党委')).text).toContain('说明情况：四月补讲');
    expect((await org.as('何书记').says('督办')).text).not.toContain('四月补讲');

    await staff.says('督办 教育局机关党委');
    await staff.presses(`督办：教育局机关党委${OWED}`);
    await staff.presses('发出督办', {});
    expect((await staff.says('督办 教育局机关党委')).text).toContain('等待回复');
    await staff.says('暂缓 教育局机关党委');
    await staff.presses(`暂缓：${OWED}`);
    await staff.presses('暂缓', { reason: '换届', until: '2027-06-01' });
    expect((await org.as('吴书记').finds('请教育局机关党委留意'))?.text).toContain('记录里已经有了着落');
    await org.at('2027-04-20T20:00');
    expect(await org.as('吴书记').finds('还没有回复')).toBeUndefined();
  });

  test('the digest of the committee above has a button for it', async () => {
    const org = await late();
    await org.at('2027-04-20T20:00');
    const digest = await org.as('陈静').finds('机关工委 本周情况');
    expect(digest?.actions.map(({ label }) => label)).toContain('督办：财政局机关党委');
  });
});

describe('the board’s overdue page', () => {
  test('shows what committees owe themselves, to those above and to the committee itself', async () => {
    const org = await late();
    const above = (await (await enters(org, '陈静')).opens('/board/overdue')).text;
    expect(above).toMatch(/本级事项[\s\S]*财政局机关党委[\s\S]*▲ 2026年书记讲党课/);
    const own = (await (await enters(org, '何书记')).opens('/board/overdue')).text;
    expect(own).toMatch(/本级事项[\s\S]*▲ 2026年书记讲党课/);
    expect(own).not.toContain('教育局');
    const branch = (await (await enters(org, '张建国')).opens('/board/overdue')).text;
    expect(branch).not.toContain('书记讲党课');
  });

  test('a term that has ended and a list left undone are among them; 督办 is seen from above alone', async () => {
    const org = await late();
    const staff = org.as('陈静');
    await org.store.change((db) => {
      const term = { began: '2022-03-01', ends: '2027-03-01' };
      setTerm(db, idOf(org, COMMITTEE), term, 1, instantOf('2027-03-01T09:00'));
      const line = { says: '研究党建工作', every: 'once' as const, deadline: '2027-03-20', rule: null };
      const list = { unit: 1, name: '党委责任清单', level: 'committee' as const, post: null, draft: 'd' };
      const at = instantOf('2027-03-01T09:00');
      publishList(db, draftList(db, { ...list, lines: [line] }, 1, at), 1, at);
    });
    await staff.says('督办 财政局机关党委');
    await staff.presses(`督办：财政局机关党委${OWED}`);
    await staff.presses('发出督办', {});
    const above = (await (await enters(org, '陈静')).opens('/board/overdue')).text;
    expect(above).toContain('▲ 换届：本届任期已于2027年3月1日届满');
    expect(above.match(/▲ 党委责任清单：研究党建工作（应在3月20日前完成）/g)).toHaveLength(2);
    expect(above).toContain('4月1日督办2026年书记讲党课，等待回复');
    const own = (await (await enters(org, '何书记')).opens('/board/overdue')).text;
    expect(own).toContain('本届任期已于2027年3月1日届满');
    expect(own).not.toContain('等待回复');
    const { cookie } = await enters(org, '陈静');
    const file = await org.app.request('/board/file?unit=1&period=lately&only=overdue', {
      headers: { cookie: `zhibu=${cookie}` },
    });
    const sheets = await readSheets(await file.arrayBuffer());
    const others = sheets.find(({ sheet }) => sheet === '换届和清单')?.data.slice(5);
    expect(others).toContainEqual(['财政局机关党委', '换届：本届任期已于2027年3月1日届满']);
    expect(others).toHaveLength(3);
    expect(JSON.stringify(sheets.find(({ sheet }) => sheet === '逾期')?.data)).toContain('党委书记讲党课');
    const one = (await (await enters(org, '陈静')).opens('/board/overdue?rule=secretaryLecture')).text;
    expect(one).not.toContain('届满');
    expect(one).toContain('▲ 2026年书记讲党课');
  });
});

/** On 1 April both committees' lecture of the year before is overdue; one branch has a theme day on record. */
async function late(): Promise<TestOrg> {
  const org = await recordedTown('2027-04-01T10:00', '2026-01-01');
  await org.store.change((db) => {
    held(db, FINANCE, '2027-03-10', ['themeDay']);
  });
  return org;
}

/** The keys of what the finance committee owes. */
async function keys(org: TestOrg): Promise<string[]> {
  return [`secretaryLecture:${idOf(org, COMMITTEE)}:2026-01-01`];
}
