import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { NodeStore } from '../../db/node.ts';
import { attendance } from '../../db/schema/activity.ts';
import { persons } from '../../db/schema/people.ts';
import { threeMarks } from '../../db/schema/three.ts';
import { instantOf } from '../../src/time.ts';
import { held } from '../duty/held.ts';
import { STAGES } from './stages.ts';

/** A theme day that was closed the Friday before, and 刘洋 was there. */
async function attended(store: NodeStore): Promise<void> {
  await store.change((db) => {
    const activity = held(db, '机关工委/第一党支部', '2026-11-27', ['themeDay']);
    const person = db.select().from(persons).where(eq(persons.name, '刘洋')).get()?.id ?? 0;
    const presentAt = instantOf('2026-11-27T14:50');
    db.insert(attendance).values({ activity, person, role: 'expected', presentAt }).run();
  });
}

/** What the console's page shows is kept there, and what was typed: it is for trying out. */
const { console: _, ...PLATFORMS } = STAGES;

test.each(
  Object.entries(PLATFORMS),
)('on %s a member taps, is thanked, and what they tapped is kept nowhere', async (name, open) => {
  const { store, says, presses, sees, wait } = await open();
  await attended(store);
  await says('刘洋', '评');
  await wait(5);
  const before = rowsOf(store);
  await presses('刘洋', '评 差');
  await wait(5);
  expect(await sees('刘洋')).toContain('您已经评过，谢谢');
  expect(store.read((db) => db.select().from(threeMarks).all())).toHaveLength(1);
  const fresh = rowsOf(store).filter((row) => !before.includes(row));
  expect(fresh.length).toBeGreaterThan(1);
  for (const row of fresh) {
    // A card's buttons are kept with it, all four of them; DingTalk keeps each by itself, since before the tap.
    const said = /poor|差/.test(row) && !/good.*fair.*poor/.test(row);
    expect({ name, row, said }).toEqual({ name, row, said: false });
  }
});

function rowsOf(store: NodeStore): string[] {
  return store.read((db) =>
    db
      .all<{ name: string }>("select name from sqlite_master where type = 'table'")
      .flatMap(({ name }) =>
        db.all(`select * from "${name}"`).map((row) => `${name} ${JSON.stringify(row)}`),
      ),
  );
}
