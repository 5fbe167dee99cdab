import { commandNamed, readText } from './chat/commands.ts';
import { Refusal } from './errors.ts';
import type { Org } from './org.ts';
import type { Answer, Incoming } from './platforms/platform.ts';

const ASKING = 'directory.ask';

/** Whether this, once it has been allowed, has the platform's directory read. */
export function asksForDirectory({ event }: Incoming): boolean {
  switch (event.kind) {
    case 'text':
      return readText(event.text)?.command.name === ASKING;
    case 'menu':
      return (commandNamed(event.key) ?? readText(event.key)?.command)?.name === ASKING;
    case 'tap':
      return event.command === ASKING;
    default:
      return false;
  }
}

/**
 * Reads the platform's directory, which takes longer than an answer may, and has it arrive as an event of its own from
 * whoever asked. Asked again by a repeated event, it arrives once.
 */
export function bringDirectory(
  org: Org,
  asked: Incoming,
  receive: (org: Org, incoming: Incoming) => Promise<Answer>,
): void {
  const work = bring().catch((error) => org.log.error('directory.failed', { org: org.slug, error }));
  org.keep?.(work);

  async function bring(): Promise<void> {
    const { platform, keys, account } = asked;
    if (!account) return;
    const event = await read(org, asked);
    await receive(org, {
      platform,
      keys: [`directory:${keys[0]}`],
      account,
      chat: { kind: 'direct' },
      event,
    });
  }
}

async function read(org: Org, { platform: name }: Incoming): Promise<Incoming['event']> {
  const platform = org.platforms.get(name);
  if (!platform?.directory) {
    return { kind: 'directory', directory: null, why: '这里没有可以读取的通讯录，请用名册文件导入。' };
  }
  try {
    return { kind: 'directory', directory: await platform.directory() };
  } catch (error) {
    const refused = error instanceof Refusal;
    org.log.warn('directory.refused', { org: org.slug, platform: name, ...(refused ? {} : { error }) });
    const why = refused
      ? error.message
      : '通讯录没有读到，请过一会儿再试；一直不行就请管理员检查应用的权限。';
    return { kind: 'directory', directory: null, why };
  }
}
