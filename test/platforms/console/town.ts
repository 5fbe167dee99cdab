import { eq } from 'drizzle-orm';
import { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { persons } from '../../../db/schema/people.ts';
import type { Store } from '../../../db/store.ts';
import { readConfig } from '../../../src/config.ts';
import { host } from '../../../src/host.ts';
import { createLog } from '../../../src/log.ts';
import type { Message } from '../../../src/platforms/console/message.ts';
import { consoleRoutes } from '../../../src/platforms/console/routes.ts';
import type { Spine } from '../../../src/platforms/console/spine.ts';
import { createRunner, type Runner } from '../../../src/runner.ts';
import { testStore } from '../../helpers/org.ts';
import { type Found, foundUnits } from '../../helpers/people.ts';

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
  const { store } = testStore();
  await settleTown(store);

  const [config] = readConfig({ ZHIBU_CLOCK: clock }).orgs;
  if (!config) throw new Error('no organisation');
  const log = createLog((line) => console.error(line), Date.now);
  let runner: Runner | undefined;
  const hosted = await host(config, store, { log, wall: Date.now, wake: () => runner?.wake() });
  runner = createRunner(hosted.org);
  if (!hosted.console) throw new Error('the console is off');
  onTestFinished(() => runner.stop());

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

const TOWN: Found = {
  市直机关工委: { kind: 'organsWorkCommittee', people: { 高峰: { posts: ['staff'], only: 'post' } } },
  '市直机关工委/机关第一党支部': {
    kind: 'branch',
    people: {
      王芳: { posts: ['secretary'] },
      李强: { posts: ['organizationMember'] },
      ...Object.fromEntries(
        ['张伟', '刘洋', '陈静', '杨磊', '赵敏', '黄涛', '周杰', '吴霞', '徐浩', '孙丽'].map((name) => [
          name,
          {},
        ]),
      ),
    },
  },
  '市直机关工委/机关第一党支部/第一党小组': { kind: 'memberGroup', people: { 王芳: {}, 李强: {}, 张伟: {} } },
  '市直机关工委/第二党支部': {
    kind: 'branch',
    people: { 胡斌: { posts: ['secretary'] }, 又一个张伟: {}, 朱琳: {} },
  },
  '市直机关工委/第二党支部/第一党小组': { kind: 'memberGroup' },
};

export async function settleTown(store: Store): Promise<void> {
  await store.change((db) => {
    foundUnits(db, TOWN);
    db.update(persons).set({ name: '张伟' }).where(eq(persons.name, '又一个张伟')).run();
  });
}
