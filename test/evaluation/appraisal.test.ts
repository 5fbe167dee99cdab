import { describe, expect, test } from 'vitest';
import { outbox } from '../../db/schema/outbox.ts';
import { documentIn } from '../documents/opened.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { sheetsIn } from './sheets.ts';
import { tap } from './tap.ts';

const FULL = ['张建国', '李红梅', '王磊', '刘洋', '赵敏', '孙丽'] as const;

describe('民主评议党员', () => {
  test('from self-appraisal over the peers and the branch to each member’s own result', async () => {
    const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
    const secretary = org.as('张建国');
    expect((await secretary.says('民主评议')).text).toContain('每年一次');
    await secretary.presses('开始民主评议');
    const desk = await secretary.presses('开始', { year: 2026, self: '2026-12-10' });
    expect(desk.text).toContain('自评：0/7 人，12月10日截止');
    expect(desk.text).toContain('评议会：还没有安排，开过才计入年度任务');
    expect(desk.text).toContain('周杰 | 未交 | 预备党员，不评等次');

    await org.at('2026-12-02T10:00');
    expect((await org.as('赵敏').finds('2026年民主评议党员：自评'))?.text).toContain('写几句就行');
    const min = org.as('赵敏');
    await min.says('民主评议党员');
    await min.presses('写自评');
    const own = await min.presses('提交自评', { text: '联系群众还不够。', level: 'excellent' });
    expect(own.text).toContain('自评：已交，自评优秀');
    await org.as('周杰').says('民主评议');
    await org.as('周杰').presses('写自评');
    expect((await org.as('周杰').finds('自我评价'))?.form?.map(({ name }) => name)).toEqual(['text']);
    expect((await org.as('周杰').presses('提交自评', { text: '按时学习。' })).text).toContain('已提交');

    await secretary.says('民主评议');
    expect((await secretary.presses('发起互评')).text).toContain('互评表已发给 7 位党员');
    for (const name of ['李红梅', '王磊', '刘洋', '周杰']) {
      await org.as(name).says('民主评议');
      await org.as(name).presses('填互评表');
      const cast = await org.as(name).presses('提交', { s5: 'excellent', s4: 'good' });
      expect(cast.toast?.text).toBe('已收到，不记名。');
    }
    await secretary.says('民主评议');
    const counted = await secretary.presses('结束并统计');
    expect(counted.text).toContain('互评：已统计，4/7 份');
    await secretary.presses('逐个查看和定等次');
    const seen = await secretary.presses('赵敏');
    expect(seen.text).toContain('互评：优秀 4，合格 0，基本合格 0，不合格 0');
    expect(seen.text).toContain('联系群众还不够。');
    await secretary.presses('定等次');
    await secretary.presses('确定', { level: 'excellent', reason: '工作扎实' });
    expect(await tap(org, '张建国', 'appraisal.publish', { round: 1 })).toContain('还有 5 位没有定等次');
    expect((await min.says('民主评议')).text).not.toContain('等次：');

    for (const subject of [1, 2]) {
      await tap(org, '张建国', 'appraisal.decide', { subject, level: 'excellent' });
    }
    for (const subject of [3, 4]) await tap(org, '张建国', 'appraisal.decide', { subject, level: 'good' });
    expect(await tap(org, '张建国', 'appraisal.decide', { subject: 7, level: 'good' })).toContain(
      '预备党员参加评议，不评等次',
    );
    const many = await tap(org, '张建国', 'appraisal.decide', { subject: 6, level: 'basic' });
    expect(many).toContain('优秀 3 人，超过评定等次的 6 人的三分之一（2 人）');
    await secretary.says('民主评议');
    expect((await secretary.presses('告知本人')).text).toContain('7 位党员各自收到自己的结果');
    await org.at('2026-12-03T10:00');
    const told = await min.finds('评议意见');
    expect(told?.text).toContain('等次：优秀\n评议意见：工作扎实');
    expect((await org.as('孙丽').says('民主评议')).text).toContain('等次：基本合格');
    expect((await org.as('周杰').says('民主评议')).text).toContain('预备党员参加评议，不评等次');

    const { rows } = await sheetsIn(org, await secretary.says('导出 民主评议'));
    expect(rows.结果?.[5]).toEqual(['赵敏', '优秀', '联系群众还不够。', 4, 0, 0, 0, '优秀', '工作扎实']);
    expect(rows.结果?.[7]?.slice(-2)).toEqual(['预备党员，不评等次', null]);

    const forms = await documentIn(org, await secretary.says('导出 民主评议 文档'));
    expect(forms.tables).toHaveLength(7);
    expect(forms.across).toEqual(Array(7).fill(false));
    expect(forms.tables[4]).toEqual([
      ['姓名', '赵敏', '党员类别', '正式党员'],
      ['所在党组织', '机关工委/第一党支部'],
      ['自我评价', '联系群众还不够。'],
      ['自评等次', '优秀'],
      ['党员互评', '优秀 4，合格 0，基本合格 0，不合格 0'],
      ['评议意见', '工作扎实'],
      ['评议等次', '优秀'],
      ['党支部', '书记（签名）：　　　　　　　　　年　　月　　日'],
      ['本人', '本人（签名）：　　　　　　　　　年　　月　　日'],
    ]);
    expect(forms.tables[6]?.map(([head]) => head)).not.toContain('党员互评');

    await min.says('民主评议');
    const form = await documentIn(org, await min.presses('导出我的登记表'));
    expect(form.name).toBe('2026年民主评议党员登记表 赵敏.docx');
    expect(form.tables).toHaveLength(1);
    expect(form.tables[0]).toContainEqual(['评议等次', '优秀']);
    expect(form.lines.join('\n')).not.toContain('互评');
  });

  test('each result is seen by the secretary and by that member, by nobody else and by no other way', async () => {
    const org = await decided();
    for (const name of ['赵敏', '李红梅', '周杰', '陈静', '管理员甲', '郑强', '吴迪'] as const) {
      for (const [command, input] of [
        ['appraisal.subject', { subject: 4 }],
        ['appraisal.list', { round: 1 }],
        ['appraisal.decide', { subject: 4, level: 'failed' }],
        ['appraisal.decideForm', { subject: 4 }],
        ['appraisal.poll', { round: 1 }],
        ['appraisal.count', { round: 1 }],
        ['appraisal.remind', { round: 1 }],
        ['appraisal.publish', { round: 1 }],
        ['file.appraisal.result', { round: 1 }],
        ['appraisal.self', { subject: 4, text: '代写' }],
        ['file.appraisal.own', { subject: 3 }],
      ] as const) {
        expect(await tap(org, name, command, input), `${name} ${command}`).toMatch(
          /只有支部书记|由本人填写|由本人导出|由本支部的书记/,
        );
      }
    }
    for (const name of ['张建国', '李红梅', '陈静', '管理员甲'] as const) {
      for (const [command, input] of [
        ['star.subject', { subject: 4 }],
        ['star.results', { round: 1 }],
        ['star.roster', { round: 1 }],
        ['star.decide', { subject: 4, level: 'failed' }],
        ['star.declare', { subject: 4, level: 'failed' }],
        ['peer.subject', { subject: 4 }],
        ['peer.results', { round: 1 }],
        ['debrief.subject', { subject: 4 }],
        ['issue.raise', { subject: 4, problem: '无', deadline: '2026-12-30' }],
        ['evaluation.template', { round: 1 }],
        ['evaluation.cancel', { round: 1 }],
        ['file.star.roster', { round: 1 }],
        ['file.peer.report', { round: 1 }],
        ['file.debrief.result', { round: 1 }],
        ['file.award.result', { round: 1 }],
        ['file.star.scores', { round: 1 }],
      ] as const) {
        const answered = await tap(org, name, command, input);
        expect(answered, `${name} ${command}`).not.toContain('不合格');
        expect(answered, `${name} ${command}`).toMatch(
          /没有了|没看懂|已经不用|由上级党组织|只能查看|由本支部/,
        );
      }
    }
    expect((await org.as('陈静').says('民主评议')).text).not.toMatch(/不合格|刘洋/);
    await tap(org, '张建国', 'appraisal.publish', { round: 1 });
    await org.at('2026-12-03T10:00');
    const sent = org.store.read((db) => db.select().from(outbox).all());
    const results = sent.filter(({ content }) =>
      JSON.stringify(content).includes('"view":"appraisal.result"'),
    );
    expect(results.length).toBe(7);
    expect(new Set(results.map(({ person }) => person)).size).toBe(7);
    for (const name of FULL.filter((one) => one !== '刘洋' && one !== '张建国')) {
      const shown = (await org.as(name).messages()).map(({ text }) => text).join('\n');
      expect(shown, name).not.toContain('等次：不合格');
    }
    expect((await org.as('刘洋').finds('等次：不合格'))?.text).toContain('刘洋');
  });

  test('the meeting that counts for the yearly duty is shown, and not asked for twice', async () => {
    const org = await begun();
    const secretary = org.as('张建国');
    await secretary.says('民主评议');
    await secretary.presses('安排评议会');
    await secretary.presses('发出通知', { startsAt: '2026-12-15T15:00', minutes: 120 });
    const desk = await secretary.says('民主评议');
    expect(desk.text).toContain('评议会：12月15日召开');
    expect(desk.messages.at(-1)?.actions.map(({ label }) => label)).not.toContain('安排评议会');
  });

  test('a round is held once a year and by its secretary, and what is late is refused', async () => {
    const org = await begun();
    expect(await tap(org, '张建国', 'appraisal.open', { unit: 2, year: 2026, self: '2026-12-10' })).toContain(
      '2026年的已经开始了',
    );
    expect(await tap(org, '李红梅', 'appraisal.open', { unit: 2, year: 2025, self: '2026-12-10' })).toContain(
      '只有支部书记',
    );
    expect(await tap(org, '李红梅', 'appraisal.cancel', { round: 1 })).toContain('只有支部书记');
    await org.at('2026-12-11T09:00');
    expect(await tap(org, '赵敏', 'appraisal.self', { subject: 5, text: '晚了' })).toContain('自评已经截止');
    await org.as('张建国').says('民主评议');
    expect((await org.as('张建国').presses('取消这次评议')).text).toContain('2026年民主评议党员已取消');
    expect((await org.as('赵敏').says('民主评议')).text).toContain('还没有开始');
  });
});

async function begun(): Promise<TestOrg> {
  const org = await testOrg('2026-12-01T09:30', TWO_BRANCHES);
  await org.as('张建国').says('民主评议');
  await org.as('张建国').presses('开始民主评议');
  await org.as('张建国').presses('开始', { year: 2026, self: '2026-12-10' });
  return org;
}

async function decided(): Promise<TestOrg> {
  const org = await begun();
  for (const subject of [1, 2, 3, 5, 6]) {
    await tap(org, '张建国', 'appraisal.decide', { subject, level: 'good' });
  }
  await tap(org, '张建国', 'appraisal.decide', { subject: 4, level: 'failed' });
  return org;
}
