import { and, eq } from 'drizzle-orm';
import { accounts } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { Misconfigured } from '../errors.ts';
import { chatMade } from '../people/chats.ts';
import { holdersOf, membersOf } from '../people/store.ts';
import { createWecomApi } from '../platforms/wecom/client.ts';
import { chatIdOf, gather } from '../platforms/wecom/group.ts';
import { WecomFault } from '../platforms/wecom/http.ts';
import { type Day, dayOf } from '../time.ts';
import { unitCalled } from './unit.ts';
import { chosenOrg, readArgs, Usage, type Verb } from './verb.ts';

export const makeGroup: Verb = {
  usage: 'group UNIT [--org SLUG]',
  help: 'makes a group chat on WeCom of everybody in a unit (its path), or brings its members up to date',
  async run({ args, config, open, now, print }) {
    const { words, values } = readArgs(args, { values: ['org'] });
    const [path] = words;
    if (path === undefined || words.length > 1) throw new Usage('group takes one UNIT');
    const { slug, wecom, ...org } = chosenOrg(config, values.get('org'));
    if (!wecom) throw new Misconfigured('WECOM_CORP_ID is missing: groups are made on WeCom only.');
    const store = open({ slug, ...org });
    const unit = store.read((db) => unitCalled(db, path));
    const people = store.read((db) => accountsIn(db, unit.id, dayOf(now())));
    if (people.length < 2)
      throw new Misconfigured(`${path} has ${people.length} members on WeCom; a group needs two.`);
    const id = chatIdOf(slug, unit.id);
    try {
      const { made, added, removed } = await gather(createWecomApi(wecom, { now }), id, unit.name, people);
      const to = { platform: 'wecom' as const, kind: 'group' as const, id };
      await store.change((db) => chatMade(db, now(), 'operator', to, unit.name, unit.id));
      print(
        made
          ? `已建群，共 ${people.length} 人。`
          : `群成员已更新：加入 ${added.length} 人，移出 ${removed.length} 人。`,
      );
      return 0;
    } catch (error) {
      if (!(error instanceof WecomFault)) throw error;
      print(error.message);
      return 1;
    }
  },
};

/** The secretary first, who becomes the owner. */
function accountsIn(db: Db, unit: number, day: Day): string[] {
  const holders = holdersOf(db, unit, day);
  const leading = holders.toSorted((a, b) => Number(b.post === 'secretary') - Number(a.post === 'secretary'));
  const people = [...leading, ...membersOf(db, unit, day)].map(({ person }) => person);
  return [...new Set(people)].flatMap((person) =>
    db
      .select()
      .from(accounts)
      .where(and(eq(accounts.platform, 'wecom'), eq(accounts.person, person)))
      .all()
      .map(({ id }) => id)
      .slice(0, 1),
  );
}
