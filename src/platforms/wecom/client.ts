import { z } from 'zod';
import type { TemplateCard } from '../../../cards/render/wecom.ts';
import { type Clock, MINUTE, SECOND } from '../../time.ts';
import type { WecomConfig } from './config.ts';
import { callFile, callJson, WecomFault } from './http.ts';
import { menuBody } from './menu.ts';

/** The calls made to WeCom; each throws a `WecomFault`. */
export interface WecomApi {
  /** To one member, the same within a quarter of an hour only once. */
  send(user: string, message: Message): Promise<SentMessage>;
  /** To a group chat that the app has made; groups have no template cards. */
  sendToGroup(chat: string, message: Exclude<Message, { msgtype: 'template_card' }>): Promise<void>;
  /** Draws a member's card anew; the code works once, for 72 hours. */
  redraw(user: string, code: string, card: TemplateCard): Promise<void>;
  /** What somebody sent, for three days, of at most so many bytes. */
  download(media: string, most: number): Promise<{ bytes: Uint8Array; name: string }>;
  /** Hands in a file to be sent, for three days. → its media id */
  upload(file: { name: string; type: string; bytes: Uint8Array }): Promise<string>;
  /** Departments that the app may see. */
  departments(): Promise<Department[]>;
  /** Who is in a department, those beneath it left out. */
  members(department: number): Promise<Member[]>;
  /** A group chat that the app has made. */
  chat(id: string): Promise<Chat>;
  /** At least two members; the first is its owner. */
  makeChat(id: string, name: string, members: readonly string[]): Promise<void>;
  changeChat(id: string, add: readonly string[], remove: readonly string[]): Promise<void>;
  /** Puts our words into the app's menu, in the place of what is there. */
  putMenu(): Promise<void>;
  /** The app as WeCom has it. */
  app(): Promise<App>;
}

export type Message =
  | { msgtype: 'template_card'; template_card: TemplateCard }
  | { msgtype: 'text'; text: { content: string } }
  | { msgtype: 'file'; file: { media_id: string } };

const SentMessage = z.object({
  msgid: z.string().catch(''),
  response_code: z.string().catch(''),
  invaliduser: z.string().catch(''),
  unlicenseduser: z.string().catch(''),
});
export type SentMessage = z.infer<typeof SentMessage>;

const Uploaded = z.object({ media_id: z.string().min(1) });

const Department = z.object({ id: z.number(), name: z.string().catch(''), parentid: z.number().catch(0) });
type Department = z.infer<typeof Department>;
const Departments = z.object({ department: z.array(Department) });

const Member = z.object({ userid: z.string().min(1), name: z.string().catch('') });
type Member = z.infer<typeof Member>;
const Members = z.object({ userlist: z.array(Member) });

const Chat = z.object({ chat_info: z.object({ userlist: z.array(z.string()) }) });
interface Chat {
  members: string[];
}

const Token = z.object({ access_token: z.string().min(1), expires_in: z.number().catch(7200) });

const App = z.object({
  name: z.string().catch(''),
  close: z.number().catch(0),
  allow_userinfos: z.object({ user: z.array(z.unknown()).catch([]) }).catch({ user: [] }),
  allow_partys: z.object({ partyid: z.array(z.number()).catch([]) }).catch({ partyid: [] }),
  allow_tags: z.object({ tagid: z.array(z.number()).catch([]) }).catch({ tagid: [] }),
});
export type App = z.infer<typeof App>;

/** WeCom has forgotten the token, or never knew it: another is asked for. */
const STALE_TOKEN = new Set([40014, 41001, 42001]);

/** Another token is asked for this long before the old one ends. */
const EARLY = 5 * MINUTE;
const REPEATED = (15 * MINUTE) / SECOND;

export function createWecomApi({ corpId, agentId, secret, api }: WecomConfig, clock: Clock): WecomApi {
  let token: { value: Promise<string>; until: number } | undefined;
  const groups = { chat, makeChat, changeChat, putMenu };
  return { send, sendToGroup, redraw, download, upload, departments, members, app, ...groups };

  async function send(user: string, message: Message): Promise<SentMessage> {
    // Somebody whose account is written so in a roster would have everybody read what is theirs.
    if (/^@all$|\|/i.test(user)) throw new WecomFault(40031, 'the account names more than one member');
    const body = {
      touser: user,
      agentid: agentId,
      ...message,
      // Only what has a name of its own: another text that says the same is another message.
      ...(message.msgtype !== 'text' && {
        enable_duplicate_check: 1,
        duplicate_check_interval: REPEATED,
      }),
    };
    return expect(SentMessage, await post('message/send', body));
  }

  async function sendToGroup(chat: string, message: Message): Promise<void> {
    await post('appchat/send', { chatid: chat, ...message, safe: 0 });
  }

  async function redraw(user: string, code: string, card: TemplateCard): Promise<void> {
    await post('message/update_template_card', {
      userids: [user],
      agentid: agentId,
      response_code: code,
      template_card: card,
    });
  }

  function download(media: string, most: number): Promise<{ bytes: Uint8Array; name: string }> {
    return withToken((access) =>
      callFile(addressOf('media/get', { access_token: access, media_id: media }), most),
    );
  }

  async function upload({ name, type, bytes }: Parameters<WecomApi['upload']>[0]): Promise<string> {
    const form = new FormData();
    form.append('media', new Blob([new Uint8Array(bytes)], { type }), name);
    const query = { type: 'file' };
    const answer = await withToken((access) =>
      callJson(addressOf('media/upload', { access_token: access, ...query }), form),
    );
    return expect(Uploaded, answer).media_id;
  }

  async function departments(): Promise<Department[]> {
    return expect(Departments, await get('department/list')).department;
  }

  async function members(department: number): Promise<Member[]> {
    return expect(Members, await get('user/simplelist', { department_id: String(department) })).userlist;
  }

  async function chat(id: string): Promise<Chat> {
    return { members: expect(Chat, await get('appchat/get', { chatid: id })).chat_info.userlist };
  }

  async function makeChat(id: string, name: string, userlist: readonly string[]): Promise<void> {
    await post('appchat/create', { chatid: id, name, owner: userlist[0], userlist });
  }

  async function changeChat(id: string, add: readonly string[], remove: readonly string[]): Promise<void> {
    await post('appchat/update', { chatid: id, add_user_list: add, del_user_list: remove });
  }

  async function putMenu(): Promise<void> {
    const query = { agentid: String(agentId) };
    await withToken((access) =>
      callJson(addressOf('menu/create', { access_token: access, ...query }), menuBody()),
    );
  }

  async function app(): Promise<App> {
    return expect(App, await get('agent/get', { agentid: String(agentId) }));
  }

  function get(path: string, query: Record<string, string> = {}): Promise<unknown> {
    return withToken((access) => callJson(addressOf(path, { access_token: access, ...query })));
  }

  function post(path: string, body: unknown): Promise<unknown> {
    return withToken((access) => callJson(addressOf(path, { access_token: access }), body));
  }

  async function withToken<T>(call: (access: string) => Promise<T>): Promise<T> {
    const access = tokenNow();
    try {
      return await call(await access);
    } catch (error) {
      if (!(error instanceof WecomFault) || !STALE_TOKEN.has(error.code ?? 0)) throw error;
      if (token?.value === access) token = undefined;
      return await call(await tokenNow());
    }
  }

  /** One for all who ask at the same time. */
  function tokenNow(): Promise<string> {
    if (token && token.until > clock.now()) return token.value;
    const asked = { value: askToken(), until: clock.now() + TOKEN_ASKED };
    token = asked;
    asked.value.then(
      () => undefined,
      () => {
        if (token === asked) token = undefined;
      },
    );
    return asked.value;

    async function askToken(): Promise<string> {
      const address = addressOf('gettoken', { corpid: corpId, corpsecret: secret });
      const { access_token: value, expires_in: seconds } = expect(Token, await callJson(address));
      asked.until = clock.now() + Math.max(seconds * SECOND - EARLY, MINUTE);
      return value;
    }
  }

  function addressOf(path: string, query: Record<string, string>): URL {
    const address = new URL(`${api}/cgi-bin/${path}`);
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    return address;
  }
}

/** While it is asked for, nobody else asks. */
const TOKEN_ASKED = MINUTE;

function expect<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new WecomFault(null, 'WeCom answers something else than its page says');
  return parsed.data;
}
