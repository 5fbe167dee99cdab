import { eq } from 'drizzle-orm';
import { units } from '../../db/schema/people.ts';
import type { TestOrg } from '../helpers/org.ts';

/** Somebody in a browser, with the cookie that they were given. */
export interface Visitor {
  cookie: string | undefined;
  opens(path: string, more?: RequestInit): Promise<{ status: number; text: string; headers: Headers }>;
}

export function visitor(org: Pick<TestOrg, 'app'>, cookie?: string): Visitor {
  const own: Visitor = { cookie, opens };
  return own;

  async function opens(path: string, more: RequestInit = {}) {
    const response = await org.app.request(path, {
      ...more,
      headers: { ...(own.cookie && { cookie: `zhibu=${own.cookie}` }) },
    });
    const set = /^zhibu=([^;]*)/.exec(response.headers.get('set-cookie') ?? '')?.[1];
    if (set !== undefined) own.cookie = set;
    return { status: response.status, text: await response.text(), headers: response.headers };
  }
}

/** Says 看板 and follows the link. */
export async function enters(org: TestOrg, name: string): Promise<Visitor> {
  const one = visitor(org);
  const { status } = await one.opens(await linkFor(org, name));
  if (status !== 303) throw new Error(`${name} did not get in: ${status}`);
  return one;
}

export async function linkFor(org: TestOrg, name: string): Promise<string> {
  const seen = await org.as(name).says('看板');
  const url = /http\S+\/board\/enter\?t=\S+/.exec(seen.text)?.[0];
  if (!url) throw new Error(`no link in: ${seen.text}`);
  return url.slice(url.indexOf('/board'));
}

export function idOf(org: TestOrg, path: string): number {
  const found = org.store.read((db) => db.select().from(units).where(eq(units.path, path)).get());
  if (!found) throw new Error(`no unit ${path}`);
  return found.id;
}
