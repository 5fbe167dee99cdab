import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import type { Colleague, Department, Directory } from '../directory.ts';
import type { LarkApi } from './client.ts';
import { LarkFault } from './http.ts';

/** {@link https://open.feishu.cn/document/server-docs/contact-v3/resources} */
const PAGE = 50;
const IDS = { user_id_type: 'open_id', department_id_type: 'open_department_id' };
/** The app has not the scope; the tenant has not granted it; it may not see this department or person. */
const WITHOUT_SCOPE = new Set([99991672, 99991679, 40004, 40014, 41050]);

const Paged = z.object({
  data: z.looseObject({ has_more: z.boolean().nullish(), page_token: z.string().nullish() }).catch({}),
});
const Scopes = z.object({
  department_ids: z.array(z.string()).nullish(),
  user_ids: z.array(z.string()).nullish(),
});
const One = z.object({
  open_department_id: z.string(),
  name: z.string().catch(''),
  parent_department_id: z.string().nullish(),
});
const User = z.object({
  open_id: z.string(),
  name: z.string().catch(''),
  mobile: z.string().nullish(),
  department_ids: z.array(z.string()).nullish(),
  status: z
    .object({
      is_frozen: z.boolean().nullish(),
      is_resigned: z.boolean().nullish(),
      is_exited: z.boolean().nullish(),
    })
    .nullish(),
});
type User = z.infer<typeof User>;

/** All that the app's range of contacts holds: departments with what is beneath them, and people named one by one. */
export async function larkDirectory(api: LarkApi): Promise<Directory> {
  try {
    return await read(api);
  } catch (error) {
    if (!(error instanceof LarkFault) || !WITHOUT_SCOPE.has(error.code ?? 0)) throw error;
    throw new Refusal(
      'not_allowed',
      '应用还不能读通讯录。请在飞书开放平台给它开通“获取部门基础信息”“获取用户基本信息”“获取用户手机号”权限，设置通讯录权限范围，再发布一个版本。',
    );
  }
}

async function read(api: LarkApi): Promise<Directory> {
  const scopes = (await pages(api, 'scopes', {})).map((page) => Scopes.parse(page));
  const tops = scopes.flatMap(({ department_ids: ids }) => ids ?? []);
  const departments = new Map<string, Department>();
  for (const top of tops) for (const one of await withBeneath(api, top)) departments.set(one.id, one);
  const users = new Map<string, User>();
  for (const department of departments.keys()) {
    const query = { department_id: department };
    for (const user of items(await pages(api, 'users/find_by_department', query), User))
      users.set(user.open_id, user);
  }
  for (const user of await named(
    api,
    scopes.flatMap(({ user_ids: ids }) => ids ?? []),
  ))
    users.set(user.open_id, user);
  return {
    departments: [...departments.values()],
    people: [...users.values()].filter(isHere).map(colleague),
  };
}

async function withBeneath(api: LarkApi, top: string): Promise<Department[]> {
  const path = `departments/${encodeURIComponent(top)}`;
  const [own] = await pages(api, path, {});
  const beneath = items(await pages(api, `${path}/children`, { fetch_child: 'true' }), One);
  const itself = z.object({ department: One }).parse(own).department;
  return [
    { id: itself.open_department_id, name: itself.name, parent: null },
    ...beneath.map((one) => ({
      id: one.open_department_id,
      name: one.name,
      parent: one.parent_department_id ?? itself.open_department_id,
    })),
  ];
}

async function named(api: LarkApi, ids: readonly string[]): Promise<User[]> {
  const found: User[] = [];
  for (let at = 0; at < ids.length; at += PAGE) {
    const query = ids.slice(at, at + PAGE).map((id) => `user_ids=${encodeURIComponent(id)}`);
    found.push(...items(await pages(api, `users/batch?${query.join('&')}`, {}), User));
  }
  return found;
}

/** The data of every page. */
async function pages(api: LarkApi, path: string, query: Record<string, string>): Promise<object[]> {
  const all: object[] = [];
  let token: string | undefined;
  do {
    const params = { ...IDS, page_size: String(PAGE), ...query, ...(token && { page_token: token }) };
    const { data } = Paged.parse(await api.read(`/open-apis/contact/v3/${path}`, params));
    all.push(data);
    token = data.has_more ? (data.page_token ?? undefined) : undefined;
  } while (token);
  return all;
}

function items<T>(all: readonly object[], schema: z.ZodType<T>): T[] {
  const shape = z.object({ items: z.array(schema).nullish() });
  return all.flatMap((page) => shape.parse(page).items ?? []);
}

function isHere({ status }: User): boolean {
  return !status?.is_resigned && !status?.is_frozen && !status?.is_exited;
}

function colleague({ open_id: id, name, mobile, department_ids: departments }: User): Colleague {
  const phone = mobile?.replace(/[\s-]/g, '').replace(/^\+86/, '');
  return { id, name, phone: phone ? phone : null, departments: departments ?? [] };
}
