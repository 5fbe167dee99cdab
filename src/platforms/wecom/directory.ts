import { Refusal } from '../../errors.ts';
import type { Colleague, Directory } from '../directory.ts';
import type { WecomApi } from './client.ts';
import { WecomFault } from './http.ts';
import { verdictOf } from './verdict.ts';

/** Departments that the app may see, and who is in them. Phone numbers are not shown to an app. */
export async function readDirectory(api: WecomApi): Promise<Directory> {
  try {
    const departments = await api.departments();
    const seen = new Set(departments.map(({ id }) => id));
    const people = new Map<string, Colleague>();
    for (const { id } of departments) {
      for (const { userid, name } of await api.members(id)) {
        const known = people.get(userid)?.departments ?? [];
        people.set(userid, { id: userid, name, phone: null, departments: [...known, String(id)] });
      }
    }
    return {
      departments: departments.map(({ id, name, parentid }) => ({
        id: String(id),
        name,
        parent: seen.has(parentid) ? String(parentid) : null,
      })),
      people: [...people.values()],
    };
  } catch (error) {
    if (!(error instanceof WecomFault) || verdictOf(error) === 'again') throw error;
    if (error.code === 60020)
      throw new Refusal(
        'not_allowed',
        '企业微信没有放行这台服务器，请管理员把它的公网地址填进应用的“企业可信IP”。',
      );
    throw new Refusal('not_allowed', '读不到企业微信的通讯录，请管理员检查应用的“可见范围”。');
  }
}
