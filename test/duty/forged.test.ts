import { eq, ne } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { card, type Input, press } from '../../cards/card.ts';
import { renderText } from '../../cards/render/text.ts';
import { nudges } from '../../db/schema/alert.ts';
import { audit } from '../../db/schema/audit.ts';
import { outbox } from '../../db/schema/outbox.ts';
import { posts, units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { record } from '../../src/audit/store.ts';
import { enter } from '../../src/duty/alerts/ledger.ts';
import { standingsNow } from '../../src/duty/owed/current.ts';
import { setTerm } from '../../src/duty/owed/terms.ts';
import { itemKey } from '../../src/duty/owed/waivers.ts';
import { instantOf } from '../../src/time.ts';
import { testChat } from '../people/chat.ts';
import { RETIRED, TWO_COMMITTEES } from './held.ts';

const NOW = '2026-12-01T09:30';

/** Everybody's account is called by their name; 路人 is nobody's. */
async function town() {
  const chat = await testChat(NOW, TWO_COMMITTEES);
  for (const name of ['陈静', '何书记', '吴书记', '张建国', '郑强', '冯雪']) await chat.link(name, name);
  const at = instantOf('2026-11-01T08:00');
  await chat.store.change((db) =>
    record(db, { at, actor: 'operator', action: 'roster.applied', subject: 'unit:1' }),
  );
  return { ...chat, presses, about, kept: () => chat.store.read(kept) };

  /** A button that was never theirs: on a card of somebody else, or made up. → what they are told */
  async function presses(name: string, command: string, input: Input): Promise<string> {
    const shown = {
      address: { platform: 'lark', kind: 'direct', id: name },
      remoteId: 'om_forged',
      form: undefined,
    } as const;
    const actions = [press('发出督办', command, input)];
    const { toast, card: drawn } = await chat
      .account(name)
      .pressesOn({ ...shown, card: card('督办', [], { actions }) }, '发出督办');
    return [toast?.text ?? '', drawn ? renderText(drawn) : ''].join('\n');
  }

  /** The retired branch and something it has not done. */
  function about(): { unit: number; item: string } {
    return chat.store.read((db) => {
      const unit = db.select().from(units).where(eq(units.path, RETIRED)).get();
      const items = standingsNow(db, unit?.lineage ?? '', instantOf(NOW)).flatMap((one) => one.items);
      const late = items.find(({ state }) => state === 'overdue');
      if (!unit || !late) throw new Error('nothing is overdue');
      return { unit: unit.id, item: itemKey(late) };
    });
  }
}

/** All that a 督办 writes; whoever is refused is answered, which is a message to them. */
function kept(db: Db) {
  return {
    nudges: db.select().from(nudges).all(),
    audit: db.select().from(audit).all(),
    told: db.select().from(outbox).where(ne(outbox.urgency, 'reply')).all(),
  };
}

const FORGERS = [
  ['郑强', 'the branch’s own secretary'],
  ['冯雪', 'its member'],
  ['张建国', 'the secretary of a branch beside it'],
  ['吴书记', 'the committee of another subtree'],
  ['路人', 'somebody unknown'],
] as const;

test.each(FORGERS)('督办 pressed by %s, %s, is refused at the tap and nothing has changed', async (name) => {
  const { account, presses, about, kept } = await town();
  const before = kept();
  for (const input of [about(), { ...about(), item: '' }]) {
    for (const command of ['duty.nudgeForm', 'duty.nudge', 'duty.supervise']) {
      const said = await presses(name, command, { ...input, said: '请本周内补上' });
      expect(said).toMatch(/^(只能查看自己所在组织及其下级|督办由上级党组织来做|已私信给您)/);
    }
  }
  expect(kept()).toEqual(before);
  expect(account(name).text()).not.toContain('退休党支部');
});

test('whoever has left the committee since is refused on the card they have; who is in it, and above it, may', async () => {
  const { store, presses, about, kept } = await town();
  await store.change((db) => {
    const left = eq(posts.person, db.select().from(posts).where(eq(posts.post, 'staff')).get()?.person ?? 0);
    db.update(posts).set({ ended: '2026-11-30' }).where(left).run();
  });
  const before = kept();
  expect(await presses('陈静', 'duty.nudge', about())).not.toContain('已发给支部书记');
  expect(kept()).toEqual(before);
  expect(await presses('何书记', 'duty.nudge', about())).toContain('已发给支部书记');
  expect(kept().nudges).toHaveLength(1);
});

test('an answer to 督办 is its branch’s alone', async () => {
  const { presses, about, kept } = await town();
  await presses('陈静', 'duty.nudge', about());
  const before = kept();
  for (const name of ['冯雪', '张建国', '吴书记', '路人']) {
    const answer = { nudge: 1, outcome: 'settled', answer: '办好了' };
    expect(await presses(name, 'duty.answer', answer)).toMatch(/^(这件事由本支部的书记|已私信给您)/);
  }
  expect(kept()).toEqual(before);
});

test('all that a digest is of is shown to its reader alone, and of a committee’s to whoever oversees it', async () => {
  const { account, store, presses, about } = await town();
  const { unit, item } = about();
  const post = store.read((db) => db.select().from(posts).where(eq(posts.unit, unit)).get());
  const [mine, below] = [`person:${post?.person}:2026-12-01`, 'unit:2:2026-11-30'];
  await store.change((db) => {
    const at = instantOf(NOW);
    setTerm(db, unit, { began: '2024-05-20', ends: '2027-05-20' }, 1, at);
    enter(db, mine, [{ key: 'duty', about: { kind: 'duty', stage: 'overdue', unit, item } }], at);
    enter(db, below, [{ key: 'term', about: { kind: 'term', unit } }], at);
  });
  const others = (name: string) => presses(name, 'duty.others', { digest: mine, from: 0 });
  const othersBelow = (name: string, committee = 2, digests = [below]) =>
    presses(name, 'duty.othersBelow', { unit: committee, digests, from: 0 });
  const last = (name: string) => JSON.stringify(account(name).lastCard());

  for (const name of ['冯雪', '张建国', '何书记', '陈静', '路人'])
    expect(await others(name)).toMatch(/^(这是别人的提醒。|已私信给您。)\n$/);
  for (const name of ['郑强', '张建国', '吴书记', '路人']) await othersBelow(name);
  for (const digests of [[below], [mine]]) {
    await othersBelow('吴书记', 7, digests);
    expect(last('吴书记')).toContain('都处理好了');
  }
  for (const name of ['郑强', '冯雪', '张建国', '吴书记', '路人'])
    expect(account(name).text()).not.toMatch(/退休党支部|已逾期/);

  await others('郑强');
  expect(last('郑强')).toMatch(/主题党日.*已逾期/);
  for (const name of ['何书记', '陈静']) {
    await othersBelow(name);
    expect(last(name)).toContain('换届：退休党支部');
  }
});
