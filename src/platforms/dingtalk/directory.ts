import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import type { Colleague, Department, Directory } from '../directory.ts';
import type { DingTalkApi } from './client.ts';
import { DingTalkFault, isUsedUp, verdictOf } from './fault.ts';

/** {@link https://open.dingtalk.com/document/orgapp/obtain-the-department-list-v2} */
const Departments = z.object({ result: z.array(z.object({ dept_id: z.number(), name: z.string() })) });
const Top = z.object({ result: z.object({ name: z.string() }) });
/** {@link https://open.dingtalk.com/document/orgapp/queries-the-complete-information-of-a-department-user} */
const Members = z.object({
  result: z.object({
    has_more: z.boolean(),
    next_cursor: z.number().nullish(),
    list: z.array(
      z.object({ userid: z.string().min(1), name: z.string().catch(''), mobile: z.string().nullish() }),
    ),
  }),
});

const TOP = 1;
const PAGE = 100;
/** More than any organisation has; what would go round in circles ends. */
const MOST = 5_000;

/** All departments from the top, and who is in them: two calls or more for each. */
export async function readDirectory(api: DingTalkApi): Promise<Directory> {
  try {
    const departments = await readDepartments(api);
    const people = new Map<string, Colleague>();
    for (const { id } of departments) {
      for (const { userid, name, mobile } of await readMembers(api, Number(id))) {
        const known = people.get(userid)?.departments ?? [];
        people.set(userid, { id: userid, name, phone: phoneOf(mobile), departments: [...known, id] });
      }
    }
    return { departments, people: [...people.values()] };
  } catch (error) {
    if (!(error instanceof DingTalkFault) || verdictOf(error) === 'again') throw error;
    if (isUsedUp(error))
      throw new Refusal('limit', '本月的钉钉接口调用量已用完，请管理员购买增量包，或下个月再试。');
    throw new Refusal(
      'not_allowed',
      '读不到钉钉的通讯录，请管理员在应用的“权限管理”里开通“通讯录部门信息读权限”和“成员信息读权限”。',
    );
  }
}

async function readDepartments(api: DingTalkApi): Promise<Department[]> {
  const top = await ask(api, Top, '/topapi/v2/department/get', { dept_id: TOP });
  const found: Department[] = [{ id: String(TOP), name: top.result.name, parent: null }];
  for (let at = 0; at < found.length && found.length < MOST; at++) {
    const parent = found[at];
    if (!parent) break;
    const { result } = await ask(api, Departments, '/topapi/v2/department/listsub', {
      dept_id: Number(parent.id),
    });
    for (const { dept_id: id, name } of result) found.push({ id: String(id), name, parent: parent.id });
  }
  return found;
}

async function readMembers(
  api: DingTalkApi,
  department: number,
): Promise<z.infer<typeof Members>['result']['list']> {
  const members = [];
  for (let cursor = 0, more = true; more; ) {
    const body = { dept_id: department, cursor, size: PAGE };
    const { result } = await ask(api, Members, '/topapi/v2/user/list', body);
    members.push(...result.list);
    more = result.has_more && (result.next_cursor ?? 0) > cursor;
    cursor = result.next_cursor ?? cursor;
  }
  return members;
}

async function ask<T>(api: DingTalkApi, schema: z.ZodType<T>, path: string, body: object): Promise<T> {
  const parsed = schema.safeParse(await api.older(path, body));
  if (!parsed.success)
    throw new DingTalkFault(null, 200, 'DingTalk answers something else than its page says');
  return parsed.data;
}

/** `+86-13800138000`, or without. */
function phoneOf(mobile: string | null | undefined): string | null {
  const digits = (mobile ?? '').replace(/[\s-]/g, '').replace(/^(\+86|0086)/, '');
  return digits === '' ? null : digits;
}
