import { createHash } from 'node:crypto';
import type { WecomApi } from './client.ts';
import { WecomFault } from './http.ts';
import { verdictOf } from './verdict.ts';

/** Characters of a group's name, and the most members it may have. */
const NAME = 50;
const MOST = 500;

export interface Gathered {
  made: boolean;
  added: string[];
  removed: string[];
}

/** Letters and digits, at most 32; the same for the same unit. */
export function chatIdOf(org: string, unit: number): string {
  return createHash('sha256').update(`${org} ${unit}`).digest('hex').slice(0, 32);
}

/** Makes a group chat of these members, the first its owner; one that is there already gets and loses members. */
export async function gather(
  api: WecomApi,
  chat: string,
  name: string,
  members: readonly string[],
): Promise<Gathered> {
  const wanted = members.slice(0, MOST);
  const present = await membersOf(api, chat);
  if (!present) {
    await api.makeChat(chat, name.slice(0, NAME), wanted);
    return { made: true, added: [...wanted], removed: [] };
  }
  const added = wanted.filter((one) => !present.includes(one));
  const removed = present.filter((one) => !wanted.includes(one));
  if (added.length + removed.length > 0) await api.changeChat(chat, added, removed);
  return { made: false, added, removed };
}

async function membersOf(api: WecomApi, chat: string): Promise<string[] | null> {
  try {
    return (await api.chat(chat)).members;
  } catch (error) {
    if (error instanceof WecomFault && verdictOf(error) === 'never') return null;
    throw error;
  }
}
