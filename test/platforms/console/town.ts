import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { openStore } from '../../../db/node.ts';
import { memberships, type PostName, persons, posts, units } from '../../../db/schema/people.ts';
import type { Store } from '../../../db/store.ts';
import { readConfig } from '../../../src/config.ts';
import { host } from '../../../src/host.ts';
import { createLog } from '../../../src/log.ts';
import type { Message } from '../../../src/platforms/console/message.ts';
import { consoleRoutes } from '../../../src/platforms/console/routes.ts';
import type { Spine } from '../../../src/platforms/console/spine.ts';
import { createRunner, type Runner } from '../../../src/runner.ts';

export const MORNING = '2026-03-02T09:00:00+08:00';

export interface Reply {
  messages: Message[];
  toast?: { tone: string; text: string };
  error?: string;
  [more: string]: unknown;
}

export interface Town {
  store: Store;
  spine: Spine;
  routes: Hono;
  get(path: string, query?: Record<string, string>): Promise<Reply>;
  post(path: string, body: unknown): Promise<Reply>;
  say(as: string, text: string, chat?: string): Promise<Reply>;
  tap(as: string, message: Message, label: string, form?: Record<string, unknown>): Promise<Reply>;
}

/** A committee with two branches, each with a group called 第一党小组, and two people called 张伟. */
export async function openTown(clock: string = MORNING): Promise<Town> {
  const dir = mkdtempSync(join(tmpdir(), 'zhibu-console-'));
  const store = openStore(join(dir, 'main.db'));
  await settleTown(store);

  const [config] = readConfig({ ZHIBU_CLOCK: clock }).orgs;
  if (!config) throw new Error('no organisation');
  const log = createLog((line) => console.error(line), Date.now);
  let runner: Runner | undefined;
  const hosted = await host(config, store, { log, wall: Date.now, wake: () => runner?.wake() });
  runner = createRunner(hosted.org);
  if (!hosted.console) throw new Error('the console is off');
  onTestFinished(async () => {
    await runner.stop();
    store.close();
    rmSync(dir, { recursive: true });
  });

  const spine: Spine = { ...hosted.console, local: () => true };
  const routes = new Hono().route('/console', consoleRoutes(spine));
  return { store, spine, routes, get, post, say, tap };

  async function get(path: string, query: Record<string, string> = {}): Promise<Reply> {
    return read(await routes.request(`${API}${path}?${new URLSearchParams(query)}`));
  }

  async function post(path: string, body: unknown): Promise<Reply> {
    const headers = { 'content-type': 'application/json' };
    return read(await routes.request(API + path, { method: 'POST', headers, body: JSON.stringify(body) }));
  }

  async function say(as: string, text: string, chat?: string): Promise<Reply> {
    return await post('/say', { as, text, ...(chat !== undefined && { chat }) });
  }

  async function tap(
    as: string,
    message: Message,
    label: string,
    form?: Record<string, unknown>,
  ): Promise<Reply> {
    const action = message.actions.find((one) => one.label === label);
    if (!action) throw new Error(`no button ${label} on: ${message.text}`);
    return await post('/tap', { as, message: message.id, action: action.id, ...(form && { form }) });
  }
}

export const API = 'http://127.0.0.1:3000/console/api';

async function read(response: Response): Promise<Reply> {
  const body: unknown = await response.json();
  if (typeof body !== 'object' || body === null) throw new Error('not an object');
  return { messages: [], status: response.status, ...body };
}

const UNITS = [
  { id: 1, parent: null, kind: 'organsWorkCommittee', path: '市直机关工委', lineage: '/1/' },
  { id: 2, parent: 1, kind: 'branch', path: '市直机关工委/机关第一党支部', lineage: '/1/2/' },
  { id: 3, parent: 1, kind: 'branch', path: '市直机关工委/第二党支部', lineage: '/1/3/' },
  {
    id: 4,
    parent: 2,
    kind: 'memberGroup',
    path: '市直机关工委/机关第一党支部/第一党小组',
    lineage: '/1/2/4/',
  },
  { id: 5, parent: 3, kind: 'memberGroup', path: '市直机关工委/第二党支部/第一党小组', lineage: '/1/3/5/' },
] as const;

const FIRST = [
  '王芳',
  '李强',
  '张伟',
  '刘洋',
  '陈静',
  '杨磊',
  '赵敏',
  '黄涛',
  '周杰',
  '吴霞',
  '徐浩',
  '孙丽',
];
const SECOND = ['胡斌', '张伟', '朱琳'];
const SOMETIME = '2020-01-01';

const POSTS: Record<string, { unit: number; post: PostName }[]> = {
  王芳: [{ unit: 2, post: 'secretary' }],
  李强: [{ unit: 2, post: 'organizationMember' }],
  胡斌: [{ unit: 3, post: 'secretary' }],
  高峰: [{ unit: 1, post: 'staff' }],
};

export async function settleTown(store: Store): Promise<void> {
  await store.change((db) => {
    for (const unit of UNITS) {
      db.insert(units)
        .values({ ...unit, name: unit.path.split('/').at(-1) ?? '', began: SOMETIME })
        .run();
    }
    const people = [
      ...FIRST.map((name, index) => ({ name, units: index < 3 ? [2, 4] : [2] })),
      ...SECOND.map((name) => ({ name, units: [3] })),
      { name: '高峰', units: [] },
    ];
    for (const { name, units } of people) {
      const person = db.insert(persons).values({ name }).returning().get().id;
      for (const unit of units) {
        db.insert(memberships).values({ person, unit, category: 'full', began: SOMETIME }).run();
      }
      for (const { unit, post } of POSTS[name] ?? []) {
        db.insert(posts).values({ person, unit, post, began: SOMETIME }).run();
      }
    }
  });
}
