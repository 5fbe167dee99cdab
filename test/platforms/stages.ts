import { eq, inArray } from 'drizzle-orm';
import type { NodeStore } from '../../db/node.ts';
import { accounts, chats, persons, units } from '../../db/schema/people.ts';
import { deliver } from '../../src/deliver.ts';
import type { Org } from '../../src/org.ts';
import { uploadsOf } from '../../src/platforms/console/uploads.ts';
import type { PlatformName } from '../../src/platforms/platform.ts';
import { testOrg } from '../helpers/org.ts';
import { TWO_BRANCHES } from '../helpers/people.ts';
import { fillsIn } from '../helpers/sheet.ts';
import { dingTalkOrg } from './dingtalk/org.ts';
import { larkOrg } from './lark/org.ts';
import { BEGIN, type Stage } from './script.ts';
import { formOn } from './wecom/fake.ts';
import { wecomOrg } from './wecom/org.ts';

/** A stage on which photos and files are sent, too. */
export interface Sending extends Stage {
  org: Org;
  shows(name: string, picture: Uint8Array): Promise<void>;
  sends(name: string, file: string, bytes: Uint8Array): Promise<void>;
  /** What was sent is not to be had any more. */
  loses(): void;
  /** The next call is refused for now; none where nothing is. */
  busy?(): void;
  /** Calls that fetched something. */
  fetches(): number;
}

/** How the conversation of script.ts is held on each platform: with its own presses, and its forms where they are. */
export const STAGES: Record<PlatformName, () => Promise<Sending>> = {
  console: consoleStage,
  lark: larkStage,
  dingtalk: dingtalkStage,
  wecom: wecomStage,
};

async function consoleStage(): Promise<Sending> {
  const { store, as, at, hosted } = await testOrg(BEGIN, TWO_BRANCHES);
  return {
    store,
    org: hosted.org,
    shows: async (name, picture) => void (await as(name).sends('.jpg', picture)),
    sends: async (name, file, bytes) => void (await as(name).sends(file, bytes)),
    loses: () => {
      for (let more = 0; more < 10; more++) uploadsOf(store).put(new Uint8Array());
    },
    fetches: () => 0,
    says: async (name, text) => void (await as(name).says(text)),
    presses: async (name, label, form) => {
      const own = (await as(name).messages()).findLast(
        ({ chat, actions }) => chat === null && actions.some((action) => action.label === label),
      );
      if (!own) throw new Error(`${name} sees no ${label}`);
      await as(name).pressesOn(own, label, form);
    },
    sees: async (name) => (await as(name).messages()).map(({ text }) => text).join('\n'),
    at,
    wait: async (seconds) => hosted.console?.advance(hosted.org.clock.now() + seconds * 1000),
  };
}

async function larkStage(): Promise<Sending> {
  const { lark, org, store, at, wait } = await larkOrg(BEGIN, TWO_BRANCHES);
  const id = await cast(store, 'lark', (unit) => `oc_${unit}`, 'ou_stranger');
  return {
    store,
    at,
    wait,
    org,
    shows: async (name, picture) => void (await lark.shows(id(name), [picture])),
    sends: async (name, file, bytes) => void (await lark.sends(id(name), file, bytes)),
    loses: lark.loses,
    busy: () => lark.next({ code: 99991400, status: 429 }),
    fetches: () => lark.calls.filter(({ path }) => path.includes('/resources/')).length,
    says: async (name, text) => void (await lark.says(id(name), text)),
    presses: async (name, label, form) => {
      const on = lark.messagesTo(id(name)).findLast(({ text }) => text.includes(`[${label}]`));
      if (!on) throw new Error(`${name} sees no ${label}`);
      await lark.press(on, label, { by: id(name), ...(form && { form }) });
    },
    sees: async (name) =>
      lark
        .messagesTo(id(name))
        .map(({ text }) => text)
        .join('\n'),
  };
}

async function dingtalkStage(): Promise<Sending> {
  const { ding, store, app, org, at, wait } = await dingTalkOrg(BEGIN, TWO_BRANCHES);
  const id = await cast(store, 'dingtalk', (unit) => `cid${unit}`, 'stranger');
  return {
    store,
    at,
    wait,
    org,
    shows: async (name, picture) => void (await ding.shows(id(name), [picture])),
    sends: async (name, file, bytes) => void (await ding.sends(id(name), file, bytes)),
    loses: ding.loses,
    busy: () => void ding.next({ status: 503, code: 'ServiceUnavailable' }),
    fetches: () => ding.calls.filter(({ path }) => path.includes('/messageFiles/')).length,
    says: async (name, text) => void (await ding.says(id(name), text)),
    presses: async (name, label, form) => {
      // A card in the own chat stays as it was sent; the group's is sent again when there is more to press.
      const on = [...ding.messagesTo('cid2'), ...ding.messagesTo(id(name))].findLast(
        ({ text, buttons }) => buttons.some((one) => one.label === label) || text.includes(`[${label}]`),
      );
      if (!on) throw new Error(`${name} sees no ${label}`);
      if (!form) return void (await ding.press(on, label, id(name)));
      await fillsIn(app, on.buttons.find((one) => one.label === label)?.url ?? '', form);
      await deliver(org);
    },
    sees: async (name) =>
      ding
        .messagesTo(id(name))
        .map(({ text }) => text)
        .join('\n'),
  };
}

async function wecomStage(): Promise<Sending> {
  const { wecom, store, app, org, at, wait } = await wecomOrg(BEGIN, TWO_BRANCHES);
  const id = await cast(store, 'wecom', (unit) => `chat${unit}`, 'stranger');
  for (const { id: chat } of store.read((db) => db.select().from(chats).all())) wecom.chat(chat);
  return {
    store,
    at,
    wait,
    org,
    shows: async (name, picture) => void (await wecom.shows(id(name), picture)),
    sends: async (name, file, bytes) => void (await wecom.sends(id(name), file, bytes)),
    loses: wecom.loses,
    busy: () => wecom.next({ errcode: -1, errmsg: 'system busy' }),
    fetches: () => wecom.calls.filter(({ path }) => path === 'media/get').length,
    says: async (name, text) => void (await wecom.says(id(name), text)),
    presses: async (name, label, form) => {
      const all = wecom.messagesTo(id(name));
      const on = all.findLast(({ text }) => text.includes(`[${label}]`));
      const asked = form && all.findLast(({ card }) => JSON.stringify(card).includes('/form/'));
      if (form && asked && (!on || asked.at > on.at || asked === on)) {
        await fillsIn(app, formOn(asked), form);
        return void (await deliver(org));
      }
      if (!on) throw new Error(`${name} sees no ${label}`);
      const choose = Object.fromEntries(
        Object.entries(form ?? {}).map(([field, value]) => [
          field,
          [value].flat().map((one) => CHOICES[one] ?? one),
        ]),
      );
      await wecom.press(on, label, { by: id(name), choose });
    },
    sees: async (name) =>
      wecom
        .messagesTo(id(name))
        .map(({ text }) => text)
        .join('\n'),
  };
}

/** What a reader sees of a choice. */
const CHOICES: Record<string, string> = { day: '只在当天提醒' };

/** Everybody's account by name, but 吴迪's: that is the stranger's, whom nobody knows yet. Every unit has its group. */
async function cast(
  store: NodeStore,
  platform: PlatformName,
  group: (unit: number) => string,
  stranger: string,
): Promise<(name: string) => string> {
  const known = await store.change((db) => {
    const unknown = db.select({ id: persons.id }).from(persons).where(eq(persons.name, '吴迪'));
    db.delete(accounts).where(inArray(accounts.person, unknown)).run();
    for (const { id, name } of db.select().from(units).all()) {
      db.insert(chats)
        .values({ platform, id: group(id), unit: id, name, joinedAt: 0 })
        .run();
    }
    const all = db
      .select({ name: persons.name, id: accounts.id })
      .from(accounts)
      .innerJoin(persons, eq(persons.id, accounts.person))
      .all();
    return new Map(all.map(({ name, id }) => [name, id]));
  });
  return (name) => known.get(name) ?? stranger;
}
