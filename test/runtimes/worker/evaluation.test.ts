import { Buffer } from 'node:buffer';
import { createSecretKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { castAnonymously, countPoll, openPoll } from '../../../src/evaluation/poll.ts';
import { TWO_BRANCHES } from '../../helpers/people.ts';
import { talkAs } from '../../helpers/talk.ts';
import { found, inside, objectOf } from './orgs.ts';

const app = objectOf('evaluation');

test('an object holds a rating and a round of visits, and counts ballots that nobody can read', async () => {
  await found('evaluation', TWO_BRANCHES);
  const staff = talkAs(app, '陈静');
  await staff.says('星级评定');
  await staff.presses('开始星级评定');
  await staff.presses('开始', { year: 2026 });
  await staff.says('星级评定 第一党支部');
  await staff.presses('工委评分');
  expect((await staff.presses('提交', { s4i3: 8, s5i1: 8, s5i2: 6 })).text).toContain('按分数：五星');
  await staff.says('观摩');
  await staff.presses('开始观摩');
  await staff.presses('开始', {});
  await staff.presses('观摩组');
  await staff.presses('增加一个组');
  await staff.presses('保存', { leader: '张建国', members: '李红梅' });
  await staff.presses('安排路线');
  expect((await staff.presses('排路线', { days: 1 })).text).toContain('已排好 2 站');
  expect((await staff.presses('发出路线')).text).toContain('路线已发给 2 位观摩人员');
  const tally = await inside('evaluation', (store) =>
    store.change((db) => {
      const key = { org: 'evaluation', key: SECRET };
      const settings = { url: 'http://127.0.0.1', signing: key };
      const grade = { id: '好', name: '好' };
      const questions = [{ how: 'choice' as const, id: 'grade', name: '评价', choices: [grade] }];
      const poll = openPoll(db, settings, { round: 1, questions, voters: [3, 4, 5] }, 1, 0);
      for (const voter of [5, 3, 4]) castAnonymously(db, settings, poll, voter, { grade: '好' });
      return countPoll(db, settings, poll, 1, 0);
    }),
  );
  expect(tally.results).toEqual({ grade: { how: 'choice', counts: { 好: 3 } } });
});

const SECRET = createSecretKey(Buffer.alloc(32, 7));
