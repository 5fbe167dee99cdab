import { describe, expect, test } from 'vitest';
import { brands } from '../../db/schema/standard.ts';
import { PLATFORMS } from '../../src/platforms/platform.ts';
import { instantOf } from '../../src/time.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { larkOrg } from '../platforms/lark/org.ts';
import { BEGIN } from '../platforms/script.ts';
import { type Sending, STAGES } from '../platforms/stages.ts';
import { GPS, pdf, photo } from './bytes.ts';

/** What is expected of every platform that hands over what people send it. */
describe.each(PLATFORMS)('on %s', (name) => {
  const open = STAGES[name];

  test('a photo and a file stay with the platform until it was said what they belong to, and then come whole', async () => {
    const stage = await begun(open);
    await stage.shows('张建国', photo());
    expect(await stage.sees('张建国')).toContain('放到“品牌：青年先锋”吗？');
    expect(stage.fetches()).toBe(0);
    expect(count(stage, 'file_pieces')).toBe(0);
    await stage.presses('张建国', '确认');
    await stage.wait(5);
    await stage.sends('张建国', '总结.pdf', pdf());
    await stage.presses('张建国', '确认');
    await stage.wait(5);
    expect(stage.store.read((db) => db.all('select place, ref, name, by from files'))).toEqual([
      { place: 'brand', ref: '2:2026', name: '照片1.jpg', by: 3 },
      { place: 'brand', ref: '2:2026', name: '总结.pdf', by: 3 },
    ]);
    const kept = stage.store.read((db) => db.all<{ bytes: Uint8Array }>('select bytes from file_pieces'));
    expect(kept.map(({ bytes }) => Buffer.from(bytes).includes(GPS))).toEqual([false, false]);
    expect(kept[1] && Buffer.from(kept[1].bytes)).toEqual(pdf());
    expect(count(stage, 'sent_files')).toBe(0);
    expect(await stage.sees('张建国')).toMatch(/已附上|正在附上/);
  });

  test('what a platform no longer has is said in one clear word', async () => {
    const stage = await begun(open);
    await stage.shows('张建国', photo());
    stage.loses();
    await stage.presses('张建国', '确认');
    await stage.wait(5);
    await stage.wait(60);
    const said = await stage.sees('张建国');
    expect(said.match(/附件没有保存/g)).toHaveLength(1);
    expect(said).toContain('已经取不到了');
    expect(count(stage, 'files')).toBe(0);
  });

  test('what is refused for now is tried again, and comes', async () => {
    const stage = await begun(open);
    if (!stage.busy) return;
    await stage.sends('张建国', '总结.pdf', pdf());
    const before = stage.fetches();
    await stage.presses('张建国', '确认');
    stage.busy();
    await stage.wait(1);
    expect(count(stage, 'files')).toBe(0);
    await stage.wait(60);
    expect(count(stage, 'files')).toBe(1);
    expect(stage.fetches()).toBe(before + 2);
  });

  test('bytes come as they were sent, no more of them than is allowed, and of nobody else’s words', async () => {
    const stage = await begun(open);
    const platform = stage.org.platforms.get(name);
    const { can, fetch } = platform ?? {};
    expect(can?.files).toBe(true);
    await stage.shows('张建国', photo(7));
    await stage.sends('张建国', '大.pdf', Buffer.concat([pdf(), Buffer.alloc(300_000)]));
    const handles = stage.store.read((db) =>
      db.all<{ handle: string }>('select handle from sent_files order by id'),
    );
    const [picture = '', large = ''] = handles.map(({ handle }) => handle);
    expect(await fetch?.(picture, 1_000_000)).toMatchObject({ ok: true, bytes: new Uint8Array(photo(7)) });
    expect(await fetch?.(large, 300_000)).toMatchObject({ ok: false, verdict: 'large' });
    expect(await fetch?.('{}', 1_000_000)).toMatchObject({ ok: false, verdict: 'never' });
    if (!stage.busy) return;
    stage.busy();
    expect(await fetch?.(picture, 1_000_000)).toMatchObject({ ok: false, verdict: 'again' });
  });

  test('a stranger’s photo is not even noted', async () => {
    const stage = await begun(open);
    if (name === 'console') return;
    await stage.shows('陌生人', photo());
    expect(await stage.sees('陌生人')).toContain('不认识您');
    expect(count(stage, 'file_offers') + count(stage, 'sent_files')).toBe(0);
  });
});

test('after the last try nobody waits any longer', async () => {
  const stage = await begun(STAGES.lark);
  await stage.sends('张建国', '总结.pdf', pdf());
  const platform = stage.org.platforms.get('lark');
  if (!platform) throw new Error('not on Lark');
  let tries = 0;
  platform.fetch = async () => {
    tries++;
    return { ok: false, verdict: 'again', reason: 'busy' };
  };
  await stage.presses('张建国', '确认');
  await stage.at('2026-12-01T15:00');
  expect(tries).toBe(6);
  const said = await stage.sees('张建国');
  expect(said.match(/附件没有保存/g)).toHaveLength(1);
  expect(said).toContain('几次都没有取到');
});

test('pictures among words come together; words that are a command are one', async () => {
  const { lark, ou, store } = await larkOrg(BEGIN, TWO_BRANCHES);
  await branded({ store });
  await lark.shows(ou('张建国'), [photo(1), photo(2)], '活动照片');
  expect(lark.lastTo(ou('张建国')).text).toContain('这 2 个文件放到“品牌：青年先锋”吗？');
  await lark.shows(ou('张建国'), [photo(3)], '帮助');
  expect(count({ store }, 'sent_files')).toBe(2);
});

async function begun(open: () => Promise<Sending>): Promise<Sending> {
  const stage = await open();
  await branded(stage);
  return stage;
}

/** Something of 张建国's that takes files. */
async function branded({ store }: Pick<Sending, 'store'>): Promise<void> {
  const said = { unit: 2, year: 2026, name: '青年先锋', motto: '向前', evidence: '' };
  await store.change((db) => {
    db.insert(brands)
      .values({ ...said, at: instantOf(BEGIN), by: 3 })
      .run();
  });
}

function count({ store }: Pick<Sending, 'store'>, table: string): number {
  return store.read((db) => db.get<{ n: number }>(`select count(*) as n from ${table}`)).n;
}
