import type { NodeStore } from '../../db/node.ts';
import { accounts } from '../../db/schema/people.ts';
import type { WallTime } from '../../src/time.ts';

/** A platform with people on it, so that the same conversation can be held anywhere. See script.test.ts. */
export interface Stage {
  store: NodeStore;
  says(name: string, text: string): Promise<void>;
  /** Presses the newest button with this label in their own chat; a form's values as the form means them. */
  presses(name: string, label: string, form?: Record<string, string | string[]>): Promise<void>;
  /** All that somebody sees in their own chat, as text. */
  sees(name: string): Promise<string>;
  at(wall: WallTime): Promise<unknown>;
  wait(seconds: number): Promise<unknown>;
}

export const BEGIN = '2026-12-01T09:30';
/** To when the committee's meeting is moved. */
export const MOVED = '2026-12-11T16:00';

/** Two weeks of a branch: planned, excused, checked in, entered for others, closed, appraised, made up, moved, cancelled, asked about. */
export async function conversation(stage: Stage): Promise<void> {
  const { says, presses, at, wait } = stage;
  await says('张建国', '新建活动');
  await presses('张建国', '发出通知', {
    kinds: ['themeDay'],
    startsAt: '2026-12-04T15:00',
    place: '三楼会议室',
    theme: '学习<党纪>',
    agenda: '一、集中学习\n二、讨论',
  });
  await wait(5);
  await presses('赵敏', '请假');
  await presses('赵敏', '提交请假', { reason: '出差' });
  await wait(5);
  await presses('张建国', '准假');
  await wait(5);
  await at('2026-12-04T14:40');
  await presses('刘洋', '签到');
  await wait(5);
  await says('王磊', '签到');
  await says('王磊', '签到');
  await at('2026-12-04T15:20');
  await says('孙丽', '签到');
  await says('张建国', '名单');
  await says('张建国', '代签 李红梅');
  await at('2026-12-04T17:00');
  await says('张建国', '结束活动');
  await presses('张建国', '结束活动', { minutes: '学习了条例。', resolutions: '下周交心得。' });
  await wait(5);
  await presses('张建国', '点评 好');
  await says('王磊', '评 较好');
  await says('刘洋', '评');
  await presses('刘洋', '评 好');
  await wait(5);
  await says('张建国', '会议记录');

  await at('2026-12-07T09:00');
  await says('赵敏', '补学 观看党课视频');
  await presses('赵敏', '提交补学', { note: '观看党课视频', day: '2026-12-05' });
  await wait(5);
  await presses('张建国', '确认');
  await wait(5);
  await says('张建国', '新建活动');
  await presses('张建国', '发出通知', {
    kinds: ['branchCommittee'],
    startsAt: '2026-12-10T15:00',
    place: '二楼',
    theme: '研究发展对象',
    agenda: '讨论',
  });
  await wait(5);
  await says('张建国', '改期');
  await presses('张建国', '确认改期', { startsAt: MOVED });
  await wait(5);
  await says('张建国', '取消活动');
  await presses('张建国', '确认取消', { reason: '停电' });
  await wait(5);

  await says('周杰', '反馈 希望早一点通知');
  await says('刘洋', '设置');
  await presses('刘洋', '保存', { reminders: 'day' });
  await says('刘洋', '日历');
  await says('陈静', '汇总');
  await says('陈静', '逾期');
  await at('2026-12-14T09:30');
  await says('张建国', '还差什么');
}

/** Somebody whom nobody knows says who they are, and is known after one tap. Not in the console, where all are known. */
export async function introduction({ says, presses, wait }: Stage): Promise<void> {
  await says('陌生人', '你好');
  await presses('陌生人', '提交', { name: '吴迪', unit: '第一党支部' });
  await wait(5);
  await presses('张建国', '是本人');
  await wait(5);
  await says('陌生人', '我的');
}

/** What belongs to delivery, to a platform's own, or to the setting, rather than to the records. */
const BESIDE = /^(outbox|inbox|facts|presses|chats|console_|wecom_|__|sqlite_)/;
/** Made of what differs: hashes, a form's own key, when the setting was set, and what nobody is to read. */
const DIFFERING = new Set(['hash', 'draft', 'linked_at', 'salt', 'voter', 'choice']);

/** Every row of every record, without what a platform calls itself and its accounts. */
export function records(store: NodeStore): Record<string, unknown[]> {
  return store.read((db) => {
    const known = db.select().from(accounts).all();
    const names = new Map(known.map(({ id, person }) => [id, `account of ${person}`]));
    const tables = db
      .all<{ name: string }>("select name from sqlite_master where type = 'table' order by name")
      .filter(({ name }) => !BESIDE.test(name));
    return Object.fromEntries(
      tables.map(({ name }) => [name, db.all<Row>(`select * from "${name}" order by rowid`).map(neutral)]),
    );

    function neutral(row: Row): Row {
      const kept = Object.entries(row).filter(([column]) => !DIFFERING.has(column));
      return Object.fromEntries(kept.map(([column, value]) => [column, plain(column, value)]));
    }

    function plain(column: string, value: unknown): unknown {
      if (typeof value !== 'string') return value;
      if (column === 'platform') return 'platform';
      if (column === 'id' || column === 'account') return names.get(value) ?? value;
      return value.startsWith('{') ? value.replace(/"(platform|id|draft)":"[^"]*"/g, '"$1":"…"') : value;
    }
  });
}

type Row = Record<string, unknown>;
