import { expect, test } from 'vitest';
import { toldOf } from '../../src/outbox/told.ts';
import type { TestOrg } from '../helpers/org.ts';
import { begunPeer } from './peer.ts';
import { tap } from './tap.ts';

const FIRST = '财政局机关党委/第一党支部';
const RETIRED = '财政局机关党委/退休党支部';

test('a group’s leader exchanges and moves its stops, sees what clashes, and tells those concerned once', async () => {
  const org = await announced();
  const leader = org.as('王磊');
  const route = await leader.says('观摩');
  expect(route.text).toContain(`09:00—09:40 | ${FIRST}`);
  const form = await leader.presses('调整路线');
  expect(form.text).toContain('第一组：调整12月2日的路线');
  expect(labels(form.messages.at(-1))).not.toContain('取消这一站');
  const stops = form.messages.at(-1)?.form?.[0]?.options ?? [];
  expect(stops.map(({ label }) => label)).toEqual([`09:00 ${FIRST}`, `09:40 ${RETIRED}`]);
  const [first, retired] = stops.map(({ value }) => value);
  expect((await leader.presses('保存', { stop: first, swap: retired })).text).toContain('路线没有冲突');

  await leader.presses('继续调整');
  const clash = await leader.presses('保存', { stop: first, startsAt: '2026-12-02T09:20' });
  expect(clash.text).toContain('路线有 1 处冲突');
  expect(clash.text).toContain(
    `同一个组时间重叠：第一组 12月2日 09:00 ${RETIRED}；第一组 12月2日 09:20 ${FIRST}`,
  );
  expect(await tap(org, '王磊', 'peer.announceOf', { group: 1 })).toContain('路线有 1 处冲突');
  await leader.presses(`调整：${FIRST} 12月2日 09:20`);
  await leader.presses('保存', { startsAt: '2026-12-02T14:30', minutes: 30 });
  expect((await leader.presses('发出路线')).text).toContain('路线已发给 2 位观摩人员和 2 个支部的书记');
  expect(await tap(org, '王磊', 'peer.announceOf', { group: 1 })).toContain(
    '路线已发给 0 位观摩人员和 0 个支部',
  );

  await org.at('2026-12-01T10:00');
  expect((await coming(org, '张建国')).at(-1)).toContain('2026年12月2日（星期三）14:30—15:00');
  expect((await coming(org, '郑强')).at(-1)).toContain('2026年12月2日（星期三）09:00—09:40');
  expect((await coming(org, '孙丽')).length).toBe(1);
  expect((await org.as('何书记').finds('12月2日'))?.text).toContain(`14:30—15:00 | ${FIRST}`);
});

test('what was moved and moved back is told anew where it was told otherwise, and not where it was not', async () => {
  const org = await announced();
  const move = async (time: string) => {
    await tap(org, '王磊', 'peer.stop', { stop: 1, startsAt: time });
    await tap(org, '王磊', 'peer.announceOf', { group: 1 });
  };
  await move('2026-12-02T15:00');
  await move('2026-12-02T09:00');
  expect((await coming(org, '张建国')).map((text) => /\d\d:\d\d—/.exec(text)?.[0])).toHaveLength(3);
  expect((await coming(org, '郑强')).length).toBe(1);
  await org.at('2026-12-01T22:00');
  await move('2026-12-02T16:00');
  await move('2026-12-02T09:00');
  await org.at('2026-12-02T10:00');
  expect((await coming(org, '张建国')).length).toBe(3);
  expect(org.store.read((db) => toldOf(db, 'peer:1:coming:1'))).toMatch(/^\d+$/);
});

test('a branch whose stop is taken away hears of it once', async () => {
  const org = await announced();
  await tap(org, '陈静', 'peer.stop', { stop: 1, drop: true });
  await tap(org, '陈静', 'peer.announce', { round: 1 });
  await tap(org, '陈静', 'peer.announce', { round: 1 });
  const told = await coming(org, '张建国');
  expect(told.length).toBe(2);
  expect(told.at(-1)).toContain('时间另行通知');
});

test('nobody but the group’s leader and who holds the round moves a stop', async () => {
  const org = await announced();
  for (const name of ['何书记', '李红梅', '张建国', '赵敏', '吴书记']) {
    for (const [command, input] of [
      ['peer.arrange', { group: 1 }],
      ['peer.stopForm', { stop: 1 }],
      ['peer.stop', { stop: 1, startsAt: '2026-12-02T16:00' }],
      ['peer.announceOf', { group: 1 }],
      ['peer.clashesOf', { group: 1 }],
    ] as const) {
      expect(await tap(org, name, command, input), `${name} ${command}`).toContain('由本组组长或组织观摩的');
    }
  }
  expect(labels((await org.as('何书记').says('观摩')).messages.at(-1))).not.toContain('调整路线');
  await org.as('李红梅').says('观摩');
  expect((await org.as('李红梅').presses('本支部：第一党支部')).text).toContain(
    '观摩时间：12月2日 09:00—09:40',
  );
  for (const input of [
    { stop: 1, drop: true },
    { stop: 1, group: 2 },
  ]) {
    expect(await tap(org, '王磊', 'peer.stop', input)).toContain('由组织观摩的党务干部来定');
  }
  expect(await tap(org, '王磊', 'peer.stop', { stop: 1, swap: 3 })).toContain('只能和本组的站对调');
  expect(await tap(org, '王磊', 'peer.stop', { stop: 1 })).toContain('没有改动');
  expect(await tap(org, '王磊', 'peer.stop', { stop: 1, startsAt: '2026-11-30T09:00' })).toContain(
    '已经过去了',
  );
  expect(await tap(org, '陈静', 'peer.arrange', { group: 1 })).toContain('改由哪个组');
});

/** Three branches at 09:00 and 09:40 of tomorrow, and everybody told. */
async function announced(): Promise<TestOrg> {
  const org = await begunPeer();
  const time = { from: '2026-12-02', days: 1, hours: '9:00-11:00', minutes: 40 };
  await tap(org, '陈静', 'peer.plan', { round: 1, ...time });
  await tap(org, '陈静', 'peer.announce', { round: 1 });
  await org.at('2026-12-01T09:40');
  return org;
}

async function coming(org: TestOrg, name: string): Promise<string[]> {
  const all = await org.as(name).messages();
  return all.map(({ text }) => text).filter((text) => text.includes('到您所在的支部观摩'));
}

function labels(message: { text: string; actions: { label: string }[] } | undefined): string {
  return `${message?.text} ${message?.actions.map(({ label }) => label).join(' ')}`;
}
